BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $secretText = '1234567890-consumer-secret'
    $secret = ConvertTo-SecureString $secretText -AsPlainText -Force
    $accessToken = '00Dxx0000001234!accessTokenAccessTokenAccessToken'
    $content = [ordered]@{
        algorithm = 'HMACSHA256'; issuedAt = 1700000000; userId = '005x0000001SyyEAAS'
        client = @{ instanceUrl = 'https://example.my.salesforce.com'; targetOrigin = 'https://x'; oauthToken = $accessToken
            refreshToken = 'refreshTokenRefreshToken' }
        context = [ordered]@{
            user = @{ userId = '005x0000001SyyEAAS'; userName = 'jürgen@example.com'; fullName = 'Jürgen' }
            organization = @{ organizationId = '00Dx00000001hxyEAA' }
            environment = @{ parameters = @{ list = 1, 2 } }
        }
    }
    function New-SignedRequest([string] $Json, [string] $Secret = $secretText) {
        $payload = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Json))
        $mac = [Security.Cryptography.HMACSHA256]::HashData([Text.Encoding]::UTF8.GetBytes($Secret),
            [Text.Encoding]::ASCII.GetBytes($payload))
        "$([Convert]::ToBase64String($mac)).$payload"
    }
    $json = $content | ConvertTo-Json -Depth 5 -Compress
    $request = New-SignedRequest $json
}

Describe 'ConvertFrom-SfSignedRequest' {
    It 'verifies and decodes' {
        $result = ConvertFrom-SfSignedRequest $request $secret
        $result.UserId | Should -Be '005x0000001SyyEAAS'
        $result.Username | Should -Be 'jürgen@example.com'
        $result.OrganizationId | Should -Be '00Dx00000001hxyEAA'
        $result.InstanceUrl | Should -Be 'https://example.my.salesforce.com'
        $result.IssuedAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1700000000))
        $result.ExpiresAt | Should -BeNullOrEmpty
        $result.Context.user.fullName | Should -Be 'Jürgen'
        $result.Context.environment.parameters.list | Should -Be @(1, 2)
        $result.Client.targetOrigin | Should -Be 'https://x'
        ConvertFrom-SecureString $result.AccessToken -AsPlainText | Should -Be $accessToken
        ConvertFrom-SecureString $result.RefreshToken -AsPlainText | Should -Be 'refreshTokenRefreshToken'
    }

    It 'takes requests from the pipeline, SecureStrings, plain secrets (-ClientSecret), and the form field as it was posted' {
        ($request, (ConvertTo-SecureString $request -AsPlainText -Force), "signed_request=$([uri]::EscapeDataString($request))" |
            ConvertFrom-SfSignedRequest -ClientSecret $secretText).UserId |
                Should -Be @('005x0000001SyyEAAS', '005x0000001SyyEAAS', '005x0000001SyyEAAS')
    }

    It 'returns the access token alone with -AsPlainText' {
        ConvertFrom-SfSignedRequest $request $secret -AsPlainText | Should -BeExactly $accessToken
    }

    It 'keeps parameters whose names differ only in case, without the tokens' {
        $result = ConvertFrom-SfSignedRequest (New-SignedRequest $json.Replace('"list"', '"a":1,"A":2,"list"')) $secret
        $result.Context['environment']['parameters']['A'] | Should -Be 2
        $result.Client.Keys | Should -Not -Contain 'oauthToken'
        $result.Client.Keys | Should -Contain 'targetOrigin'
    }

    It 'shows no token, however it is displayed' {
        $result = ConvertFrom-SfSignedRequest $request $secret
        $shown = ($result | Out-String), ($result | Format-List * -Force | Out-String), ($result | Format-Custom -Depth 5 | Out-String),
            ($result | ConvertTo-Json -Depth 6),
            [Management.Automation.PSSerializer]::Serialize($result, 5), "$result" -join "`n"
        $shown | Should -Match 'AccessToken +: \*\*\*'
        $shown | Should -Match 'rgen@example.com'
        $shown | Should -Not -Match 'accessTokenAccess|refreshTokenRefresh'
    }

    It 'rejects <Name> without quoting it, and continues' -ForEach @(
        @{ Name = 'a wrong secret'; Make = { New-SignedRequest $json 'another' } }
        @{ Name = 'a changed context'; Make = { $request.Split('.')[0] + '.' + (New-SignedRequest ($json.Replace('005x',
            '005y'))).Split('.')[1] } }
        @{ Name = 'another algorithm'; Make = { New-SignedRequest $json.Replace('HMACSHA256', 'HMACSHA1') } }
        @{ Name = 'half of it'; Make = { $request.Substring(0, 200) } }
        @{ Name = 'the context alone'; Make = { $request.Split('.')[1] } }
        @{ Name = 'prose'; Make = { 'accessTokenAccessToken' } }
    ) {
        $result = (& $Make), $request | ConvertFrom-SfSignedRequest -ConsumerSecret $secret -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.UserId | Should -Be '005x0000001SyyEAAS'
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfSignedRequestInvalid,*'
        $errors[0].CategoryInfo.Category | Should -Be 'SecurityError'
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $errors[0], $errors[0].Exception | Format-List * -Force | Out-String |
            Should -Not -Match 'accessTokenAccess|consumer-secret|rgen@example'
    }

    It 'rejects an empty secret' {
        (Get-ThrownError { ConvertFrom-SfSignedRequest $request ([securestring]::new()) }).FullyQualifiedErrorId |
            Should -BeLike 'SfValueMissing,*'
    }
}
