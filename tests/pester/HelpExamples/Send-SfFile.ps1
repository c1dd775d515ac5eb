$null = New-Item -ItemType Directory ./invoices
'./contract.pdf', './invoices/2026-001.pdf', './invoices/2026-002.pdf', './photo.jpg' | ForEach-Object { Set-Content $_ "content of $_" }
'product,price' , 'SKU-1,10' | Set-Content ./pricelist.csv
'product,price' , 'SKU-1,12' | Set-Content ./pricelist-new.csv
[pscustomobject]@{ Path = './photo.jpg'; Title = 'Photo of the site'; LinkTo = (Invoke-SfQuery 'SELECT Id FROM Account LIMIT 1').Id },
[pscustomobject]@{ Path = './contract.pdf'; Title = 'Draft'; LinkTo = '' } | Export-Csv ./files.csv
