# Pages share an org.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'leaver@example.com'; active = $true }
