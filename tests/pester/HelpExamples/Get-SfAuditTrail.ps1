# Changes, for the examples to find.
Suspend-SfUser ci@example.com | Resume-SfUser | Out-Null
Get-SfPermissionSet Audited | ForEach-Object { $null = Remove-SfRecord $_.Id -Confirm:$false }
$set = New-SfRecord @{ Name = 'Audited'; Label = 'Audited' } -Type PermissionSet
Remove-SfRecord $set.Id -Confirm:$false
