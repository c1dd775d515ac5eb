# AppBrowser.Tests.ps1 signs an administrator in with a browser; here, any connection is one.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'integration@example.com' }
$env:SF_LOGIN_URL = $Org.Url
function Connect-SfWeb { Connect-SfJwt -Name admin }
