BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $secret = '5EC2E7.of-the-app'
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = $secret; scope = 'api refresh_token'; flows = 'Device',
        'RefreshToken'; requireSecretForRefreshToken = $false }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfTokenInfo' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
    }

    It 'describes the connection''s token, with the connection''s own secret' {
        $info = $connection | Get-SfTokenInfo
        $info | Should -BeOfType 'SalesforceJwt.Model.SfTokenInfo'
        $info.IsActive, $info.TokenType, $info.Username, $info.ClientId, $info.Scope | Should -Be $true, 'access_token',
            'user@test.example', 'app', 'api refresh_token'
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

    It 'reads the app from parameters and from the environment' {
        $null = Connect-SfToken (Get-SfAccessToken -AsPlainText) $url
        (Get-ThrownError { Get-SfTokenInfo }).ErrorDetails.RecommendedAction | Should -Match 'SF_CLIENT_ID'
        (Get-ThrownError { Get-SfTokenInfo -ClientId app }).ErrorDetails.RecommendedAction | Should -Match 'SF_CLIENT_SECRET'
        (Get-ThrownError { Get-SfTokenInfo -ClientId app -ClientSecret '' }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        (Get-SfTokenInfo -ClientId app -ClientSecret $secret).IsActive | Should -BeTrue
        $env:SF_CLIENT_ID, $env:SF_CLIENT_SECRET = 'app', $secret
        try { (Get-SfTokenInfo).IsActive | Should -BeTrue } finally { Remove-Item Env:SF_CLIENT_ID, Env:SF_CLIENT_SECRET }
    }

    It 'reports a wrong secret' {
        $failed = Get-ThrownError { Get-SfTokenInfo -ClientSecret wrong }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginClientSecretInvalid,*'
    }
}
