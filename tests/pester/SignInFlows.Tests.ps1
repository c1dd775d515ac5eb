BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $secret = '5EC2E7.of-the-app'
    $flows = 'Device', 'ClientCredentials', 'UsernamePassword', 'RefreshToken'
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; scope = 'api refresh_token'; flows = $flows }
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'secretapp'; consumerSecret = $secret; scope = 'api refresh_token'; flows = $flows
        runAsUsername = 'user@test.example' }
    Invoke-OrgAdmin $org Post users @{ username = 'login@test.example'; password = 'pass word'; securityToken = 'T0KEN' }
    Set-OrgSetting $org @{ devicePollSeconds = 1 }

}
AfterAll { Stop-TestOrg $org }

Describe 'Connect-SfDevice' {
    AfterEach { Stop-WebSignIn }

    It 'shows a code, waits for the person, and renews itself' {
        $signIn = Start-WebSignIn "Connect-SfDevice app -LoginUrl $url -Name device"
        $signIn.Message | Should -Match "^Open $url/setup/connect in a browser and enter the code [A-Z0-9]{8}`$"
        Submit-OrgDeviceCode $url $signIn.Message.Split(' ')[-1]
        $connection = Complete-WebSignIn $signIn
        $connection.Name, $connection.Username, $connection.ClientId | Should -Be 'device', 'user@test.example', 'app'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -Be 100000
    }

    It 'fails if the person denies' {
        $signIn = Start-WebSignIn "Connect-SfDevice app -LoginUrl $url"
        Submit-OrgDeviceCode $url $signIn.Message.Split(' ')[-1] -Deny
        (Get-ThrownError { Complete-WebSignIn $signIn }).FullyQualifiedErrorId | Should -BeLike 'SfLoginDenied,*'
    }

    It 'ends at its time limit, and shows the code' {
        $failed = Get-ThrownError { Connect-SfDevice app -LoginUrl $url -TimeoutSec 1 6>$null }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $failed.ErrorDetails.Message | Should -Match 'Nobody entered the code [A-Z0-9]{8} at'
    }

    It 'ends at Ctrl+C' {
        $signIn = Start-WebSignIn "Connect-SfDevice app -LoginUrl $url"
        $signIn.Shell.Stop()
        $signIn.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
    }

    It 'says where to enable the flow' {
        $failed = Get-ThrownError { Connect-SfDevice testapp -LoginUrl $url }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginFlowNotEnabled,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Enable Device Flow'
    }
}

