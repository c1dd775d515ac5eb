Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org

# An access token that is a JWT, as token.txt.
$app = @{ consumerKey = '3MVG9AcmeExample'; issuesJwtTokens = $true }
Invoke-OrgAdmin $Org Post apps $app
$connection = Connect-SfJwt -Name jwt -NoDefault
$app.issuesJwtTokens = $false
Invoke-OrgAdmin $Org Post apps $app
Get-SfAccessToken -Connection $connection -AsPlainText | Set-Content token.txt -NoNewline
