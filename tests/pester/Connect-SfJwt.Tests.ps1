BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $keyText = Get-Content $org.KeyPath -Raw
    $noKey = $signIn.Clone(); $noKey.Remove('KeyPath')
    $password = ConvertTo-SecureString 'pass word' -AsPlainText -Force
    $locked = New-SfCertificate -Path $org.Folder -Name locked -Password $password
    Add-OrgApp $org lockedapp $locked.CertificatePath
}
AfterAll { Stop-TestOrg $org }
Describe 'Connect-SfJwt' {
    BeforeEach { Disconnect-Sf -All; Clear-OrgRequest $org }

    It 'signs in with exactly one request and becomes the default' {
        $connection = Connect-SfJwt @signIn
        Get-OrgRequestLine $org | Should -Be 'POST /services/oauth2/token'
        $connection.Name | Should -Be 'user@test.example'
        $connection.Username | Should -Be 'user@test.example'
        $connection.UserId | Should -Match '^005\w{15}$'
        $connection.OrganizationId | Should -Match '^00D\w{15}$'
        $connection.InstanceUrl | Should -Be $org.Url
        $connection.LoginUrl | Should -Be $org.Url
        $connection.Audience | Should -Be $org.Url
        $connection.Scope | Should -Match 'api'
        $connection.ApiVersion | Should -BeNullOrEmpty
        $connection.CertificateThumbprint | Should -Be $org.Thumbprint
        $connection.CertificateNotAfter | Should -BeGreaterThan (Get-Date)
        ([DateTimeOffset]::Now - $connection.IssuedAt).TotalMinutes | Should -BeLessThan 1
        [object]::ReferenceEquals((Get-SfConnection -Default), $connection) | Should -BeTrue
    }

    It 'takes the key from New-SfCertificate through the pipeline' {
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'testapp'; certificatePem = Get-Content $org.CertificatePath -Raw }
        Get-Item $org.KeyPath | Connect-SfJwt -ClientId testapp -Username user@test.example -LoginUrl $org.Url | Should -Not -BeNullOrEmpty
    }

    It 'has the aliases ConsumerKey and Instance' {
        Connect-SfJwt -ConsumerKey testapp -Username user@test.example -KeyPath $org.KeyPath -Instance $org.Url | Should -Not -BeNullOrEmpty
    }

    It 'accepts the key as a value: <Name>' -ForEach @(
        @{ Name = 'as a string'; Make = { $keyText } }
        @{ Name = 'as a SecureString'; Make = { ConvertTo-SecureString $keyText -AsPlainText -Force } }
        @{ Name = 'as lines (Get-Content)'; Make = { Get-Content $org.KeyPath } }
        @{ Name = 'with \n as text'; Make = { $keyText.Replace("`n", '\n') } }
        @{ Name = 'with CRLF'; Make = { $keyText.Replace("`n", "`r`n") } }
        @{ Name = 'on one line with spaces'; Make = { $keyText.Replace("`n", ' ') } }
        @{ Name = 'without any newline'; Make = { $keyText.Replace("`n", '') } }
        @{ Name = 'in quotes'; Make = { '"' + $keyText.Replace("`n", '\n') + '"' } }
        @{ Name = 'as base64 of the file'; Make = { [Convert]::ToBase64String([IO.File]::ReadAllBytes($org.KeyPath)) } }
        @{ Name = 'as base64 of the file in lines'
            Make = { [Convert]::ToBase64String([IO.File]::ReadAllBytes($org.KeyPath), 'InsertLineBreaks') } }
    ) {
        (Connect-SfJwt @noKey -PrivateKey (& $Make)).Username | Should -Be 'user@test.example'
    }

    It 'accepts a certificate object, and does not dispose it' {
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($org.CertificatePath, $org.KeyPath)
        (Connect-SfJwt @noKey -Certificate $certificate).CertificateThumbprint | Should -Be $org.Thumbprint
        Disconnect-Sf
        $certificate.HasPrivateKey | Should -BeTrue
        $certificate.Subject | Should -Be 'CN=test'
    }

    It 'takes an encrypted key and a PFX with -KeyPassword: <_>' -ForEach @('KeyPath', 'PfxPath') {
        (Connect-SfJwt -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -KeyPath $locked.$_ -KeyPassword $password).CertificateThumbprint |
            Should -Be $locked.Thumbprint
    }

    It 'warns from 30 days before the end of the certificate: <Days> days' -ForEach @(@{ Days = 29; Warns = $true },
            @{ Days = 32; Warns = $false }) {
        $pair = New-SfCertificate -Path $org.Folder -Name "ends$Days" -ValidDays $Days
        Add-OrgApp $org "ends$Days" $pair.CertificatePath
        $null = Connect-SfJwt -ClientId "ends$Days" -Username user@test.example -LoginUrl $org.Url -KeyPath $pair.KeyPath -WarningVariable warnings -WarningAction SilentlyContinue
        [bool]$warnings | Should -Be $Warns
        if ($Warns) {
            "$warnings" | Should -BeLike "*$($pair.Thumbprint)*ends on $($pair.NotAfter.ToString('yyyy-MM-dd'))*New-SfCertificate*"
        }
    }

    It 'names the end of the certificate alike in the culture <_>' -ForEach 'ar-SA', 'th-TH' {
        $pair = New-SfCertificate -Path $org.Folder -Name "ends-$_" -ValidDays 29
        Add-OrgApp $org "ends-$_" $pair.CertificatePath
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $null = Connect-SfJwt -ClientId "ends-$_" -Username user@test.example -LoginUrl $org.Url -KeyPath $pair.KeyPath -WarningVariable warnings -WarningAction SilentlyContinue
        } finally { [cultureinfo]::CurrentCulture = $culture }
        "$warnings" | Should -BeLike "*ends on $($pair.NotAfter.ToString('yyyy-MM-dd'))*"
    }

    It 'names -Profile where the client id is the name of a profile' {
        $env:SF_PROFILE_PATH = "$TestDrive/profiles.json"
        try {
            $null = Save-SfProfile nightly @signIn -Confirm:$false
            $thrown = Get-ThrownError { Connect-SfJwt nightly }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
            $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-SfJwt -Profile nightly*'
        }
        finally { Remove-Item Env:SF_PROFILE_PATH }
    }

    It 'rejects -Scratch together with another host' {
        (Get-ThrownError { Connect-SfJwt @signIn -Scratch }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict*'
    }

    It 'finds a certificate by thumbprint in the user''s store' {
        $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser', 'ReadWrite')
        $pfx = [Security.Cryptography.X509Certificates.X509Certificate2]::new($locked.PfxPath, 'pass word', 'PersistKeySet')
        try {
            $store.Add($pfx)
            $printed = "sha1 Fingerprint=$($locked.Thumbprint -replace '(..)(?=.)', '$1:')"
            foreach ($given in ($locked.Thumbprint -replace '(..)', '$1 '), $locked.Sha256Thumbprint.ToLower(), $printed) {
                $connection = Connect-SfJwt -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -Thumbprint $given
                $connection.CertificateThumbprint | Should -Be $locked.Thumbprint
            }
        } finally {
            $store.Remove($pfx)
            $store.Dispose()
        }
    }

    It 'reads everything from environment variables' {
        $run = Invoke-FreshPowerShell 'Import-Module $module; (Connect-SfJwt).Username' @{
            SF_CLIENT_ID = 'lockedapp'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = $org.Url; SF_JWT_KEY_FILE = $locked.KeyPath
            SF_JWT_KEY_PASSWORD = 'pass word' }
        $run.Output | Should -Be 'user@test.example'
        $run = Invoke-FreshPowerShell 'Import-Module $module; (Connect-SfJwt).Username' @{
            SF_CLIENT_ID = 'testapp'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = $org.Url
            SF_JWT_KEY = $keyText.Replace("`n", '\n') }
        $run.Output | Should -Be 'user@test.example'
    }

    It 'prefers parameters to environment variables' {
        $run = Invoke-FreshPowerShell "Import-Module `$module; (Connect-SfJwt testapp user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url)).Username" @{
            SF_CLIENT_ID = 'wrong'; SF_USERNAME = 'wrong@test.example'; SF_LOGIN_URL = 'https://wrong.invalid'; SF_JWT_KEY = 'wrong'
            SF_JWT_KEY_PASSWORD = 'wrong' }
        $run.Output | Should -Be 'user@test.example'
    }

    It 'signs in over HTTPS with -SkipCertificateCheck only' {
        $https = $signIn.Clone(); $https.LoginUrl = $org.HttpsUrl
        (Get-ThrownError { Connect-SfJwt @https }).FullyQualifiedErrorId | Should -BeLike 'SfTlsFailed,*'
        (Connect-SfJwt @https -SkipCertificateCheck).InstanceUrl | Should -Be $org.HttpsUrl
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -BeGreaterThan 0
    }

    It 'uses the given API version' {
        (Connect-SfJwt @signIn -ApiVersion v60).ApiVersion | Should -Be '60.0'
        $null = Invoke-SfRest limits
        (Get-OrgRequest $org).path | Should -Be @('/services/oauth2/token', '/services/data/v60.0/limits')
    }

    It 'accepts a trailing slash and another audience' {
        $slash = $signIn.Clone(); $slash.LoginUrl += '/'
        (Connect-SfJwt @slash).LoginUrl | Should -Be $org.Url
        Set-OrgSetting $org @{ acceptedAudiences = @('https://login.salesforce.com') }
        (Connect-SfJwt @signIn -Audience https://login.salesforce.com).Audience | Should -Be 'https://login.salesforce.com'
    }

    It 'shows verbose output without the query or any secret' {
        $verbose = Connect-SfJwt @signIn -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$verbose" | Should -Match "^POST $($org.Url)/services/oauth2/token -> 200, \d+ bytes, \d+ ms$"
    }
}

Describe 'Errors of Salesforce' {
    BeforeEach { Disconnect-Sf -All; Clear-OrgRequest $org }

    It 'explains <Id>' -ForEach @(
        @{ Id = 'SfLoginNotApproved'; With = @{ Username = 'notapproved@test.example' }; Said = "user hasn't approved this consumer"
            Remedy = 'pre-authorized[\s\S]*Connect-SfWeb' }
        @{ Id = 'SfLoginUserInactive'; With = @{ Username = 'inactive@test.example' }; Said = 'inactive'; Remedy = 'Reactivate' }
        @{ Id = 'SfLoginClientIdInvalid'; With = @{ ClientId = 'wrong' }; Said = 'invalid_client_id'; Remedy = '10 minutes' }
        @{ Id = 'SfLoginAudienceInvalid'; With = @{ Audience = 'https://wrong.example' }; Said = 'audience'; Remedy = '-Audience' }
    ) {
        $arguments = $signIn.Clone()
        foreach ($name in $With.Keys) { $arguments[$name] = $With[$name] }
        $thrown = Get-ThrownError { Connect-SfJwt @arguments }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $thrown.ErrorDetails.Message | Should -Match $Said
        $thrown.ErrorDetails.RecommendedAction | Should -Match $Remedy
        $thrown.TargetObject | Should -Be $arguments.Username
        if ($With.Audience) { $thrown.ErrorDetails.Message | Should -Match ([regex]::Escape($With.Audience)) }
        Get-SfConnection | Should -BeNullOrEmpty
    }

    It 'shows the thumbprints for an invalid assertion' {
        $other = New-SfCertificate -Path $org.Folder -Name other
        $thrown = Get-ThrownError { Connect-SfJwt testapp user@test.example -KeyPath $other.KeyPath -LoginUrl $org.Url }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfLoginAssertionInvalid,*'
        $thrown.ErrorDetails.Message | Should -Match $other.Thumbprint
        $thrown.ErrorDetails.Message | Should -Match $other.Sha256Thumbprint
    }

    It 'says by how many seconds the clocks differ' {
        Set-OrgSetting $org @{ clockOffsetSeconds = 1000 }
        try { $thrown = Get-ThrownError { Connect-SfJwt @signIn } } finally { Set-OrgSetting $org @{ clockOffsetSeconds = 0 } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfLoginClockSkew,*'
        $thrown.ErrorDetails.Message | Should -Match '(999|1000|1001) seconds behind'
    }

    It 'explains responses that are not token responses: <Name>' -ForEach @(
        @{ Name = 'HTML'; Fault = @{ kind = 'Html'; status = 200; times = 9 }; Id = 'SfResponseInvalid' }
        @{ Name = 'truncated JSON'; Fault = @{ status = 200; body = '{"access_token":"00Dx!abc", "inst' }; Id = 'SfResponseInvalid' }
        @{ Name = '500'; Fault = @{ status = 500; body = 'Oops'; contentType = 'text/plain'; times = 9 }; Id = 'SfLoginUnavailable' }
        @{ Name = '503 every time'; Fault = @{ status = 503; times = 99 }; Id = 'SfLoginUnavailable' }
    ) {
        Add-OrgFault $org ($Fault + @{ path = '/services/oauth2/token' })
        $thrown = Get-ThrownError { Connect-SfJwt @signIn -MaximumRetryCount 1 -RetryIntervalSec 1 }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$thrown$($thrown.Exception.ServerText)" | Should -Not -Match 'access_token":"00D'
    }

    It 'rejects an instance URL on a foreign host, unless it is allowed' {
        Set-OrgSetting $org @{ instanceUrl = 'https://evil.example' }
        try {
            (Get-ThrownError { Connect-SfJwt @signIn }).FullyQualifiedErrorId | Should -BeLike 'SfInstanceUrlUntrusted,*'
            (Connect-SfJwt @signIn -AllowedInstanceHost evil.example).InstanceUrl | Should -Be 'https://evil.example'
        } finally { Set-OrgSetting $org @{ instanceUrl = '' } }
    }
}

Describe 'Bad input' {
    BeforeEach { Disconnect-Sf -All; Clear-OrgRequest $org }

    BeforeAll {
        function New-KeyFile([string] $Name, $Content) {
            $path = Join-Path $TestDrive $Name
            if ($Content -is [byte[]]) { [IO.File]::WriteAllBytes($path, $Content) } else { [IO.File]::WriteAllText($path, $Content) }
            $path
        }
        $rsa = [Security.Cryptography.RSA]::Create(2048)
        $files = @{
            missing = Join-Path $TestDrive 'no-such.key'
            empty = New-KeyFile empty.key ''
            folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'folder.key')).FullName
            public = New-KeyFile public.key $rsa.ExportSubjectPublicKeyInfoPem()
            certificate = $org.CertificatePath
            ec = New-KeyFile ec.key ([Security.Cryptography.ECDsa]::Create().ExportPkcs8PrivateKeyPem())
            openssh = New-KeyFile openssh.key "-----BEGIN OPENSSH PRIVATE KEY-----`nb3BlbnNzaC1rZXktdjEAAAAA`n-----END OPENSSH PRIVATE KEY-----"
            small = New-KeyFile small.key ([Security.Cryptography.RSA]::Create(1024).ExportPkcs8PrivateKeyPem())
            truncated = New-KeyFile truncated.key ($keyText.Substring(0, 700))
            cut = New-KeyFile cut.key ($keyText -replace '(?s)(BEGIN PRIVATE KEY-----.{400}).*(-----END)', '$1$2')
            pfxWithoutKey = New-KeyFile nokey.pfx ([Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem((Get-Content $org.CertificatePath -Raw)).Export('Pkcs12', 'pw'))
            locked = $locked.KeyPath
            lockedPfx = $locked.PfxPath
        }
    }

    It 'explains an unusable key: <Key>' -ForEach @(
        @{ Key = 'missing'; Id = 'SfKeyFileNotFound' }
        @{ Key = 'empty'; Id = 'SfKeyFormatUnknown' }
        @{ Key = 'folder'; Id = 'SfKeyFileUnreadable' }
        @{ Key = 'public'; Id = 'SfKeyNotPrivate' }
        @{ Key = 'certificate'; Id = 'SfKeyNotPrivate' }
        @{ Key = 'ec'; Id = 'SfKeyNotRsa' }
        @{ Key = 'openssh'; Id = 'SfKeyFormatUnknown' }
        @{ Key = 'small'; Id = 'SfKeyTooSmall' }
        @{ Key = 'truncated'; Id = 'SfKeyFormatUnknown' }
        @{ Key = 'cut'; Id = 'SfKeyFormatUnknown' }
        @{ Key = 'pfxWithoutKey'; Id = 'SfKeyNotPrivate'; KeyPassword = 'pw' }
        @{ Key = 'locked'; Id = 'SfKeyPasswordRequired' }
        @{ Key = 'locked'; Id = 'SfKeyPasswordWrong'; KeyPassword = 'wrong' }
        @{ Key = 'lockedPfx'; Id = 'SfKeyPasswordRequired' }
        @{ Key = 'lockedPfx'; Id = 'SfKeyPasswordWrong'; KeyPassword = 'wrong' }
    ) {
        $arguments = $noKey.Clone()
        if ($KeyPassword) { $arguments.KeyPassword = ConvertTo-SecureString $KeyPassword -AsPlainText -Force }
        $thrown = Get-ThrownError { Connect-SfJwt @arguments -KeyPath $files[$Key] }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'fails if key and certificate do not match' {
        $thrown = Get-ThrownError { Connect-SfJwt @signIn -CertificatePath $locked.CertificatePath }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyCertificateMismatch,*'
        $thrown.ErrorDetails.Message | Should -Match $locked.Thumbprint
        (Get-ThrownError { Connect-SfJwt @noKey -PrivateKey $keyText -CertificatePath $locked.CertificatePath }).FullyQualifiedErrorId |
            Should -BeLike 'SfKeyCertificateMismatch,*'
    }

    It 'explains bad input: <Name>' -ForEach @(
        @{ Name = 'login URL without scheme'; With = @{ LoginUrl = 'login.salesforce.com' }; Id = 'SfLoginUrlInvalid'
            Remedy = 'https://login.salesforce.com' }
        @{ Name = 'no URL'; With = @{ LoginUrl = '::' }; Id = 'SfLoginUrlInvalid' }
        @{ Name = 'http to another machine'; With = @{ LoginUrl = 'http://login.salesforce.com' }; Id = 'SfLoginUrlInvalid'
            Remedy = 'https://' }
        @{ Name = 'URL with a path'; With = @{ LoginUrl = 'https://login.salesforce.com/services/oauth2/token' }; Id = 'SfLoginUrlInvalid'
            Remedy = 'https://login.salesforce.com\.' }
        @{ Name = 'URL with a query'; With = @{ LoginUrl = 'https://login.salesforce.com?x=1' }; Id = 'SfLoginUrlInvalid' }
        @{ Name = 'blank client id'; With = @{ ClientId = ' ' }; Id = 'SfClientIdInvalid' }
        @{ Name = 'empty client id'; With = @{ ClientId = '' }; Id = 'SfClientIdInvalid' }
        @{ Name = 'blank username'; With = @{ Username = "`t" }; Id = 'SfUsernameInvalid' }
        @{ Name = 'username with a space'; With = @{ Username = 'a b@c.example' }; Id = 'SfUsernameInvalid' }
        @{ Name = 'two hosts'; With = @{ Environment = 'Sandbox' }; Id = 'SfArgumentConflict' }
        @{ Name = 'API version'; With = @{ ApiVersion = 'newest' }; Id = 'SfApiVersionInvalid' }
        @{ Name = 'proxy and none'; With = @{ Proxy = 'http://127.0.0.1:1'; NoProxy = $true }; Id = 'SfArgumentConflict' }
        @{ Name = 'unknown thumbprint'; With = @{ KeyPath = $null; Thumbprint = '00' * 20 }; Id = 'SfCertificateNotFound' }
    ) {
        $arguments = $signIn.Clone()
        foreach ($key in $With.Keys) { if ($null -eq $With[$key]) { $arguments.Remove($key) } else { $arguments[$key] = $With[$key] } }
        $thrown = Get-ThrownError { Connect-SfJwt @arguments }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -BeIn 'InvalidArgument', 'ObjectNotFound'
        if ($Remedy) { $thrown.ErrorDetails.RecommendedAction | Should -Match $Remedy }
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'names a missing value and its sources: <Missing>' -ForEach @(
        @{ Missing = 'ClientId'; Variable = 'SF_CLIENT_ID' }
        @{ Missing = 'Username'; Variable = 'SF_USERNAME' }
        @{ Missing = 'KeyPath'; Variable = 'SF_JWT_KEY' }
    ) {
        $arguments = $signIn.Clone(); $arguments.Remove($Missing)
        $thrown = Get-ThrownError { Connect-SfJwt @arguments }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match $Variable
    }
}

Describe 'Network errors' {
    BeforeEach { Disconnect-Sf -All; Clear-OrgRequest $org }

    It 'accepts the environments in any case: <Case>' -ForEach @(
        @{ Case = 'sandbox'; TheHost = 'test.salesforce.com' }
        @{ Case = 'SANDBOX'; TheHost = 'test.salesforce.com' }
        @{ Case = 'production'; TheHost = 'login.salesforce.com' }
    ) {
        # Through a proxy that refuses connections, so that no request leaves this machine.
        $arguments = $signIn.Clone(); $arguments.Remove('LoginUrl')
        $thrown = Get-ThrownError { Connect-SfJwt @arguments -Environment $Case -Proxy http://127.0.0.1:1 -MaximumRetryCount 0 }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfProxyFailed,*'
        $thrown.ErrorDetails.Message | Should -Match $TheHost
    }

    It 'explains <Name>' -ForEach @(
        @{ Name = 'a host that refuses'; With = @{ LoginUrl = 'http://127.0.0.1:1' }; Id = 'SfHostUnreachable'
            Category = 'ConnectionError' }
        @{ Name = 'a host that does not exist'; With = @{ LoginUrl = 'https://no-such-host.invalid' }; Id = 'SfHostUnreachable'
            Category = 'ConnectionError' }
        @{ Name = 'a proxy that refuses'; With = @{ Proxy = 'http://127.0.0.1:1' }; Id = 'SfProxyFailed'; Category = 'ConnectionError' }
    ) {
        $arguments = $signIn.Clone()
        foreach ($key in $With.Keys) { $arguments[$key] = $With[$key] }
        $thrown = Get-ThrownError { Connect-SfJwt @arguments -MaximumRetryCount 0 }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -Be $Category
    }

    It 'gives up after -ConnectionTimeoutSeconds' {
        Add-OrgFault $org @{ path = '/services/oauth2/token'; kind = 'Hang' }
        $thrown = Get-ThrownError { Connect-SfJwt @signIn -ConnectionTimeoutSeconds 1 }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $thrown.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'stops immediately at Ctrl+C' {
        Add-OrgFault $org @{ path = '/services/oauth2/token'; kind = 'Hang' }
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument((Get-TestModule)).AddStatement().AddCommand('Connect-SfJwt').AddParameters($signIn)
        $running = $shell.BeginInvoke()
        while (-not (Get-OrgRequest $org)) { Start-Sleep -Milliseconds 50 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Dispose()
    }
}
