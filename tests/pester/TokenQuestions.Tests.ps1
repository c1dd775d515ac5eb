BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $secret = '5EC2E7.of-the-app'
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = $secret; scope = 'api refresh_token'; flows = 'Device', 'RefreshToken'; requireSecretForRefreshToken = $false }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfUser' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
    }

    It 'says who it is, for the default, a name, an object and the pipeline' {
        $users = @((Get-SfUser), (Get-SfUser one), (Get-SfUser -Connection $connection), ($connection | Get-SfUser))
        $users.Count | Should -Be 4
        foreach ($user in $users) {
            $user | Should -BeOfType 'SalesforceJwt.PS.Models.SfUser'
            $user.Username, $user.UserId, $user.OrganizationId, $user.IsActive | Should -Be 'user@test.example', $connection.UserId, $connection.OrganizationId, $true
        }
        "$($users[0])" | Should -Be 'user@test.example'
        ($users[0] | Out-String -Width 80) -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }

    It 'renews a token that has ended' {
        Invoke-OrgAdmin $org Post tokens/expire
        (Get-SfUser).Username | Should -Be 'user@test.example'
    }

    It 'says that there is no connection' {
        Disconnect-Sf
        (Get-ThrownError { Get-SfUser }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        (Get-ThrownError { Get-SfUser nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}

Describe 'Get-SfTokenInfo' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
    }

    It 'describes the connection''s token, with the connection''s own secret' {
        $info = $connection | Get-SfTokenInfo
        $info | Should -BeOfType 'SalesforceJwt.PS.Models.SfTokenInfo'
        $info.IsActive, $info.TokenType, $info.Username, $info.ClientId, $info.Scope | Should -Be $true, 'access_token', 'user@test.example', 'app', 'api refresh_token'
        $info.ExpiresAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow)
        Get-OrgRequest $org | Should -HaveCount 1
    }

    It 'describes another token, as text or SecureString' {
        (Get-SfTokenInfo -Token $refresh).TokenType | Should -Be 'refresh_token'
        (Get-SfTokenInfo -Token (ConvertTo-SecureString $refresh -AsPlainText -Force)).TokenType | Should -Be 'refresh_token'
        $none = Get-SfTokenInfo -Token nothing
        $none.IsActive | Should -BeFalse
        $none.Username ?? $none.ExpiresAt | Should -BeNullOrEmpty
    }

    It 'takes the app from parameters and from the environment' {
        $null = Connect-SfToken (Get-SfAccessToken -AsPlainText) $url
        (Get-ThrownError { Get-SfTokenInfo }).ErrorDetails.RecommendedAction | Should -Match 'SF_CLIENT_ID'
        (Get-ThrownError { Get-SfTokenInfo -ClientId app }).ErrorDetails.RecommendedAction | Should -Match 'SF_CLIENT_SECRET'
        (Get-ThrownError { Get-SfTokenInfo -ClientId app -ClientSecret '' }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        (Get-SfTokenInfo -ClientId app -ClientSecret $secret).IsActive | Should -BeTrue
        $env:SF_CLIENT_ID, $env:SF_CLIENT_SECRET = 'app', $secret
        try { (Get-SfTokenInfo).IsActive | Should -BeTrue } finally { Remove-Item Env:SF_CLIENT_ID, Env:SF_CLIENT_SECRET }
    }

    It 'says that the secret is wrong' {
        $failed = Get-ThrownError { Get-SfTokenInfo -ClientSecret wrong }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginClientSecretInvalid,*'
    }
}

Describe 'Disconnect-Sf' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
        $access = Get-SfAccessToken -AsPlainText
    }

    It 'ends the <Name>' -ForEach @(
        @{ Name = 'access token alone'; Switches = @{ Revoke = $true }; AccessLives = $false; RefreshLives = $true }
        @{ Name = 'refresh token, and with it what came of it'; Switches = @{ RevokeRefreshToken = $true }; AccessLives = $false; RefreshLives = $false }
        @{ Name = 'both'; Switches = @{ Revoke = $true; RevokeRefreshToken = $true }; AccessLives = $false; RefreshLives = $false }
        @{ Name = 'connection here and nothing at Salesforce'; Switches = @{}; AccessLives = $true; RefreshLives = $true }
    ) {
        Disconnect-Sf @Switches
        $connection.IsConnected | Should -BeFalse
        $null -eq (Get-ThrownError { Connect-SfToken $access $url }) | Should -Be $AccessLives
        $null -eq (Get-ThrownError { Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url }) | Should -Be $RefreshLives
    }

    It 'goes on to the refresh token where the access token''s revocation failed, and says so' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 400; errorCode = 'server_error'; message = 'no' }
        Disconnect-Sf -Revoke -RevokeRefreshToken -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRequestFailed,*'
        $connection.IsConnected | Should -BeFalse
        (Get-ThrownError { Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url }).FullyQualifiedErrorId | Should -BeLike 'SfLoginRefreshTokenInvalid,*'
    }

    It 'takes a page with status 200 for no revocation of the refresh token' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 200; body = '<html><title>Blocked by proxy</title></html>'; contentType = 'text/html' }
        Disconnect-Sf -RevokeRefreshToken -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }

    It 'does what it says with -WhatIf: nothing' {
        Disconnect-Sf -RevokeRefreshToken -WhatIf
        $connection.IsConnected | Should -BeTrue
        (Get-OrgRequest $org).path | Should -Not -Contain '/services/oauth2/revoke'
    }

    It 'leaves a connection without a refresh token in peace' {
        $signIn = $org.SignIn
        $jwt = Connect-SfJwt @signIn
        Disconnect-Sf -Connection $jwt -RevokeRefreshToken
        $jwt.IsConnected | Should -BeFalse
        (Get-OrgRequest $org).path | Should -Not -Contain '/services/oauth2/revoke'
    }
}
