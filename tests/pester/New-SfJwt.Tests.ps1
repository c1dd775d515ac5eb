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
        (Get-ThrownError { New-SfJwt @signIn -ExpiresInSec 29 }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        (Get-ThrownError { New-SfJwt @signIn -ExpiresInSec 301 }).FullyQualifiedErrorId | Should -BeLike 'SfJwtClaimInvalid,*'
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

Describe 'New-SfJwt, tokens of one''s own' {
    BeforeAll {
        $key = @{ KeyPath = $org.KeyPath }
        $own = $key + @{ Issuer = 'https://shop.example'; Audience = 'https://acme.example' }
        function Get-Content64([string] $Token, [int] $Part) {
            $text = $Token.Split('.')[$Part].Replace('-', '+').Replace('_', '/')
            [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text.PadRight($text.Length + (4 - $text.Length % 4) % 4, '='))) |
                ConvertFrom-Json
        }
        $tokenUrl = "$($org.Url)/idp/token"
        function Set-Answer([int] $Status, $Body, [hashtable] $With = @{}) {
            Add-OrgFault $org (@{ path = '/idp/token'; status = $Status; body = ($Body | ConvertTo-Json -Depth 5)
                    contentType = 'application/json' } + $With)
        }
    }

    It 'needs no username, and holds the given claims, nested and typed' {
        $jwt = New-SfJwt @own -Claim ([ordered]@{
                order = @{ id = 'A-1'; lines = @(@{ sku = 'x'; count = 2 }); paid = $true }; note = 'größer'; nothing = $null; list = @(1)
            }) -AsPlainText
        $claims = Get-Content64 $jwt 1
        $claims.iss | Should -Be 'https://shop.example'
        $claims.aud | Should -Be 'https://acme.example'
        $claims.PSObject.Properties.Name | Should -Not -Contain 'sub'
        $claims.order.id | Should -Be 'A-1'
        $claims.order.lines[0].count | Should -Be 2
        $claims.order.paid | Should -BeTrue
        $claims.note | Should -Be 'größer'
        $claims.nothing | Should -BeNullOrEmpty
        , $claims.list | Should -BeOfType array
        (ConvertFrom-SfJwt $jwt -CertificatePath $org.CertificatePath).SignatureStatus | Should -Be 'Verified'
    }

    It 'adds claims to the assertion of a sign-in, which still signs in' {
        (Send-Assertion (New-SfJwt @signIn -Claim @{ order = 'A-1' } -AsPlainText)).access_token | Should -Match '^00D'
    }

    It 'refuses the claim <Name> and names <Parameter>' -ForEach @(
        @{ Name = 'iss'; Parameter = '-Issuer' }, @{ Name = 'sub'; Parameter = '-Subject' }, @{ Name = 'aud'; Parameter = '-Audience' }
        @{ Name = 'exp'; Parameter = '-ExpiresInSec' }, @{ Name = 'nbf'; Parameter = '-NotBefore' }
        @{ Name = 'iat'; Parameter = '-IssuedAt' }, @{ Name = 'jti'; Parameter = '-Id' }, @{ Name = 'Aud'; Parameter = '-Audience' }
        @{ Name = 'prn'; Parameter = '-Subject' }
    ) {
        $thrown = Get-ThrownError { New-SfJwt @own -Claim @{ $Name = 1 } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfJwtClaimInvalid,*'
        "$($thrown.Exception.Message) $($thrown.ErrorDetails.RecommendedAction)" | Should -Match $Parameter
    }

    It 'refuses claims that are no JSON: <Name>' -ForEach @(
        @{ Name = 'a script block'; Value = { 1 } }
        @{ Name = 'a SecureString'; Value = (ConvertTo-SecureString 'x' -AsPlainText -Force) }
        @{ Name = 'not a number'; Value = [double]::NaN }
    ) {
        $thrown = Get-ThrownError { New-SfJwt @own -Claim @{ order = @{ value = $Value } } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfJwtClaimInvalid,*'
        $thrown.Exception.Message | Should -Match 'order\.value'
    }

    It 'has subject, times, id, key id and thumbprint by their parameters' {
        $start = [DateTimeOffset]::UtcNow.AddMinutes(1)
        $jwt = New-SfJwt @own -Subject order-1 -NotBefore $start -IssuedAt (Get-Date) -Id one -KeyId key-1 -IncludeThumbprint -ExpiresInSec 3600
        $jwt.Subject | Should -Be 'order-1'
        $jwt.Id | Should -Be 'one'
        $jwt.KeyId | Should -Be 'key-1'
        $jwt.NotBefore.ToUnixTimeSeconds() | Should -Be $start.ToUnixTimeSeconds()
        [Math]::Abs(($jwt.IssuedAt - [DateTimeOffset]::UtcNow).TotalSeconds) | Should -BeLessThan 60
        ($jwt.ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds | Should -BeGreaterThan 3500
        $header = ($jwt | ConvertFrom-SfJwt).Header
        $header.'x5t#S256' | Should -Be ([Convert]::ToBase64String([Convert]::FromHexString($org.Sha256Thumbprint)).TrimEnd('=').Replace('+', '-').Replace('/', '_'))
        $jwt | Out-String | Should -Match 'KeyId +: key-1'
    }

    It 'is signed by -Signer too' {
        $rsa = [Security.Cryptography.RSA]::Create()
        $rsa.ImportFromPem((Get-Content $org.KeyPath -Raw))
        $jwt = New-SfJwt -Issuer me -Audience you -CertificatePath $org.CertificatePath -IncludeThumbprint -Signer {
            param($Digest, $Data) $rsa.SignHash($Digest, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        }
        ($jwt | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath).SignatureStatus | Should -Be 'Verified'
    }

    It 'explains bad input: <Id>' -ForEach @(
        @{ With = @{ Issuer = 'me' }; Id = 'SfValueMissing' }
        @{ With = @{ Issuer = 'me'; ClientId = 'app'; Audience = 'you' }; Id = 'SfArgumentConflict' }
        @{ With = @{ Issuer = 'me'; Subject = 'a'; Username = 'b@c.example'; Audience = 'you' }; Id = 'SfArgumentConflict' }
        @{ With = @{ Issuer = 'me'; Audience = 'you'; Scope = 'read' }; Id = 'SfArgumentConflict' }
        @{ With = @{ Issuer = 'me'; Audience = 'you'; TokenUrl = 'http://idp.example/token' }; Id = 'SfUriInvalid' }
        @{ With = @{ Issuer = 'me you'; Audience = 'you' }; Id = 'SfJwtClaimInvalid' }
        @{ With = @{ Issuer = 'me'; Audience = 'you'; NotBefore = [DateTimeOffset]::UtcNow.AddDays(1) }; Id = 'SfJwtClaimInvalid' }
    ) {
        (Get-ThrownError { New-SfJwt @key @With }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'exchanges it at Salesforce''s token endpoint' {
        $noHost = $signIn.Clone(); $noHost.Remove('LoginUrl')
        $answer = New-SfJwt @noHost -Claim @{ order = 1 } -TokenUrl "$($org.Url)/services/oauth2/token"
        $answer.InstanceUrl | Should -Be $org.Url
        $answer.TokenType | Should -Be 'Bearer'
        $answer.AccessToken | Should -BeOfType securestring
        $answer.Response.access_token | Should -BeOfType securestring
        Invoke-RestMethod "$($org.HttpsUrl)/services/data/v68.0/limits" -Authentication Bearer -Token $answer.AccessToken -SkipCertificateCheck |
            Should -Not -BeNullOrEmpty
    }

    It 'exchanges it at a third party''s token endpoint, and shows no token' {
        Clear-OrgRequest $org
        Set-Answer 200 ([ordered]@{ access_token = 'acc3ss-0f-third'; refresh_token = 'refr3sh-0f-third'; id_token = New-SfJwt @own -AsPlainText
                token_type = 'Bearer'; expires_in = 3600; scope = 'read'; extra = @{ session_token = 'deep-s3cret' }; tenant = 'acme' })
        $answer = New-SfJwt -Issuer me -Subject you @key -TokenUrl $tokenUrl -Scope read, write -Verbose -Debug 4>&1 5>&1
        $streams = $answer | Where-Object { $_ -isnot [SalesforceJwt.PS.Models.SfTokenAnswer] } | Out-String
        $answer = $answer | Where-Object { $_ -is [SalesforceJwt.PS.Models.SfTokenAnswer] }
        $sent = (Get-OrgRequest $org).body
        $sent | Should -Match 'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=ey[^&]+&scope=read(\+|%20)write$'
        ConvertFrom-SecureString $answer.AccessToken -AsPlainText | Should -Be 'acc3ss-0f-third'
        ConvertFrom-SecureString $answer.RefreshToken -AsPlainText | Should -Be 'refr3sh-0f-third'
        (ConvertFrom-SfJwt $answer.IdToken).Issuer | Should -Be 'https://shop.example'
        $answer.Scope | Should -Be 'read'
        [Math]::Abs(($answer.ExpiresAt - [DateTimeOffset]::UtcNow).TotalSeconds - 3600) | Should -BeLessThan 60
        $answer.Response.tenant | Should -Be 'acme'
        $shown = $streams, ($answer | Out-String), ($answer | Format-List * -Force | Out-String), ($answer.Response | Format-List | Out-String),
            ($answer | ConvertTo-Json -Depth 5), "$answer" -join "`n"
        $streams | Should -Match 'POST .*/idp/token'
        $shown | Should -Not -Match '0f-third|deep-s3cret'
        $shown.Contains(($sent -split 'assertion=|&')[2].Substring(0, 40)) | Should -BeFalse
    }

    It 'returns the access token alone with -AsPlainText' {
        Set-Answer 200 @{ access_token = 'acc3ss' }
        New-SfJwt -Issuer me @key -TokenUrl $tokenUrl -AsPlainText | Should -Be 'acc3ss'
    }

    It 'sends it through -Proxy' {
        Clear-OrgRequest $org
        Set-Answer 200 @{ access_token = 'acc3ss' }
        # Nothing listens at port 9, so that only the proxy, here the org, can answer.
        New-SfJwt -Issuer me @key -TokenUrl http://127.0.0.1:9/idp/token -Proxy $org.Url -AsPlainText | Should -Be 'acc3ss'
        (Get-OrgRequest $org).path | Should -Be '/idp/token'
        (Get-ThrownError { New-SfJwt -Issuer me @key -TokenUrl $tokenUrl -Proxy http://127.0.0.1:1 -MaximumRetryCount 0 }).FullyQualifiedErrorId |
            Should -BeLike 'SfProxyFailed,*'
    }

    It 'stops waiting for a server that does not answer, and retries as often as -MaximumRetryCount allows' {
        Clear-OrgRequest $org
        Set-Answer 200 @{ } @{ kind = 'Hang' }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        (Get-ThrownError { New-SfJwt -Issuer me @key -TokenUrl $tokenUrl -TimeoutSec 1 -MaximumRetryCount 0 }).FullyQualifiedErrorId |
            Should -BeLike 'SfTimeout,*'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
        Clear-OrgRequest $org
        Set-Answer 503 @{ } @{ times = 1 }
        Set-Answer 200 @{ access_token = 'acc3ss' }
        New-SfJwt -Issuer me @key -TokenUrl $tokenUrl -MaximumRetryCount 1 -RetryIntervalSec 1 -AsPlainText | Should -Be 'acc3ss'
    }

    It 'says what a third party answers' {
        Set-Answer 401 @{ error = 'invalid_client'; error_description = 'unknown issuer' }
        $thrown = Get-ThrownError { New-SfJwt -Issuer me @key -TokenUrl $tokenUrl }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfLoginFailed,*'
        $thrown.Exception.Message | Should -Match 'invalid_client: unknown issuer'
        Set-Answer 200 @{ hello = 'world' }
        (Get-ThrownError { New-SfJwt -Issuer me @key -TokenUrl $tokenUrl }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }
}
