BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $pair = New-SfCertificate -Path $TestDrive -Name jwt
    $other = New-SfCertificate -Path $TestDrive -Name other
    $password = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
    $locked = New-SfCertificate -Path $TestDrive -Name locked -Password $password
    $rsa = [Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content $pair.KeyPath -Raw))
    function ConvertTo-Part($Value) {
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(($Value | ConvertTo-Json -Compress -Depth 5))).TrimEnd('=').Replace('+',
            '-').Replace('/', '_')
    }
    function New-Token($Claims = @{ iss = 'testapp'; sub = 'user@test.example'; aud = 'https://login.salesforce.com'; exp = 4102444800 },
            $Header = @{ alg = 'RS256'; typ = 'JWT' }) {
        $signed = (ConvertTo-Part $Header), (ConvertTo-Part $Claims) -join '.'
        $signature = $rsa.SignData([Text.Encoding]::ASCII.GetBytes($signed), 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        "$signed.$([Convert]::ToBase64String($signature).TrimEnd('=').Replace('+', '-').Replace('/', '_'))"
    }
    $token = New-Token
}

Describe 'ConvertFrom-SfJwt' {
    It 'decodes header and claims' {
        $jwt = ConvertFrom-SfJwt (New-Token ([ordered]@{
                    iss = 'testapp'; sub = 'user@test.example'; aud = 'https://a', 'https://b'; iat = 1700000000; nbf = 1700000001
                    exp = 1700000180; jti = 'one'
                    nested = @{ list = 1, 2; deep = @{ flag = $true } }
                }) ([ordered]@{ alg = 'RS256'; typ = 'JWT'; kid = 'key-1' }))
        $jwt.Algorithm | Should -Be 'RS256'
        $jwt.KeyId | Should -Be 'key-1'
        $jwt.Type | Should -Be 'JWT'
        $jwt.Id | Should -Be 'one'
        $jwt.Issuer | Should -Be 'testapp'
        $jwt.Subject | Should -Be 'user@test.example'
        $jwt.Audience | Should -Be @('https://a', 'https://b')
        $jwt.IssuedAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1700000000))
        $jwt.NotBefore | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1700000001))
        $jwt.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1700000180))
        $jwt.ExpiryUnit | Should -Be 'Seconds'
        $jwt.IsExpired | Should -BeTrue
        $jwt.Header.kid | Should -Be 'key-1'
        $jwt.Claims.nested.list | Should -Be @(1, 2)
        $jwt.Claims.nested.deep.flag | Should -BeTrue
        $jwt.SignatureStatus | Should -Be 'NotVerified'
        $jwt.SignatureReason | Should -Not -BeNullOrEmpty
    }

    It 'recognizes an expiry in milliseconds, as the sf CLI sends it, and says so' {
        $jwt = ConvertFrom-SfJwt (New-Token @{ exp = 4102444800000 })
        $jwt.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(4102444800))
        $jwt.ExpiryUnit | Should -Be 'Milliseconds'
        $jwt.IsExpired | Should -BeFalse
        $jwt | Out-String | Should -Match 'written in milliseconds'
    }

    It 'keeps claims whose names differ only in case' {
        # ConvertTo-Json cannot write such names.
        $claims = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('{"scope":"a","Scope":"b"}')).TrimEnd('=')
        $jwt = ConvertFrom-SfJwt "$($token.Split('.')[0]).$claims.eA"
        $jwt.Claims['scope'] | Should -Be 'a'
        $jwt.Claims['Scope'] | Should -Be 'b'
    }

    It 'takes the token <Name>' -ForEach @(
        @{ Name = 'as a string'; Make = { $token } }
        @{ Name = 'as a SecureString'; Make = { ConvertTo-SecureString $token -AsPlainText -Force } }
        @{ Name = 'after Bearer'; Make = { "Bearer $token" } }
        @{ Name = 'with newlines around'; Make = { "`r`n $token `n" } }
        @{ Name = 'in lines'; Make = { $token -split '(?<=\G.{64})' } }
    ) {
        (ConvertFrom-SfJwt (& $Make)).Subject | Should -Be 'user@test.example'
    }

    It 'takes tokens from the pipeline: strings, SecureStrings and objects with a Token' {
        ($token, (ConvertTo-SecureString $token -AsPlainText -Force), [pscustomobject]@{ Token = $token } | ConvertFrom-SfJwt).Subject |
            Should -Be @('user@test.example', 'user@test.example', 'user@test.example')
    }

    It 'verifies with <Name>, and names the certificate' -ForEach @(
        @{ Name = 'a certificate file'; With = { @{ CertificatePath = $pair.CertificatePath } }; Thumbprint = { $pair.Thumbprint } }
        @{ Name = 'a certificate'; With = { @{ Certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($pair.CertificatePath) } }; Thumbprint = { $pair.Thumbprint } }
        @{ Name = 'the key'; With = { @{ KeyPath = $pair.KeyPath } }; Thumbprint = { $null } }
    ) {
        $with = & $With
        $jwt = ConvertFrom-SfJwt $token @with
        $jwt.SignatureStatus | Should -Be 'Verified'
        $jwt.SignatureReason | Should -BeNullOrEmpty
        $jwt.VerifiedBy | Should -Be (& $Thumbprint)
    }

    It 'says Invalid for a token of another key, with the certificate, the key and the locked key' {
        (ConvertFrom-SfJwt $token -CertificatePath $other.CertificatePath).SignatureStatus | Should -Be 'Invalid'
        (ConvertFrom-SfJwt $token -KeyPath $other.KeyPath).SignatureStatus | Should -Be 'Invalid'
        $jwt = ConvertFrom-SfJwt $token -KeyPath $locked.PfxPath -KeyPassword $password
        $jwt.SignatureStatus | Should -Be 'Invalid'
        $jwt.SignatureReason | Should -Match 'another key'
        $jwt.VerifiedBy | Should -BeNullOrEmpty
    }

    It 'never verifies alg <Algorithm> with a certificate' -ForEach @(
        @{ Algorithm = 'none'; Reason = 'not signed' }
        @{ Algorithm = 'HS256'; Reason = 'shared secret' }
    ) {
        $jwt = ConvertFrom-SfJwt (New-Token -Header @{ alg = $Algorithm }) -CertificatePath $pair.CertificatePath
        $jwt.SignatureStatus | Should -Be 'Invalid'
        $jwt.SignatureReason | Should -Match $Reason
    }

    It 'describes <Name> without quoting it, and continues' -ForEach @(
        @{ Name = 'an opaque access token'; Text = '00D5e000000ABCD!AQ4AQFsecretSecretSecretSecret'
            Message = 'opaque Salesforce access token' }
        @{ Name = 'an encrypted token'; Text = 'secretSecretSecretSecret.b.c.d.e'; Message = 'encrypted token' }
        @{ Name = 'a Canvas signed request'; Text = 'secretSecretSecretSecret.eyJ'; Message = 'two parts' }
        @{ Name = 'something else'; Text = 'secretSecretSecretSecret'; Message = 'no dots' }
        @{ Name = 'damaged base64'; Text = 'e30.*secretSecretSecretSecret.x'; Message = 'not base64url' }
        @{ Name = 'damaged JSON'; Text = 'c2VjcmV0U2VjcmV0U2VjcmV0.e30.x'; Message = 'not JSON' }
    ) {
        $found = $Text, $token | ConvertFrom-SfJwt -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Subject | Should -Be 'user@test.example'
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfJwtInvalid,*'
        $errors[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $errors[0].Exception.Message | Should -Match $Message
        $errors[0] | Format-List * -Force | Out-String | Should -Not -Match 'secretSecret|c2VjcmV0U2'
    }

    It 'fails if nothing can verify the signature' {
        (Get-ThrownError { ConvertFrom-SfJwt $token -CertificatePath (Join-Path $TestDrive none.crt) }).FullyQualifiedErrorId |
            Should -BeLike 'SfKeyFileNotFound,*'
        (Get-ThrownError { ConvertFrom-SfJwt $token -KeyPath $locked.KeyPath }).FullyQualifiedErrorId |
            Should -BeLike 'SfKeyPasswordRequired,*'
    }

    It 'shows neither token nor signature' {
        $jwt = ConvertFrom-SfJwt $token -CertificatePath $pair.CertificatePath
        $shown = ($jwt | Out-String), ($jwt | Format-List * | Out-String), ($jwt | ConvertTo-Json -Depth 5), "$jwt" -join "`n"
        $shown | Should -Match 'Verified'
        $shown.Contains($token.Split('.')[2].Substring(0, 40)) | Should -BeFalse
    }
}

