BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $keyText = Get-Content $org.KeyPath -Raw
    . (Join-Path $PSScriptRoot 'ProfileHelpers.ps1')
    $lockedSignIn = @{ ClientId = 'lockedapp'; Username = 'user@test.example'; KeyPath = $locked.KeyPath; LoginUrl = $org.Url }
}
AfterAll {
    $env:SF_PROFILE_PATH = $null
    Stop-TestOrg $org
}

Describe 'Save-SfProfile with a connection' {
    BeforeEach { Reset-Profile }

    It 'keeps host, user and the place of the key, and Connect-SfJwt -Profile signs in with it' {
        Connect-SfJwt @signIn -ApiVersion 60 | Save-SfProfile ci | Should -BeNullOrEmpty
        $saved = Get-SfProfile ci
        $saved | Should -BeOfType ([SalesforceJwt.Model.SfProfile])
        $saved.Name, $saved.ClientId, $saved.Username, $saved.LoginUrl, $saved.ApiVersion, $saved.Audience |
            Should -Be @('ci', 'testapp', 'user@test.example', $org.Url, '60.0', $null)
        $saved.Key | Should -Be "path $($org.KeyPath)"
        $saved.KeyKind | Should -Be 'Path'
        $saved.KeyPassword | Should -BeNullOrEmpty

        Disconnect-Sf -All
        $connection = Connect-SfJwt -Profile CI
        $connection.Name | Should -Be 'ci'
        $connection.Username | Should -Be 'user@test.example'
        $connection.ApiVersion | Should -Be '60.0'
        $connection.CertificateThumbprint | Should -Be $org.Thumbprint
        Get-SfConnection -Default | Should -Be $connection
    }

    It 'saves the default connection, one by name, and several from the pipeline' {
        $null = Connect-SfJwt @signIn -Name first
        $null = Connect-SfJwt @signIn -Name second -ApiVersion 61
        Save-SfProfile a
        Save-SfProfile b -Connection first
        Get-SfConnection | Save-SfProfile
        (Get-SfProfile).Name | Should -Be @('a', 'b', 'first', 'second')
        (Get-SfProfile a, b).ApiVersion | Should -Be @('61.0', $null)
    }

    It 'stores the key''s full path' {
        Push-Location $org.Folder
        try { Connect-SfJwt @values -KeyPath test.key | Save-SfProfile ci } finally { Pop-Location }
        (Connect-SfJwt -Profile ci).Username | Should -Be 'user@test.example'
        (Get-SfProfile ci).Key | Should -Be "path $($org.KeyPath)"
    }

    It 'keeps an audience that was chosen' {
        Set-OrgSetting $org @{ acceptedAudiences = @('https://login.salesforce.com') }
        try {
            Connect-SfJwt @signIn -Audience https://login.salesforce.com | Save-SfProfile ci
            (Connect-SfJwt -Profile ci).Audience | Should -Be 'https://login.salesforce.com'
        } finally { Set-OrgSetting $org @{ acceptedAudiences = @() } }
    }

    It 'keeps the name of the variable that held key and password' {
        $run = Invoke-FreshPowerShell 'Import-Module $module; Connect-SfJwt | Save-SfProfile ci -PassThru | ForEach-Object { $_.Key; $_.KeyPassword }' @{
            SF_CLIENT_ID = 'lockedapp'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = $org.Url
            SF_JWT_KEY = Get-Content $locked.KeyPath -Raw
            SF_JWT_KEY_PASSWORD = 'pass word' }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be @('variable SF_JWT_KEY', 'variable SF_JWT_KEY_PASSWORD')
        $run = Invoke-FreshPowerShell 'Import-Module $module; Connect-SfJwt | Save-SfProfile ci -Force -PassThru | ForEach-Object { $_.Key; $_.KeyPassword }' @{
            SF_CLIENT_ID = 'testapp'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = $org.Url; SF_JWT_KEY_FILE = $org.KeyPath
            SF_JWT_KEY_PASSWORD = 'not needed' }
        $run.Output | Should -Be "path $($org.KeyPath)"
    }

    It 'warns that an encrypted key''s password is not kept, and accepts it at the sign-in' {
        Connect-SfJwt @lockedSignIn -KeyPassword $password | Save-SfProfile ci -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*-KeyPassword*-KeyPasswordVariable*'
        Get-Content $file -Raw | Should -Not -Match 'pass word'
        $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyPasswordRequired,*'
        $thrown.ErrorDetails.Message | Should -BeLike "Profile 'ci'*"
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'KeyPasswordVariable'
        (Connect-SfJwt -Profile ci -KeyPassword $password).Username | Should -Be 'user@test.example'
    }

    It 'rejects a key given as a value, and accepts its place' {
        $key = @{ PrivateKey = $keyText }
        $connection = Connect-SfJwt @values @key
        $thrown = Get-ThrownError { $connection | Save-SfProfile ci }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match '-KeyPath, -Thumbprint, -KeyVariable or -KeySecret'
        Test-Path $file | Should -BeFalse
        $connection | Save-SfProfile ci -KeyVariable MY_KEY
        (Get-SfProfile ci).Key | Should -Be 'variable MY_KEY'
    }

    It 'finds the store of a certificate object, and rejects one in no store' {
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($org.CertificatePath, $org.KeyPath)
        $null = Connect-SfJwt @values -Certificate $certificate
        (Get-ThrownError { Save-SfProfile ci }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'

        $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser', 'ReadWrite')
        $pfx = [Security.Cryptography.X509Certificates.X509Certificate2]::new($locked.PfxPath, 'pass word', 'PersistKeySet')
        try {
            $store.Add($pfx)
            Connect-SfJwt -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -Certificate $pfx | Save-SfProfile object
            Connect-SfJwt -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -Thumbprint $pfx.Thumbprint |
                Save-SfProfile thumbprint
            (Get-SfProfile object, thumbprint).Key | Should -Be (, "thumbprint $($pfx.Thumbprint)" * 2)
            (Connect-SfJwt -Profile thumbprint).CertificateThumbprint | Should -Be $pfx.Thumbprint
        } finally {
            $store.Remove($pfx)
            $store.Dispose()
        }
        (Get-ThrownError { Connect-SfJwt -Profile thumbprint }).ErrorDetails.Message |
            Should -BeLike "Profile 'thumbprint'*$($pfx.Thumbprint)*"
    }

    It 'fails without a connection' {
        (Get-ThrownError { Save-SfProfile ci }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        (Get-ThrownError { Save-SfProfile ci -Connection nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}

Describe 'Save-SfProfile with values' {
    BeforeEach { Reset-Profile }

    It 'keeps the place of the key: <Key>' -ForEach @(
        @{ With = @{ KeyVariable = 'MY_KEY' }; Key = 'variable MY_KEY'; Kind = 'Variable' }
        @{ With = @{ KeySecret = 'sf key' }; Key = 'secret sf key'; Kind = 'Secret' }
        @{ With = @{ KeySecret = 'sf key'; Vault = 'work' }; Key = 'secret sf key (vault work)'; Kind = 'Secret' }
        @{ With = @{ KeyPath = '/no/such.key' }; Key = "path $([IO.Path]::GetFullPath('/no/such.key'))"; Kind = 'Path'
            Warning = '*no key file*such.key*' }
        @{ With = @{ Thumbprint = 'ab ' * 20 }; Key = "thumbprint $('AB' * 20)"; Kind = 'Thumbprint'; Warning = '*no certificate*' }
    ) {
        $saved = Save-SfProfile ci @values @With -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
        $saved.Key | Should -Be $Key
        $saved.KeyKind | Should -Be $Kind
        "$warnings" | Should -BeLike "$Warning"
    }

    It 'keeps the place of the password: <Place>' -ForEach @(
        @{ With = @{ KeyPasswordVariable = 'MY_PASSWORD' }; Place = 'variable MY_PASSWORD' }
        @{ With = @{ KeyPasswordSecret = 'pw'; Vault = 'work' }; Place = 'secret pw (vault work)' }
    ) {
        (Save-SfProfile ci @values -KeyPath $locked.KeyPath @With -PassThru).KeyPassword | Should -Be $Place
    }

    It 'knows the hosts: <LoginHost>' -ForEach @(
        @{ With = @{}; LoginHost = 'https://login.salesforce.com' }
        @{ With = @{ Environment = 'sandbox' }; LoginHost = 'https://test.salesforce.com' }
        @{ With = @{ Scratch = $true }; LoginHost = 'https://test.salesforce.com' }
        @{ With = @{ LoginUrl = 'https://Name.my.salesforce.com/' }; LoginHost = 'https://name.my.salesforce.com' }
    ) {
        (Save-SfProfile ci -ClientId x -Username u@example.com -KeyVariable K @With -PassThru).LoginUrl | Should -Be $LoginHost
    }

    It 'overwrites only with -Force' {
        Save-SfProfile ci @values -KeyVariable FIRST
        $thrown = Get-ThrownError { Save-SfProfile CI @values -KeyVariable SECOND }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfProfileExists,*'
        $thrown.CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-SfProfile).Key | Should -Be 'variable FIRST'
        Save-SfProfile CI @values -KeyVariable SECOND -Force
        (Get-SfProfile).Name | Should -Be 'CI'
        (Get-SfProfile).Key | Should -Be 'variable SECOND'
    }

    It 'writes nothing with -WhatIf' {
        Save-SfProfile ci @values -KeyVariable K -WhatIf
        Test-Path $file | Should -BeFalse
    }

    It 'rejects <Name>' -ForEach @(
        @{ Name = 'no key'; With = @{}; Id = 'SfValueMissing' }
        @{ Name = 'two keys'; With = @{ KeyVariable = 'A'; KeySecret = 'b' }; Id = 'SfArgumentConflict' }
        @{ Name = 'two passwords'; With = @{ KeyVariable = 'A'; KeyPasswordVariable = 'A'; KeyPasswordSecret = 'b' }
            Id = 'SfArgumentConflict' }
        @{ Name = 'a vault without a secret'; With = @{ KeyVariable = 'A'; Vault = 'b' }; Id = 'SfArgumentConflict' }
        @{ Name = 'two hosts'; With = @{ KeyVariable = 'A'; Environment = 'Sandbox' }; Id = 'SfArgumentConflict' }
        @{ Name = 'no URL'; With = @{ KeyVariable = 'A'; LoginUrl = 'login.salesforce.com' }; Id = 'SfLoginUrlInvalid' }
        @{ Name = 'a client id of two words'; With = @{ KeyVariable = 'A'; ClientId = 'a b' }; Id = 'SfClientIdInvalid' }
        @{ Name = 'no API version'; With = @{ KeyVariable = 'A'; ApiVersion = 'newest' }; Id = 'SfApiVersionInvalid' }
        @{ Name = 'no name'; With = @{ KeyVariable = 'A'; Name = 'a*' }; Id = 'SfProfileNameInvalid' }
    ) {
        $arguments = @{ Name = 'ci' } + $values
        foreach ($key in $With.Keys) { $arguments[$key] = $With[$key] }
        $thrown = Get-ThrownError { Save-SfProfile @arguments }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Test-Path $file | Should -BeFalse
    }

    It 'neither writes nor shows the key if $env:NAME is given for NAME: -<_>' -ForEach @('KeyVariable', 'KeySecret', 'KeyPath',
            'Thumbprint', 'KeyPasswordVariable') {
        $env:MY_KEY = $keyText
        try {
            $with = @{ $_ = $env:MY_KEY }
            $thrown = Get-ThrownError { Save-SfProfile ci @values @with }
        } finally { $env:MY_KEY = $null }
        $thrown | Should -Not -BeNullOrEmpty
        "$($thrown | Format-List * -Force | Out-String)$($thrown.Exception)" | Should -Not -Match ([regex]::Escape($keyText.Split("`n")[2]))
        Test-Path $file | Should -BeFalse
    }
}
