# An auth URL always means https, and LocalOrg's certificate is its own.
Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
$PSDefaultParameterValues['Connect-SfAuthUrl:SkipCertificateCheck'] = $true
$null = Connect-SfRefreshToken -RefreshToken (Get-ExampleRefreshToken $Org) -LoginUrl $Org.HttpsUrl -SkipCertificateCheck
$env:ACME_AUTH_URL = ConvertTo-SfAuthUrl -AsPlainText

# A stub of the sf CLI with the one command that the example uses.
function sf {
    if ("$args" -ne 'org auth show-sfdx-auth-url --target-org acme --json') { throw "sf $args" }
    @{ status = 0; result = @{ sfdxAuthUrl = $env:ACME_AUTH_URL } } | ConvertTo-Json
}