Describe 'ConvertFrom-SfJwt with the keys that an issuer publishes' {
    BeforeAll {
        $org = Start-TestOrg
        $signIn = $org.SignIn
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'testapp'; issuesJwtTokens = $true }
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'device'; scope = 'api openid refresh_token'; flows = 'Device', 'RefreshToken' }
        $connection = Connect-SfJwt @signIn
        $access = Get-SfAccessToken -AsPlainText
        $idToken = (Get-OrgRefreshToken $org.Url device 'api openid refresh_token').id_token
        function Get-KeyRequest { Get-OrgRequest $org | Where-Object path -In '/id/keys', '/.well-known/openid-configuration' }
    }
    AfterAll { Disconnect-Sf -All; Stop-TestOrg $org }

    It 'verifies a JWT access token of the connection''s org, and sends no token for it' {
        Clear-OrgRequest $org
        $jwt = ConvertFrom-SfJwt $access -Connection $connection
        $jwt.SignatureStatus | Should -Be 'Verified'
        $jwt.IssuerStatus, $jwt.AudienceStatus, $jwt.TimeStatus | Should -Be 'Valid', 'Valid', 'Valid'
        $jwt.IsValid | Should -BeTrue
        $jwt.Problems | Should -BeNullOrEmpty
        $jwt.VerifiedBy | Should -Match '^\d+ of http://.+/id/keys$'
        $requests = @(Get-KeyRequest)
        $requests.Count | Should -Be 2
        $requests.headers.PSObject.Properties.Name | Should -Not -Contain 'Authorization'
        $jwt | Out-String | Should -Match 'issuer Valid, audience Valid, time Valid'
    }

    It 'verifies by the connection''s name and from the pipeline, with the keys that it has' {
        Clear-OrgRequest $org
        ($access, $access | ConvertFrom-SfJwt -Connection $connection.Name).IsValid | Should -Be $true, $true
        Get-KeyRequest | Should -BeNullOrEmpty
    }

    It 'checks the audience of an id token: the app' {
        $jwt = ConvertFrom-SfJwt $idToken -Connection $connection
        $jwt.SignatureStatus, $jwt.IssuerStatus, $jwt.AudienceStatus, $jwt.TimeStatus | Should -Be 'Verified', 'Valid', 'Invalid', 'Valid'
        $jwt.IsValid | Should -BeFalse
        $jwt.Problems | Should -Match "audience .* 'device', and 'testapp' was expected"
        (ConvertFrom-SfJwt $idToken -Connection $connection -Audience device).IsValid | Should -BeTrue
    }

    It 'verifies with a URL, and with a file' {
        $file = Join-Path $TestDrive keys.json
        Invoke-WebRequest "$($org.Url)/id/keys" -OutFile $file
        foreach ($with in @{ JwksUri = "$($org.Url)/id/keys" }, @{ JwksPath = $file }) {
            $jwt = ConvertFrom-SfJwt $idToken @with
            $jwt.SignatureStatus, $jwt.IssuerStatus, $jwt.AudienceStatus | Should -Be 'Verified', 'NotChecked', 'NotChecked'
            $jwt.IsValid | Should -BeFalse
            (ConvertFrom-SfJwt $idToken @with -Issuer $org.Url -Audience other, device).IsValid | Should -BeTrue
            $jwt = ConvertFrom-SfJwt $idToken @with -Issuer https://evil.example -Audience device
            $jwt.IssuerStatus, $jwt.IsValid | Should -Be 'Invalid', $false
        }
    }

    It 'checks issuer and audience of a token of one''s own too' {
        $own = New-SfJwt -KeyPath $org.KeyPath -Issuer me -Audience you
        ($own | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath -Issuer me -Audience you).IsValid | Should -BeTrue
        ($own | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath -Issuer me -Audience us).IsValid | Should -BeFalse
        ($own | ConvertFrom-SfJwt -Issuer me -Audience you).IsValid | Should -BeFalse
    }

    It 'says when a token has expired' {
        Set-OrgSetting $org @{ clockOffsetSeconds = -7200 }
        $old = (Get-OrgRefreshToken $org.Url device 'api openid refresh_token').id_token
        Set-OrgSetting $org @{ clockOffsetSeconds = 0 }
        $jwt = ConvertFrom-SfJwt $old -Connection $connection -Audience device
        $jwt.SignatureStatus, $jwt.TimeStatus, $jwt.IsValid | Should -Be 'Verified', 'Invalid', $false
        $jwt.Problems | Should -Match 'expired'
    }

    It 'trusts no key but the published ones: <Name>' -ForEach @(
        @{ Name = 'signed with another key'; Header = @{ alg = 'RS256' } }
        @{ Name = 'jwk'; Header = @{ alg = 'RS256'; jwk = @{ kty = 'RSA'; n = 'AQAB'; e = 'AQAB' } } }
        @{ Name = 'none'; Header = @{ alg = 'none' } }
        @{ Name = 'HS256'; Header = @{ alg = 'HS256' } }
    ) {
        $forged = New-Token @{ iss = $org.Url; aud = $org.Url; exp = 4102444800 } ($Header + @{ kid = '201'; tty = 'sfdc-core-token' })
        foreach ($with in @{ Connection = $connection }, @{ JwksUri = "$($org.Url)/id/keys" }) {
            $jwt = ConvertFrom-SfJwt $forged @with
            $jwt.SignatureStatus, $jwt.IsValid | Should -Be 'Invalid', $false
        }
    }

    It 'fetches a new key once' {
        Invoke-OrgAdmin $org Post keys/rotate
        $new = (Get-OrgRefreshToken $org.Url device 'api openid refresh_token').id_token
        Clear-OrgRequest $org
        foreach ($i in 1..3) { (ConvertFrom-SfJwt $new -Connection $connection -Audience device).IsValid | Should -BeTrue }
        @(Get-KeyRequest).path | Should -Be '/id/keys'
        (ConvertFrom-SfJwt $access -Connection $connection).IsValid | Should -BeTrue
    }

    It 'fetches keys through -Proxy, once for a pipeline of tokens' {
        Clear-OrgRequest $org
        # Nothing listens at port 9, so that only the proxy, here the org, can answer.
        $jwt = $idToken, $idToken, $idToken | ConvertFrom-SfJwt -JwksUri http://127.0.0.1:9/id/keys -Proxy $org.Url
        $jwt.SignatureStatus | Should -Be 'Verified', 'Verified', 'Verified'
        @(Get-KeyRequest).path | Should -Be '/id/keys'
    }

    It 'stops waiting for a server that does not answer: <Name>' -ForEach @(
        @{ Name = 'with -JwksUri'; With = { @{ JwksUri = "$($org.Url)/slow/keys" } } }
        @{ Name = 'with -Connection'; With = { @{ Connection = Connect-SfJwt @signIn -LoginUrl $org.HttpsUrl -SkipCertificateCheck } } }
    ) {
        $with = & $With
        Add-OrgFault $org @{ path = '/slow/keys'; kind = 'Hang'; times = 0 }
        Add-OrgFault $org @{ path = '/.well-known/openid-configuration'; kind = 'Hang'; times = 0 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        (Get-ThrownError { ConvertFrom-SfJwt $access @with -TimeoutSec 1 -MaximumRetryCount 0 }).FullyQualifiedErrorId |
            Should -BeLike 'SfTimeout,*'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
        Clear-OrgRequest $org
    }

    It 'explains what cannot be read: <Id>' -ForEach @(
        @{ With = { @{ JwksUri = "$($org.Url)/id/keys"; Proxy = 'http://127.0.0.1:1'; NoProxy = $true } }; Id = 'SfArgumentConflict' }
        @{ With = { @{ JwksUri = 'http://127.0.0.1:9/keys'; Proxy = 'http://127.0.0.1:1'; MaximumRetryCount = 0 } }; Id = 'SfProxyFailed' }
        @{ With = { @{ JwksPath = Join-Path $TestDrive none.json } }; Id = 'SfKeyFileNotFound' }
        @{ With = { @{ JwksPath = $pair.CertificatePath } }; Id = 'SfKeyFormatUnknown' }
        @{ With = { @{ JwksUri = 'http://acme.example/id/keys' } }; Id = 'SfUriInvalid' }
        @{ With = { @{ JwksUri = "$($org.Url)/services/nothing" } }; Id = 'SfResponseInvalid' }
        @{ With = { @{ Connection = 'nobody' } }; Id = 'SfConnectionNotFound' }
    ) {
        $with = & $With
        (Get-ThrownError { ConvertFrom-SfJwt $access @with }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }
}
