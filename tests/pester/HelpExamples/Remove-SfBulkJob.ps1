$null = @{ LastName = 'Bulk' } | Import-SfBulk Contact Insert
