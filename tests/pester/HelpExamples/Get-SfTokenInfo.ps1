$env:ACME_SECRET = 'acme-consumer-secret'
$env:ACME_TOKEN = Get-SfAccessToken -AsPlainText
