$null = Invoke-OrgAdmin $Org Post users @{ username = 'integration@example.com' }
$null = Register-SfApp ci -User ci@example.com
