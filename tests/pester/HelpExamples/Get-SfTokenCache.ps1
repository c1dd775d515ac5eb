$env:SF_TOKEN_CACHE_PATH = Join-Path $PWD tokens
