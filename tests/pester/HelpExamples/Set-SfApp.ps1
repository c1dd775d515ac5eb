# Pages share an org: the app of another page has its key elsewhere.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'integration@example.com' }
Get-SfApp | Where-Object Name -In ci, ci_old, nightly | Unregister-SfApp -Confirm:$false
$null = Register-SfApp ci -User ci@example.com
