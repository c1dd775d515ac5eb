$signIn = @{ ClientId = '3MVG9AcmeExample'; Username = 'ci@example.com'; KeyVariable = 'ACME_KEY' }
Save-SfProfile acme-admin @signIn -LoginUrl $Org.Url
Save-SfProfile old-sandbox @signIn -Environment Sandbox
Save-SfProfile sandbox @signIn -Environment Sandbox
