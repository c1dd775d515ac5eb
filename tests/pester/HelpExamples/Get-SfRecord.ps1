$ids = (1..5 | ForEach-Object { New-SfRecord Contact @{ LastName = "Contact $_" } }).Id
$ids | Set-Content ./ids.txt

# The last of these records is deleted.
$gone = (New-SfRecord Contact @{ LastName = 'Gone' }).Id
$null = Remove-SfRecord $gone
@($ids; $gone) | Set-Content ./old-ids.txt
