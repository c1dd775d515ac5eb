$env:ACME_PASSWORD = 'correct horse battery staple'
$env:ACME_SECURITY_TOKEN = 'SECURITYTOKEN'
$env:ACME_SECRET = 'acme-consumer-secret'
Set-OrgSetting $Org @{ allowsUsernamePasswordFlow = $true }

# Users of their own: whoever has a password is asked for it by the login page, too.
foreach ($user in @{ username = 'integration@example.com' }, @{ username = 'traveller@example.com'
    securityToken = $env:ACME_SECURITY_TOKEN }) {
    Invoke-OrgAdmin $Org Post users ($user + @{ password = $env:ACME_PASSWORD })
    Invoke-OrgAdmin $Org Post approvals @{ consumerKey = '3MVG9AcmeExample'; username = $user.username }
}
