Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
$env:ACME_REFRESH_TOKEN = Get-ExampleRefreshToken $Org
