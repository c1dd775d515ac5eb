$ids = (1..5 | ForEach-Object { New-SfRecord Contact @{ LastName = "Contact $_" } }).Id
$ids | Set-Content ./ids.txt

# The last one of these is deleted by now.
$gone = (New-SfRecord Contact @{ LastName = 'Gone' }).Id
$null = Remove-SfRecord $gone
@($ids; $gone) | Set-Content ./old-ids.txt
