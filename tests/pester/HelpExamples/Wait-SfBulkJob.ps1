[pscustomobject]@{ External_Id__c = 'A-8001'; Name = 'North' } | Export-Csv ./accounts-north.csv
[pscustomobject]@{ External_Id__c = 'A-9001'; Name = 'South' } | Export-Csv ./accounts-south.csv
