$signIn = @{ ClientId = '3MVG9AcmeExample'; LoginUrl = $Org.Url; WarningAction = 'Ignore' }
Save-SfProfile acme-admin @signIn -Username admin@example.com -KeyPath $Org.KeyPath
Save-SfProfile acme-ci @signIn -Username ci@example.com -KeyPath $Org.KeyPath
Save-SfProfile old @signIn -Username ci@example.com -KeyPath ./gone.key
