1..3 | ForEach-Object { $null = New-SfRecord Case @{ Subject = "Test $_"; Status = 'New' } }
(1..2 | ForEach-Object { New-SfRecord Contact @{ LastName = "Double $_" } }) | Select-Object Id | Export-Csv ./duplicates.csv

'B-0001', 'B-0002' | ForEach-Object { @{ Name = 'Closed'; External_Id__c = $_ } } | New-SfRecord Account | Out-Null
[pscustomobject]@{ External_Id__c = 'B-0001' }, [pscustomobject]@{ External_Id__c = 'B-0002' } | Export-Csv ./closed-accounts.csv

# A record that does not exist.
[pscustomobject]@{ Id = '003gL0000zzzzzz' } | Export-Csv ./duplicates.csv -Append
