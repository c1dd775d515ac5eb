Set-Content ./contract.pdf 'a contract'
Set-Content ./prices.csv 'product,price'
$null = Send-SfFile ./contract.pdf -Title 'Signed contract'
$null = Send-SfFile ./prices.csv -Title 'Price list'
Remove-Item ./contract.pdf, ./prices.csv
