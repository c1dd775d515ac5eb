[pscustomobject]@{ External_Id__c = 'A-0001'; Name = 'Example Company 0001'; Industry = 'Energy' },
[pscustomobject]@{ External_Id__c = 'A-7001'; Name = 'New Company'; Industry = 'Banking' } | Export-Csv ./accounts.csv
[pscustomobject]@{ External_Id__c = 'A-0001'; Phone = '+1 415 555 0101'; Website = '' } | Export-Csv ./phones.csv
