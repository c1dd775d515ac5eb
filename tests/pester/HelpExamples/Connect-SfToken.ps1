$env:ACME_TOKEN = Get-SfAccessToken -AsPlainText
