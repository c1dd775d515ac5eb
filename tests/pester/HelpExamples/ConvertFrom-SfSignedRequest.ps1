# The signed request that Salesforce posts: the signature of a JSON text, and the text.
$env:ACME_SECRET = 'acme-consumer-secret'
$json = @{
    algorithm = 'HMACSHA256'
    userId = '005x0000001SyyEAAS'
    client = @{ instanceUrl = $Org.Url; oauthToken = Get-SfAccessToken -AsPlainText }
    context = @{ user = @{ userName = 'admin@example.com' }; organization = @{ organizationId = '00Dx00000001hxyEAA'; name = 'Acme' } }
} | ConvertTo-Json -Depth 5 -Compress
$payload = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($json))
$signature = [Security.Cryptography.HMACSHA256]::HashData([Text.Encoding]::UTF8.GetBytes($env:ACME_SECRET),
    [Text.Encoding]::ASCII.GetBytes($payload))
$env:SIGNED_REQUEST = "$([Convert]::ToBase64String($signature)).$payload"
