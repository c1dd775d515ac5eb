BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $app = @{ consumerKey = 'app'; scope = 'api refresh_token'; flows = 'Device', 'RefreshToken' }
    Invoke-OrgAdmin $org Post apps $app
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'Connect-SfToken' {
    BeforeEach {
        Disconnect-Sf -All
        $source = Connect-SfJwt @signIn -Name source
        $token = Get-SfAccessToken -AsPlainText
        Clear-OrgRequest $org
    }

    It 'connects with a token as <Kind>, and knows its user' -ForEach @{ Kind = 'text' }, @{ Kind = 'SecureString' },
            @{ Kind = 'environment variable' }, @{ Kind = 'pipeline' } {
        $connection = switch ($Kind) {
            'text' { Connect-SfToken $token $url }
            'SecureString' { Connect-SfToken -AccessToken (Get-SfAccessToken).Token -InstanceUrl $url }
            'pipeline' { Get-SfAccessToken | Connect-SfToken }
            default { Use-EnvironmentVariable @{ SF_ACCESS_TOKEN = $token; SF_INSTANCE_URL = $url } { Connect-SfToken } }
        }
        $connection.Username, $connection.OrganizationId, $connection.UserId | Should -Be 'user@test.example', $source.OrganizationId,
            $source.UserId
        $connection.ClientId | Should -BeNullOrEmpty
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
        (Get-OrgRequest $org).path | Should -Not -Contain '/services/oauth2/token'
    }

    It 'rejects a bad token immediately' {
        $failed = Get-ThrownError { Connect-SfToken 00D000000000001!bad.token $url }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfSessionExpired,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Get a new token'
        Get-SfConnection | Should -Be $source
    }

    It 'cannot renew, and says so' {
        $connection = Connect-SfToken $token $url -Name bare
        Invoke-OrgAdmin $org Post tokens/expire
        $failed = Get-ThrownError { Invoke-SfRest limits -Connection $connection }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfSessionExpired,*'
        $failed.ErrorDetails.Message | Should -Match 'cannot be renewed'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Connect-SfJwt'
    }

    It 'explains bad input: <Name>' -ForEach @(
        @{ Name = 'no token'; Arguments = @{ InstanceUrl = 'https://a.my.salesforce.com' }; Id = 'SfValueMissing'
            Message = 'SF_ACCESS_TOKEN' }
        @{ Name = 'no instance'; Arguments = @{ AccessToken = 'x' }; Id = 'SfValueMissing'; Message = 'SF_INSTANCE_URL' }
        @{ Name = 'a login host'; Arguments = @{ AccessToken = 'x'; InstanceUrl = 'https://login.salesforce.com' }
            Id = 'SfInstanceUrlInvalid'; Message = 'My Domain' }
        @{ Name = 'a page of Lightning'; Arguments = @{ AccessToken = 'x'; InstanceUrl = 'https://a.lightning.force.com' }
            Id = 'SfInstanceUrlInvalid'; Message = 'https://a.my.salesforce.com' }
        @{ Name = 'no https'; Arguments = @{ AccessToken = 'x'; InstanceUrl = 'http://a.my.salesforce.com' }; Id = 'SfInstanceUrlInvalid'
            Message = 'https' }
        @{ Name = 'half a token'; Arguments = @{ AccessToken = "00D!a`nb"; InstanceUrl = 'https://a.my.salesforce.com' }
            Id = 'SfValueMissing'; Message = 'one line' }
    ) {
        $failed = Get-ThrownError { Connect-SfToken @Arguments }
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failed.ErrorDetails.RecommendedAction | Should -Match $Message
    }
}