Describe 'Connect-SfClientCredential' {
    It 'signs in as the app''s user, with the secret as <Kind>, and renews itself' -ForEach @{ Kind = 'text' }, @{ Kind = 'SecureString' },
            @{ Kind = 'environment variable' } {
        $connection = switch ($Kind) {
            'text' { Connect-SfClientCredential secretapp $secret $url }
            'SecureString' { Connect-SfClientCredential -ClientId secretapp -ClientSecret (ConvertTo-SecureString $secret -AsPlainText) -LoginUrl $url }
            default { Use-EnvironmentVariable @{ SF_CLIENT_ID = 'secretapp'; SF_CLIENT_SECRET = $secret; SF_LOGIN_URL = $url } { Connect-SfClientCredential } }
        }
        $connection.Username, $connection.Name | Should -Be 'user@test.example', 'user@test.example'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
    }

    It 'works at a My Domain only, and sends nothing to a login host' {
        foreach ($login in 'https://login.salesforce.com', 'https://test.salesforce.com') {
            $failed = Get-ThrownError { Connect-SfClientCredential secretapp $secret $login }
            $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginMyDomainRequired,*'
            $failed.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
    }

    It 'names a missing value: <Name>' -ForEach @(
        @{ Name = 'the host'; Arguments = @{ ClientId = 'a'; ClientSecret = 'b' }; Message = 'My Domain' }
        @{ Name = 'the app'; Arguments = @{ ClientSecret = 'b'; LoginUrl = 'https://a.my.salesforce.com' }; Message = 'consumer key' }
        @{ Name = 'the secret'; Arguments = @{ ClientId = 'a'; LoginUrl = 'https://a.my.salesforce.com' }; Message = 'consumer secret' }
    ) {
        $failed = Get-ThrownError { Connect-SfClientCredential @Arguments }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $failed.ErrorDetails.Message | Should -Match $Message
    }

    It 'distinguishes a wrong secret from a missing user' {
        (Get-ThrownError { Connect-SfClientCredential secretapp wrong $url }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginClientSecretInvalid,*'
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'secretapp'; runAsUsername = '' }
        try { (Get-ThrownError { Connect-SfClientCredential secretapp $secret $url }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginRunAsUserMissing,*' }
        finally { Invoke-OrgAdmin $org Post apps @{ consumerKey = 'secretapp'; runAsUsername = 'user@test.example' } }
    }
}

Describe 'Connect-SfRefreshToken' {
    BeforeAll { $token = (Get-OrgRefreshToken $url app).refresh_token }
    BeforeEach { Clear-OrgRequest $org }

    It 'signs in with a token as <Kind>, and renews itself' -ForEach @{ Kind = 'text' }, @{ Kind = 'SecureString' },
            @{ Kind = 'environment variable' } {
        $connection = switch ($Kind) {
            'text' { Connect-SfRefreshToken app $token -LoginUrl $url }
            'SecureString' { Connect-SfRefreshToken app -RefreshToken (ConvertTo-SecureString $token -AsPlainText) -LoginUrl $url }
            default { Use-EnvironmentVariable @{ SF_CLIENT_ID = 'app'; SF_REFRESH_TOKEN = "$token`n"; SF_LOGIN_URL = $url } { Connect-SfRefreshToken } }
        }
        $connection.Username | Should -Be 'user@test.example'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
    }

    It 'explains a token that has ended or belongs to another app' {
        foreach ($failed in (Get-ThrownError { Connect-SfRefreshToken app 5Aep861.gone -LoginUrl $url }),
            (Get-ThrownError { Connect-SfRefreshToken secretapp $token -ClientSecret $secret -LoginUrl $url })) {
            $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginRefreshTokenInvalid,*'
            "$failed $($failed.ErrorDetails.Message)" | Should -Not -Match '5Aep'
        }
    }

    It 'says that the app requires its secret' {
        $failed = Get-ThrownError { Connect-SfRefreshToken secretapp $token -LoginUrl $url }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginClientSecretInvalid,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Require Secret for Refresh Token Flow'
    }

    It 'sends nothing if the token is missing or empty' {
        (Get-ThrownError { Connect-SfRefreshToken app -LoginUrl $url }).ErrorDetails.RecommendedAction | Should -Match 'SF_REFRESH_TOKEN'
        (Get-ThrownError { Connect-SfRefreshToken app '' -LoginUrl $url }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }
}

Describe 'Connect-SfPassword' {
    BeforeAll { $credential = [pscredential]::new('login@test.example', (ConvertTo-SecureString 'pass word' -AsPlainText)) }
    AfterEach { Set-OrgSetting $org @{ allowsUsernamePasswordFlow = $false } }

    It 'fails by default, with an explanation' {
        $failed = Get-ThrownError { Connect-SfPassword app $credential -SecurityToken T0KEN -LoginUrl $url }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginPasswordRefused,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Allow OAuth Username-Password Flows'
    }

    It 'signs in with the security token as text or SecureString behind the password, and renews itself' {
        Set-OrgSetting $org @{ allowsUsernamePasswordFlow = $true }
        (Connect-SfPassword app $credential -SecurityToken T0KEN -LoginUrl $url).Username | Should -Be 'login@test.example'
        (Connect-SfPassword app $credential -SecurityToken (ConvertTo-SecureString T0KEN -AsPlainText) -LoginUrl $url).Username | Should -Be 'login@test.example'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
        (Get-ThrownError { Connect-SfPassword app $credential -LoginUrl $url }).ErrorDetails.RecommendedAction |
            Should -Match '-SecurityToken'
    }

    It 'sends the app''s secret' {
        Set-OrgSetting $org @{ allowsUsernamePasswordFlow = $true }
        (Connect-SfPassword secretapp $credential -SecurityToken T0KEN -ClientSecret $secret -LoginUrl $url).ClientId |
            Should -Be 'secretapp'
        (Get-ThrownError { Connect-SfPassword secretapp $credential -SecurityToken T0KEN -LoginUrl $url }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginClientSecretInvalid,*'
    }
}

Describe 'Non-interactive use' {
    It 'never waits at a prompt' {
        $calls = 'Connect-SfDevice', 'Connect-SfClientCredential', 'Connect-SfRefreshToken', 'Connect-SfPassword',
            'Connect-SfAuthUrl', 'Connect-SfAuthUrl -Path', 'Connect-SfToken', 'Connect-SfWeb', 'Get-SfUser', 'Get-SfTokenInfo',
                'ConvertTo-SfAuthUrl'
        $script = $calls.ForEach({ "try { $_; '$($_): ended well' } catch { '$($_): ' + `$_.FullyQualifiedErrorId.Split(',')[0] }" }) -join "`n"
        $fresh = Invoke-FreshPowerShell "Import-Module `$module`n$script"
        $fresh.Errors | Should -BeNullOrEmpty
        $fresh.Output -split '\r?\n' | Should -Be @(
            'Connect-SfDevice: SfValueMissing'
            'Connect-SfClientCredential: SfValueMissing'
            'Connect-SfRefreshToken: SfValueMissing'
            'Connect-SfPassword: MissingMandatoryParameter'
            'Connect-SfAuthUrl: SfValueMissing'
            'Connect-SfAuthUrl -Path: MissingArgument'
            'Connect-SfToken: SfValueMissing'
            'Connect-SfWeb: SfValueMissing'
            'Get-SfUser: SfNotConnected'
            'Get-SfTokenInfo: SfNotConnected'
            'ConvertTo-SfAuthUrl: SfNotConnected')
    }
}
