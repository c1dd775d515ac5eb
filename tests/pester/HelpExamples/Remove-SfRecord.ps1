1..3 | ForEach-Object { $null = New-SfRecord Case @{ Subject = "Test $_"; Status = 'New' } }
(1..2 | ForEach-Object { New-SfRecord Contact @{ LastName = "Double $_" } }) | Select-Object Id | Export-Csv ./duplicates.csv

# A record that does not exist.
[pscustomobject]@{ Id = '003gL0000zzzzzz' } | Export-Csv ./duplicates.csv -Append
