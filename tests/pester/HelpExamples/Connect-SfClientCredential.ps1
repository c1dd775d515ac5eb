$env:ACME_SECRET = 'acme-consumer-secret'
