# What the examples' queries find: a name with a quote, a deal that is late, and a record that was deleted.
$null = New-SfRecord Contact @{ FirstName = 'Shay'; LastName = "O'Neil" }
$null = New-SfRecord Opportunity @{ Name = 'Late deal'; StageName = 'Prospecting'; CloseDate = [DateOnly]'2024-01-31' }
$null = New-SfRecord Account @{ Name = 'Gone soon' } | Remove-SfRecord
