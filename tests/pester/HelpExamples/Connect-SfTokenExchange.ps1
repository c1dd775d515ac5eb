# The token services of GitHub Actions and Azure Pipelines, the variable of GitLab, and a handler of the org that accepts their tokens.
Import-Module (Join-Path $Tests 'TokenService.psm1')
$key = [Security.Cryptography.RSA]::Create(2048)
$subject = 'repo:acme/app:ref:refs/heads/main'
$service = Start-TokenService $key 'secret.of.the.job' $subject
$env:ACTIONS_ID_TOKEN_REQUEST_URL = "$($service.Url)/token?api-version=2.0"
$env:SYSTEM_OIDCREQUESTURI = "$($service.Url)/oidctoken"
$env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = $env:SYSTEM_ACCESSTOKEN = 'secret.of.the.job'
$env:SALESFORCE_ID_TOKEN = New-SignedToken $key @{ sub = $subject }
Set-Content id-token.txt (New-SignedToken $key @{ sub = $subject })
Invoke-OrgAdmin $Org Post apps @{ consumerKey = '3MVG9AcmeExample'; requireSecretForTokenExchange = $false
    flows = 'JwtBearer', 'WebServer', 'UserAgent', 'Device', 'ClientCredentials', 'UsernamePassword', 'RefreshToken', 'TokenExchange' }
Invoke-OrgAdmin $Org Post token-handlers @{ name = 'CiTokenHandler'; apps = , '3MVG9AcmeExample'; issuer = 'https://issuer.example.com'
    keys = , $key.ExportSubjectPublicKeyInfoPem(); users = , @{ username = 'ci@example.com'; claims = @{ sub = $subject } } }
