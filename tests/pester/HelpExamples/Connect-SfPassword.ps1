$env:ACME_PASSWORD = 'correct horse battery staple'
$env:ACME_SECURITY_TOKEN = 'SECURITYTOKEN'
$env:ACME_SECRET = 'acme-consumer-secret'
Set-OrgSetting $Org @{ allowsUsernamePasswordFlow = $true }

# Separate users: the login page, too, requires the password of a user who has one.
foreach ($user in @{ username = 'integration@example.com' }, @{ username = 'traveller@example.com'
    securityToken = $env:ACME_SECURITY_TOKEN }) {
    Invoke-OrgAdmin $Org Post users ($user + @{ password = $env:ACME_PASSWORD })
    Invoke-OrgAdmin $Org Post approvals @{ consumerKey = '3MVG9AcmeExample'; username = $user.username }
}
