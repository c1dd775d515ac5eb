Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
$PSDefaultParameterValues['Connect-SfAuthUrl:SkipCertificateCheck'] = $true
$null = Connect-SfRefreshToken -RefreshToken (Get-ExampleRefreshToken $Org) -LoginUrl $Org.HttpsUrl -SkipCertificateCheck -Name admin@example.com

# Stubs of the programs that read the URL from standard input.
function sf { if ("$args" -ne 'org login sfdx-url --sfdx-url-stdin --alias acme' -or "$input" -notlike 'force://*') { throw "sf $args" } }
function gh { if ("$args" -ne 'secret set SFDX_AUTH_URL' -or "$input" -notlike 'force://*') { throw "gh $args" } }
