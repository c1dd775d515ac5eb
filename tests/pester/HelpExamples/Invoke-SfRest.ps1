'product,price', 'SKU-1,10' | Set-Content ./pricelist.csv
$null = Send-SfFile ./pricelist.csv -Title 'Prices of the year before'

# The org has an Apex REST service for orders.
Invoke-OrgAdmin $Org Delete faults
Add-OrgFault $Org @{ method = 'POST'; path = '/services/apexrest/orders'; status = 200; body = '{"orderNumber":"O-1001","status":"new"}'; times = 0 }
