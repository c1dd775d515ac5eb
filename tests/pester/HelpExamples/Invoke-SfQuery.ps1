# Records for the queries: a name with a quote, a late opportunity, and a deleted record.
$null = New-SfRecord Contact @{ FirstName = 'Shay'; LastName = "O'Neil"; External_Id__c = 'C-9001' }
$null = New-SfRecord Opportunity @{ Name = 'Late deal'; StageName = 'Prospecting'; CloseDate = [DateOnly]'2024-01-31' }
$null = New-SfRecord Account @{ Name = 'Gone soon' } | Remove-SfRecord
