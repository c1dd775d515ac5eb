# Keys, passwords and consumer secrets in a vault. The commands are those of about_SalesforceJwt_CI, "Keys in a vault", in their order.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $section = [regex]::Match((Get-GuideText en-US/about_SalesforceJwt_CI.md), '(?ms)^## Keys in a vault\n(.*?)^## ').Groups[1].Value
    $blocks = @([regex]::Matches($section, '(?ms)^```powershell\n(.*?)^```$') |
        ForEach-Object { @{ Code = $_.Groups[1].Value; Line = ($_.Groups[1].Value -split '\n')[0] } })
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'SecretVaults.psm1') -Force
    $org = Start-HelpOrg
    $user = @{ ClientId = '3MVG9AcmeExample'; Username = 'ci@example.com'; LoginUrl = $org.Url }
    Invoke-OrgAdmin $org Post apps @{ consumerKey = $user.ClientId; consumerSecret = 'hush hush'
        flows = @('jwtBearer', 'clientCredentials'); runAsUsername = 'ci@example.com' }

    $before = $env:PSModulePath
    $env:PSModulePath = New-SecretModule (New-Item -ItemType Directory (Join-Path $TestDrive modules))
    $env:SF_PROFILE_PATH = Join-Path $TestDrive 'profiles.json'
    Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'work'))
    Copy-Item $org.KeyPath ci.key
    $session = New-GuideSession
    . $session { function Install-PSResource { "installed $args" } }
}
AfterAll {
    Pop-Location
    Disconnect-Sf -All
    $env:PSModulePath = $before
    $env:SF_PROFILE_PATH = $null
    Remove-Module Microsoft.PowerShell.SecretManagement
    Stop-TestOrg $org
}

Describe 'The commands of about_SalesforceJwt_CI, Keys in a vault' {
    It 'works: <Line>' -ForEach $blocks {
        if ($Line -like '$password =*') { Set-Secret sf-key-password 'correct horse' }
        if ($Line -like 'Connect-SfJwt @user*') { Set-Secret sf-client-secret 'hush hush' }
        $output = Invoke-GuideBlock $session $Code $org
        switch -Wildcard ($Line) {
            'Set-Secret sf-key*' { 'ci.key' | Should -Not -Exist }
            '$user = *' { $output.Username | Should -Be 'ci@example.com' }
            'Connect-SfJwt @user*' { $output.Username | Should -Be 'ci@example.com', 'ci@example.com' }
        }
    }

    It 'signs in with the key and the password of the vault' {
        # The block has created a key pair; its certificate is uploaded now.
        (Get-SfProfile locked).KeyPassword | Should -Be 'secret sf-key-password'
        Add-OrgApp $org lockedapp locked.crt ci@example.com
        (Connect-SfJwt -Profile locked -ClientId lockedapp).ClientId | Should -Be 'lockedapp'
    }
}

Describe 'Secrets from a vault' {
    BeforeAll {
        Register-SecretVault work
        Set-Secret sf-client-secret 'hush hush'
        Set-Secret key (Get-Content $org.KeyPath -Raw)
        Set-Secret line (ConvertTo-SfCiSecret $org.KeyPath -AsPlainText)
        Set-Secret credential ([pscredential]::new('ci', (ConvertTo-SecureString (Get-Content $org.KeyPath -Raw) -AsPlainText -Force)))
        Set-Secret password 'correct horse'
        $null = New-SfCertificate -Name pair -Password (Get-Secret password)
        Set-Secret locked (Get-Content pair.key -Raw)
        Set-Secret pfx ([IO.File]::ReadAllBytes("$PWD/pair.pfx"))
        Add-OrgApp $org pairapp pair.crt ci@example.com
        $pair = @{ ClientId = 'pairapp'; Username = 'ci@example.com'; LoginUrl = $org.Url }
    }
    BeforeEach {
        Get-SfProfile | Remove-SfProfile
        Unlock-SecretVault
    }

    It 'are accepted for -PrivateKey: <_>' -ForEach 'key', 'line' {
        (Connect-SfJwt @user -PrivateKey (Get-Secret $_)).Username | Should -Be 'ci@example.com'
        (Connect-SfJwt @user -PrivateKey (Get-Secret $_ -AsPlainText)).Username | Should -Be 'ci@example.com'
    }

    It 'are accepted for -KeyPassword' {
        (Connect-SfJwt @pair -PrivateKey (Get-Secret locked) -KeyPassword (Get-Secret password)).ClientId | Should -Be 'pairapp'
        { Connect-SfJwt @pair -PrivateKey (Get-Secret locked) } | Should -Throw -ErrorId 'SfKeyPasswordRequired,*'
    }

    It 'are accepted for -ClientSecret, and a wrong one fails' {
        $app = @{ ClientId = $user.ClientId; LoginUrl = $org.Url }
        (Connect-SfClientCredential @app -ClientSecret (Get-Secret sf-client-secret)).Username | Should -Be 'ci@example.com'
        { Connect-SfClientCredential @app -ClientSecret (Get-Secret password) } | Should -Throw -ErrorId 'SfLoginClientSecretInvalid,*'
    }

    It 'are found by a profile: <Key> with password <Password>' -ForEach @(
        @{ Key = 'key' }
        @{ Key = 'line' }
        @{ Key = 'credential' }
        @{ Key = 'locked'; Password = 'password' }
        @{ Key = 'pfx'; Password = 'password' }
    ) {
        $who = $Password ? $pair : $user
        $place = @{ KeySecret = $Key }
        if ($Password) { $place.KeyPasswordSecret = $Password }
        Save-SfProfile vault @who @place
        (Connect-SfJwt -Profile vault).ClientId | Should -Be $who.ClientId
        Get-Content $env:SF_PROFILE_PATH -Raw | Should -Not -Match 'correct horse|PRIVATE KEY|MII'
    }

    It 'are read at each sign-in, and not kept' {
        Set-Secret turning (Get-Secret key -AsPlainText)
        Save-SfProfile vault @user -KeySecret turning
        $null = Connect-SfJwt -Profile vault
        Set-Secret turning 'no key any more'
        { Connect-SfJwt -Profile vault } | Should -Throw -ErrorId 'SfKeyFormatUnknown,*'
    }

    It 'fail the sign-in if the vault is locked' {
        Save-SfProfile vault @user -KeySecret key
        Lock-SecretVault
        $thrown = Get-ThrownError { Connect-SfJwt -Profile vault }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSecretUnavailable,*'
        $thrown.ErrorDetails.Message | Should -Match 'The vault is locked'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Unlock-SecretStore'
    }

    It 'fail the sign-in if the password is wrong' {
        Save-SfProfile vault @pair -KeySecret locked -KeyPasswordSecret sf-client-secret
        $thrown = Get-ThrownError { Connect-SfJwt -Profile vault }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyPasswordWrong,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'secret sf-client-secret'
    }

    It 'are never shown' {
        Save-SfProfile vault @pair -KeySecret locked -KeyPasswordSecret password
        $shown = & { Connect-SfJwt -Profile vault -Verbose -Debug; Get-SfProfile | Format-List * } *>&1 | Out-String
        $shown | Should -Match 'secret locked'
        $shown | Should -Not -Match 'correct horse|PRIVATE KEY'
        $shown | Should -Not -Match ([regex]::Escape((Get-Content pair.key)[1]))
    }
}
