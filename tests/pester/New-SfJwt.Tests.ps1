BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $password = ConvertTo-SecureString 'pass word' -AsPlainText -Force
    $locked = New-SfCertificate -Path $org.Folder -Name locked -Password $password
    $noKey = $signIn.Clone(); $noKey.Remove('KeyPath')
    function Send-Assertion([string] $Assertion) {
        Invoke-RestMethod "$($org.Url)/services/oauth2/token" -Method Post -Body @{ grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'; assertion = $Assertion }
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'New-SfJwt' {
    It 'creates an assertion that signs in, and sends nothing itself' {
        Clear-OrgRequest $org
        $assertion = New-SfJwt @signIn -AsPlainText
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $assertion | Should -BeOfType string
        (Send-Assertion $assertion).access_token | Should -Match '^00D'
    }

    It 'returns its claims' {
        $before = [DateTimeOffset]::UtcNow
        $jwt = New-SfJwt @signIn
        $jwt.Token | Should -BeOfType securestring
        $jwt.Issuer | Should -Be 'testapp'
        $jwt.Subject | Should -Be 'user@test.example'
        $jwt.Audience | Should -Be $org.Url
        $jwt.Id | Should -Not -Be (New-SfJwt @signIn).Id
        ($jwt.ExpiresAt - $before).TotalSeconds | Should -BeGreaterOrEqual 179
        ($jwt.ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeLessOrEqual 180
        $read = $jwt | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath
        $read.SignatureStatus | Should -Be 'Verified'
        $read.Id | Should -Be $jwt.Id
        $read.ExpiresAt | Should -Be $jwt.ExpiresAt
        $read.Claims.PSObject.Properties.Name | Sort-Object | Should -Be @('aud', 'exp', 'iss', 'jti', 'sub')
    }

    It 'honours -ExpiresInSec between 30 and 300' {
        ((New-SfJwt @signIn -ExpiresInSec 30).ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeLessOrEqual 30
        ((New-SfJwt @signIn -ExpiresInSec 300).ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeGreaterThan 270
        foreach ($seconds in 29, 301) {
            (Get-ThrownError { New-SfJwt @signIn -ExpiresInSec $seconds }).FullyQualifiedErrorId |
                Should -BeLike 'ParameterArgumentValidationError,*'
        }
    }

    It 'chooses the audience by <Name>' -ForEach @(
        @{ Name = 'default'; With = @{}; Audience = 'https://login.salesforce.com' }
        @{ Name = '-Environment'; With = @{ Environment = 'Sandbox' }; Audience = 'https://test.salesforce.com' }
        @{ Name = '-Scratch'; With = @{ Scratch = $true }; Audience = 'https://test.salesforce.com' }
        @{ Name = '-LoginUrl'; With = @{ LoginUrl = 'https://x.my.salesforce.com/' }; Audience = 'https://x.my.salesforce.com' }
        @{ Name = '-Audience'; With = @{ Audience = 'https://community.example/site'; Environment = 'Sandbox' }
            Audience = 'https://community.example/site' }
    ) {
        (New-SfJwt testapp user@test.example -KeyPath $org.KeyPath @With).Audience | Should -Be $Audience
    }

    It 'accepts the key <Name>' -ForEach @(
        @{ Name = 'as text'; With = { @{ PrivateKey = Get-Content $org.KeyPath } }; Verify = { $org.CertificatePath } }
        @{ Name = 'as a certificate'; With = { @{ Certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($org.CertificatePath, $org.KeyPath) } }; Verify = { $org.CertificatePath } }
        @{ Name = 'from a PFX'; With = { @{ KeyPath = $locked.PfxPath; KeyPassword = $password } }; Verify = { $locked.CertificatePath } }
    ) {
        $with = & $With
        (New-SfJwt @noKey @with | ConvertFrom-SfJwt -CertificatePath (& $Verify)).SignatureStatus | Should -Be 'Verified'
    }

    It 'reads everything from environment variables' {
        $run = Invoke-FreshPowerShell 'Import-Module $module; $jwt = New-SfJwt; $jwt.Issuer; $jwt.Subject; $jwt.Audience' @{
            SF_CLIENT_ID = 'app'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = 'https://x.my.salesforce.com'
            SF_JWT_KEY_FILE = $locked.KeyPath; SF_JWT_KEY_PASSWORD = 'pass word' }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be @('app', 'user@test.example', 'https://x.my.salesforce.com')
    }

    It 'explains bad input: <Id>' -ForEach @(
        @{ With = { @{ Username = 'user@test.example'; KeyPath = $org.KeyPath } }; Id = 'SfValueMissing' }
        @{ With = { @{ ClientId = 'testapp'; Username = 'user@test.example' } }; Id = 'SfValueMissing' }
        @{ With = { $noKey + @{ KeyPath = $locked.KeyPath } }; Id = 'SfKeyPasswordRequired' }
        @{ With = { $signIn + @{ Scratch = $true } }; Id = 'SfArgumentConflict' }
        @{ With = { @{ ClientId = 'a b'; Username = 'user@test.example'; KeyPath = $org.KeyPath } }; Id = 'SfClientIdInvalid' }
    ) {
        $with = & $With
        (Get-ThrownError { New-SfJwt @with }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'shows no assertion, however it is displayed' {
        $jwt = New-SfJwt @signIn
        $assertion = ConvertFrom-SecureString $jwt.Token -AsPlainText
        $shown = ($jwt | Out-String), ($jwt | Format-List * -Force | Out-String), ($jwt | Format-Table | Out-String),
            ($jwt | ConvertTo-Json), "$jwt" -join "`n"
        $shown | Should -Match 'Token +: \*\*\*'
        foreach ($part in $assertion.Split('.')) { $shown.Contains($part.Substring(0, 20)) | Should -BeFalse }
    }
}
