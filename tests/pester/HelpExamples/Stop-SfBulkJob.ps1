# Jobs run for a while, so that they can be stopped.
$null = Set-OrgSetting $Org @{ bulk = @{ uploadCompletePolls = 3 } }
[pscustomobject]@{ LastName = 'Haddad'; Email = 'noor@example.com' } | Export-Csv ./contacts.csv
