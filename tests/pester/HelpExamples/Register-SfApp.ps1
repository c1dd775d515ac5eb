# Pages share an org: the app of another page has its key elsewhere.
# AppBrowser.Tests.ps1 signs an administrator in with a browser; here, any connection is one.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'integration@example.com' }
$env:SF_LOGIN_URL = $Org.Url
function Connect-SfWeb { Connect-SfJwt -Name admin }
Get-SfApp | Where-Object Name -In ci, nightly | Unregister-SfApp -Confirm:$false
