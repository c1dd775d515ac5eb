$env:SF_TOKEN_CACHE_PATH = Join-Path $PWD tokens
$null = Connect-SfJwt -UseTokenCache -NoDefault -Name cached
