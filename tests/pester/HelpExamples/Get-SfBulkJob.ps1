# A job of each kind, and one that fails.
$null = @{ LastName = 'Bulk' } | Import-SfBulk Contact Insert
$null = Export-SfBulk 'SELECT Id FROM Account' -NoWait
$null = Invoke-OrgAdmin $Org Post jobs @{ state = 'Failed'; message = 'InvalidBatch : Field name not found : Foo' }
$null = @{ LastName = 'Bulk' } | Import-SfBulk Contact Insert -ErrorAction SilentlyContinue
