# Pages share an org: the app of another page has its key elsewhere.
Get-SfApp | Where-Object Name -In ci, ci_old, nightly | Unregister-SfApp -Confirm:$false
$null = Register-SfApp ci -User ci@example.com
$null = Register-SfApp ci_old
# Nobody answers the question.
$ConfirmPreference = 'None'
