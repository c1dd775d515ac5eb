BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $url = $org.Url
    $secret = '5EC2E7.of-the-app'
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = $secret; scope = 'api refresh_token'; flows = 'Device',
        'RefreshToken'; requireSecretForRefreshToken = $false }
}
AfterAll { Stop-TestOrg $org }

Describe 'Disconnect-Sf' {
    BeforeEach {
        Disconnect-Sf -All
        $first = Connect-SfJwt @signIn -Name first
        $second = Connect-SfJwt @signIn -Name second
        $token = Get-SfAccessToken -Connection second -AsPlainText
        Clear-OrgRequest $org
    }

    It 'removes the default connection, and sends no request' {
        Disconnect-Sf
        (Get-SfConnection).Name | Should -Be 'first'
        $second.IsConnected | Should -BeFalse
        Get-OrgRequest $org | Should -BeNullOrEmpty
        Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers @{ Authorization = "Bearer $token" } |
            Should -Not -BeNullOrEmpty
    }

    It 'removes connections by name, by object, from the pipeline, and all' {
        Disconnect-Sf first
        (Get-SfConnection).Name | Should -Be 'second'
        $second | Disconnect-Sf
        Get-SfConnection | Should -BeNullOrEmpty
        $null = Connect-SfJwt @signIn
        Disconnect-Sf -All
        Get-SfConnection | Should -BeNullOrEmpty
        Disconnect-Sf -All
    }

    It 'ends the token at Salesforce with -Revoke' {
        Disconnect-Sf -Revoke
        (Get-OrgRequest $org).path | Should -Be '/services/oauth2/revoke'
        { Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers @{ Authorization = "Bearer $token" } } | Should -Throw '*401*'
    }

    It 'removes the connection even if revoking fails, and reports the error' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 400; errorCode = 'unsupported_token_type'
            message = 'this token type is not supported' }
        Disconnect-Sf -Revoke -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.Count | Should -Be 1
        (Get-SfConnection).Name | Should -Be 'first'
    }

    It 'does not accept a web page with status 200 as a revocation' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 200; body = '<html><title>Blocked by proxy</title></html>'
            contentType = 'text/html' }
        Disconnect-Sf -Revoke -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        "$errors" | Should -BeLike '*Blocked by proxy*'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*may still be valid*'
        (Get-SfConnection).Name | Should -Be 'first'
    }

    It 'does nothing with -WhatIf' {
        Disconnect-Sf -Revoke -WhatIf
        $second.IsConnected | Should -BeTrue
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'makes the connection object unusable, with an error that says so' {
        Disconnect-Sf second
        $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $second }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $second.Username | Should -Be 'user@test.example'
        (Get-ThrownError { Get-SfAccessToken -Connection $second }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }

    It 'fails if there is nothing to disconnect' {
        Disconnect-Sf -All
        (Get-ThrownError { Disconnect-Sf }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        (Get-ThrownError { Disconnect-Sf nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}

Describe 'Disconnect-Sf with a refresh token' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
        $access = Get-SfAccessToken -AsPlainText
    }

    It 'ends the <Name>' -ForEach @(
        @{ Name = 'access token alone'; Switches = @{ Revoke = $true }; AccessLives = $false; RefreshLives = $true }
        @{ Name = 'refresh token, and with it what came of it'; Switches = @{ RevokeRefreshToken = $true }; AccessLives = $false
            RefreshLives = $false }
        @{ Name = 'both'; Switches = @{ Revoke = $true; RevokeRefreshToken = $true }; AccessLives = $false; RefreshLives = $false }
        @{ Name = 'connection here and nothing at Salesforce'; Switches = @{}; AccessLives = $true; RefreshLives = $true }
    ) {
        Disconnect-Sf @Switches
        $connection.IsConnected | Should -BeFalse
        $null -eq (Get-ThrownError { Connect-SfToken $access $url }) | Should -Be $AccessLives
        $null -eq (Get-ThrownError { Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url }) | Should -Be $RefreshLives
    }

    It 'revokes the refresh token even if revoking the access token fails, and reports the error' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 400; errorCode = 'server_error'; message = 'no' }
        Disconnect-Sf -Revoke -RevokeRefreshToken -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRequestFailed,*'
        $connection.IsConnected | Should -BeFalse
        (Get-ThrownError { Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginRefreshTokenInvalid,*'
    }

    It 'does not accept a web page with status 200 as a revocation' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 200; body = '<html><title>Blocked by proxy</title></html>'
            contentType = 'text/html' }
        Disconnect-Sf -RevokeRefreshToken -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }

    It 'does nothing with -WhatIf' {
        Disconnect-Sf -RevokeRefreshToken -WhatIf
        $connection.IsConnected | Should -BeTrue
        (Get-OrgRequest $org).path | Should -Not -Contain '/services/oauth2/revoke'
    }

    It 'sends no revocation for a connection without a refresh token' {
        $signIn = $org.SignIn
        $jwt = Connect-SfJwt @signIn
        Disconnect-Sf -Connection $jwt -RevokeRefreshToken
        $jwt.IsConnected | Should -BeFalse
        (Get-OrgRequest $org).path | Should -Not -Contain '/services/oauth2/revoke'
    }
}
