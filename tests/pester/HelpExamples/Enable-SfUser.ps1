# Pages share an org.
$null = Invoke-OrgAdmin $Org Post users @{ username = 'former@example.com'; active = $false }
