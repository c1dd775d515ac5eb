# Pages share an org.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'leaver@example.com'; active = $true; isFrozen = $false }
Set-Content leavers.csv 'Username', 'leaver@example.com'
