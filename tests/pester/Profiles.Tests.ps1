BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    . (Join-Path $PSScriptRoot 'ProfileHelpers.ps1')
}
AfterAll {
    $env:SF_PROFILE_PATH = $null
    Stop-TestOrg $org
}

Describe 'Get-SfProfile' {
    BeforeEach {
        Reset-Profile
        'ci', 'Ci2', 'dev@example.com' | ForEach-Object { Save-SfProfile $_ @values -KeyVariable K }
    }

    It 'lists all, finds by name in whatever case, by wildcard and from the pipeline' {
        (Get-SfProfile).Name | Should -Be @('ci', 'Ci2', 'dev@example.com')
        (Get-SfProfile CI).Name | Should -Be 'ci'
        (Get-SfProfile c*, dev*).Name | Should -Be @('ci', 'Ci2', 'dev@example.com')
        ('ci2', 'ci' | Get-SfProfile).Name | Should -Be @('Ci2', 'ci')
        Get-SfProfile none* | Should -BeNullOrEmpty
    }

    It 'returns nothing if there is no file' {
        Remove-Item $file
        Get-SfProfile | Should -BeNullOrEmpty
    }

    It 'names a missing profile and the existing ones, and continues' {
        $found = Get-SfProfile nobody, ci -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'ci'
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfProfileNotFound,*'
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'ci, Ci2, dev@example.com'
        (Get-ThrownError { Connect-SfJwt -Profile nobody }).FullyQualifiedErrorId | Should -BeLike 'SfProfileNotFound,*'
    }

    It 'completes names, and offers nothing if the file is damaged' {
        Get-Completion 'Connect-SfJwt -Prof' | Should -Be '-Profile'
        Get-Completion 'Connect-SfJwt -Profile ' | Should -Be @('ci', 'Ci2', "'dev@example.com'")
        Get-Completion 'Get-SfProfile de' | Should -Be "'dev@example.com'"
        Get-Completion 'Remove-SfProfile -Name ci2' | Should -Be 'Ci2'
        Set-Content $file '{'
        $Error.Clear()
        Get-Completion 'Connect-SfJwt -Profile c' | Should -Not -Contain 'ci'
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Remove-SfProfile' {
    BeforeEach {
        Reset-Profile
        'a1', 'a2', 'b' | ForEach-Object { Save-SfProfile $_ @values -KeyVariable K }
    }

    It 'removes by name, by wildcard and from the pipeline, and leaves the others' {
        Remove-SfProfile B
        (Get-SfProfile).Name | Should -Be @('a1', 'a2')
        Get-SfProfile a1 | Remove-SfProfile
        (Get-SfProfile).Name | Should -Be 'a2'
        Remove-SfProfile a*, none*
        Get-SfProfile | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        Remove-SfProfile * -WhatIf
        (Get-SfProfile).Name | Should -Be @('a1', 'a2', 'b')
    }

    It 'names a missing profile, and continues' {
        Remove-SfProfile nobody, b -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfProfileNotFound,*'
        (Get-SfProfile).Name | Should -Be @('a1', 'a2')
    }
}

Describe 'Connect-SfJwt -Profile' {
    BeforeEach { Reset-Profile }

    It 'prefers parameters' {
        Save-SfProfile ci -ClientId wrong -Username inactive@test.example -LoginUrl https://wrong.invalid -ApiVersion 60 -Audience https://wrong.invalid -KeyPath $org.KeyPath
        $connection = Connect-SfJwt -Profile ci -ClientId testapp -Username user@test.example -LoginUrl $org.Url -Audience $org.Url -ApiVersion 61 -Name mine -CertificatePath $org.CertificatePath
        $connection.Name, $connection.ClientId, $connection.Username, $connection.ApiVersion |
            Should -Be @('mine', 'testapp', 'user@test.example', '61.0')
    }

    It 'prefers another key, as a rotation needs it: <Name>' -ForEach @(
        @{ Name = 'a path'; With = { @{ KeyPath = $org.KeyPath } } }
        @{ Name = 'the key itself'; With = { @{ PrivateKey = Get-Content $org.KeyPath -Raw } } }
    ) {
        Save-SfProfile ci @values -KeyPath $locked.KeyPath -KeyPasswordVariable LOCKED_PASSWORD
        $key = & $With
        (Connect-SfJwt -Profile ci @key).Username | Should -Be 'user@test.example'
    }

    It 'ignores environment variables, also for missing values' {
        Save-SfProfile ci @values -KeyPath $org.KeyPath
        Save-SfProfile locked -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -KeyPath $locked.KeyPath
        $run = Invoke-FreshPowerShell 'Import-Module $module; (Connect-SfJwt -Profile ci).Username; try { Connect-SfJwt -Profile locked } catch { $_.FullyQualifiedErrorId }' @{
            SF_CLIENT_ID = 'wrong'; SF_USERNAME = 'wrong@test.example'; SF_LOGIN_URL = 'https://wrong.invalid'; SF_JWT_KEY = 'wrong'
            SF_JWT_KEY_PASSWORD = 'pass word' }
        $run.Errors | Should -BeNullOrEmpty
        $lines = $run.Output -split '\r?\n'
        $lines[0] | Should -Be 'user@test.example'
        $lines[1] | Should -BeLike 'SfKeyPasswordRequired,*'
    }

    It 'takes profiles from the pipeline' {
        Save-SfProfile one @values -KeyPath $org.KeyPath -ApiVersion 60
        Save-SfProfile two -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -KeyPath $locked.KeyPath -KeyPasswordVariable LOCKED_PASSWORD
        $env:LOCKED_PASSWORD = 'pass word'
        try { $connections = Get-SfProfile | Connect-SfJwt } finally { $env:LOCKED_PASSWORD = $null }
        $connections.Name | Should -Be @('one', 'two')
        $connections.ClientId | Should -Be @('testapp', 'lockedapp')
        $connections.ApiVersion | Should -Be @('60.0', $null)
    }

    It 'reads key and password from variables, and names profile and variable if one is not set' {
        Save-SfProfile ci -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -KeyVariable LOCKED_KEY -KeyPasswordVariable LOCKED_PASSWORD
        $env:LOCKED_KEY = (Get-Content $locked.KeyPath -Raw).Replace("`n", '\n')
        $env:LOCKED_PASSWORD = 'pass word'
        try {
            (Connect-SfJwt -Profile ci).ClientId | Should -Be 'lockedapp'
            $env:LOCKED_PASSWORD = 'wrong'
            $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyPasswordWrong,*'
            $thrown.ErrorDetails.RecommendedAction | Should -Match 'variable LOCKED_PASSWORD'
            $env:LOCKED_PASSWORD = 'pass word'
            $env:LOCKED_KEY = ' '
            $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
        } finally { $env:LOCKED_KEY = $env:LOCKED_PASSWORD = $null }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $thrown.ErrorDetails.Message | Should -BeLike "Profile 'ci'*LOCKED_KEY*"
        $thrown.TargetObject | Should -Be 'ci'
        # A profile whose key is unreadable can be saved again from a connection.
        (Get-SfProfile ci).Key | Should -Be 'variable LOCKED_KEY'
    }

    It 'names the profile whose key is missing' {
        Save-SfProfile ci @values -KeyPath (Join-Path $TestDrive gone.key) -WarningAction SilentlyContinue
        $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyFileNotFound,*'
        $thrown.ErrorDetails.Message | Should -BeLike "Profile 'ci' in '*'*gone.key*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'names what a hand-written profile lacks: <Lacks>' -ForEach @(
        @{ Lacks = 'username'; Parameter = '-Username' }
        @{ Lacks = 'clientId'; Parameter = '-ClientId' }
        @{ Lacks = 'loginUrl'; Parameter = '-LoginUrl' }
        @{ Lacks = 'key'; Parameter = '-KeyPath' }
    ) {
        Save-SfProfile ci @values -KeyPath $org.KeyPath
        $json = Get-Content $file -Raw | ConvertFrom-Json -AsHashtable
        $json.profiles.ci.Remove($Lacks)
        $json | ConvertTo-Json -Depth 5 | Set-Content $file
        $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $thrown.ErrorDetails.Message | Should -BeLike "Profile 'ci'*"
        $thrown.ErrorDetails.RecommendedAction | Should -Match $Parameter
    }
}

Describe 'Secrets in a vault' {
    BeforeAll {
        # A stand-in for Microsoft.PowerShell.SecretManagement: Get-Secret with its parameters, types of secrets and errors.
        $modules = Join-Path $TestDrive 'modules'
        $folder = (New-Item -ItemType Directory (Join-Path $modules 'Microsoft.PowerShell.SecretManagement')).FullName
        Set-Content (Join-Path $folder 'Microsoft.PowerShell.SecretManagement.psm1') @"
            function Get-Secret {
                [CmdletBinding()]
                param([Parameter(Mandatory)] [string] `$Name, [string] `$Vault)
                if (`$Vault -and `$Vault -ne 'work') { Write-Error "The vault `$Vault was not found."; return }
                switch (`$Name) {
                    'secure' { Get-Content '$($org.KeyPath)' -Raw | ConvertTo-SecureString -AsPlainText -Force }
                    'text' { Get-Content '$($org.KeyPath)' -Raw }
                    'bytes' { , [IO.File]::ReadAllBytes('$($org.KeyPath)') }
                    'credential' { [pscredential]::new('x', (Get-Content '$($org.KeyPath)' -Raw | ConvertTo-SecureString -AsPlainText -Force)) }
                    'locked' { , [IO.File]::ReadAllBytes('$($locked.PfxPath)') }
                    'password' { ConvertTo-SecureString 'pass word' -AsPlainText -Force }
                    'table' { @{ a = 1 } }
                    default { Write-Error "The secret `$Name was not found." }
                }
            }
"@
        New-ModuleManifest (Join-Path $folder 'Microsoft.PowerShell.SecretManagement.psd1') -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret
        $before = $env:PSModulePath
    }
    BeforeEach {
        Reset-Profile
        $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $before
    }
    AfterAll {
        $env:PSModulePath = $before
        Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
    }

    It 'reads a key that is kept as <_>' -ForEach @('secure', 'text', 'bytes', 'credential') {
        Save-SfProfile ci @values -KeySecret $_
        (Connect-SfJwt -Profile ci).Username | Should -Be 'user@test.example'
    }

    It 'reads key and password from a vault, and saves them again from the connection' {
        Save-SfProfile ci -ClientId lockedapp -Username user@test.example -LoginUrl $org.Url -KeySecret locked -KeyPasswordSecret password -Vault work
        Connect-SfJwt -Profile ci | Save-SfProfile again
        $again = Get-SfProfile again
        $again.Key, $again.KeyPassword | Should -Be @('secret locked (vault work)', 'secret password (vault work)')
        (Connect-SfJwt -Profile again).ClientId | Should -Be 'lockedapp'
    }

    It 'names profile and secret if the secret is missing: <Name>' -ForEach @(
        @{ Name = 'secret'; With = @{ KeySecret = 'nothing' }; Text = '*secret nothing*not found*' }
        @{ Name = 'vault'; With = @{ KeySecret = 'secure'; Vault = 'closed' }; Text = '*vault closed*not found*' }
        @{ Name = 'kind'; With = @{ KeySecret = 'table' }; Text = '*Hashtable*' }
    ) {
        Save-SfProfile ci @values @With
        $thrown = Get-ThrownError { Connect-SfJwt -Profile ci }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSecretUnavailable,*'
        $thrown.ErrorDetails.Message | Should -BeLike "Profile 'ci'$Text"
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Get-SecretInfo'
    }

    It 'says how to install the module if it is missing' {
        Save-SfProfile ci @values -KeySecret secure
        $run = Invoke-FreshPowerShell 'Import-Module $module; try { Connect-SfJwt -Profile ci } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }' @{ PSModulePath = $before }
        $run.Output | Should -BeLike 'SfSecretUnavailable,*Install-PSResource Microsoft.PowerShell.SecretManagement*'
    }
}

Describe 'The profile file' {
    BeforeEach { Reset-Profile }

    It 'contains places and no secret, and only its owner may read it' {
        Connect-SfJwt @signIn | Save-SfProfile ci
        $json = Get-Content $file -Raw | ConvertFrom-Json
        $json.version | Should -Be 1
        $json.profiles.ci.PSObject.Properties.Name | Should -Be @('loginUrl', 'clientId', 'username', 'key')
        Get-Content $file -Raw | Should -Not -Match 'PRIVATE KEY|00D\w{12}'
        if (-not $IsWindows) {
            [int][IO.File]::GetUnixFileMode($file) | Should -Be 0x180 # 0600
            [int][IO.File]::GetUnixFileMode((Split-Path $file)) | Should -Be 0x1C0 # 0700
        }
    }

    It 'is named if it is damaged, and not changed: <Command>' -ForEach @(
        @{ Command = 'Get-SfProfile' }
        @{ Command = 'Get-SfProfile ci' }
        @{ Command = 'Save-SfProfile ci -ClientId x -Username u@example.com -KeyVariable K -Force' }
        @{ Command = 'Remove-SfProfile *' }
        @{ Command = 'Connect-SfJwt -Profile ci' }
    ) {
        $null = New-Item -ItemType Directory (Split-Path $file) -Force
        Set-Content $file '{ "version": 1, "profiles": ' -NoNewline
        $thrown = Get-ThrownError ([scriptblock]::Create($Command))
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfProfileFileInvalid,*'
        $thrown.CategoryInfo.Category | Should -Be 'InvalidData'
        $thrown.ErrorDetails.Message | Should -Match ([regex]::Escape($file))
        Get-Content $file -Raw | Should -Be '{ "version": 1, "profiles": '
    }

    It 'is in the user''s configuration folder, below $XDG_CONFIG_HOME if that is set' -Skip:(-not $IsLinux) {
        $run = Invoke-FreshPowerShell 'Import-Module $module; Save-SfProfile ci -ClientId x -Username u@example.com -KeyVariable K; (Get-SfProfile).Name' @{
            SF_PROFILE_PATH = ''; XDG_CONFIG_HOME = Join-Path $TestDrive xdg }
        $run.Output | Should -Be 'ci'
        Join-Path $TestDrive xdg/SalesforceJwt.PS/profiles.json | Should -Exist
        $run = Invoke-FreshPowerShell 'Import-Module $module; Save-SfProfile ci -ClientId x -Username u@example.com -KeyVariable K; (Get-SfProfile).Name' @{
            SF_PROFILE_PATH = ''; XDG_CONFIG_HOME = ''; HOME = Join-Path $TestDrive home }
        $run.Output | Should -Be 'ci'
        Join-Path $TestDrive home/.config/SalesforceJwt.PS/profiles.json | Should -Exist
    }

    It 'is named if its folder cannot be created' {
        Set-Content (Join-Path $TestDrive plain) 'x'
        $env:SF_PROFILE_PATH = Join-Path $TestDrive plain/profiles.json
        try { $thrown = Get-ThrownError { Save-SfProfile ci @values -KeyVariable K } } finally { $env:SF_PROFILE_PATH = $file }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'SF_PROFILE_PATH'
    }

    It 'can be named by a path relative to the current folder' {
        Push-Location $TestDrive
        $env:SF_PROFILE_PATH = './relative/profiles.json'
        try { Save-SfProfile ci @values -KeyVariable K } finally { Pop-Location; $env:SF_PROFILE_PATH = $file }
        Join-Path $TestDrive relative/profiles.json | Should -Exist
    }

    It 'has all profiles that several PowerShell processes saved at once' {
        $running = 1..4 | ForEach-Object {
            $script = "Import-Module '$(Get-TestModule)'; 1..10 | ForEach-Object { Save-SfProfile p$_-`$_ -ClientId x -Username u@example.com -KeyVariable K -ErrorAction Stop }"
            [Diagnostics.Process]::Start([Diagnostics.ProcessStartInfo]::new((Get-TestPowerShell),
                [string[]] ('-NoProfile', '-NonInteractive', '-Command', $script)))
        }
        $seen = 0
        while ($running.HasExited -contains $false) {
            $now = @(Get-SfProfile -ErrorAction Stop).Count
            $now | Should -BeGreaterOrEqual $seen
            $seen = $now
        }
        $running.ExitCode | Should -Be @(0, 0, 0, 0)
        @(Get-SfProfile).Count | Should -Be 40
    }

    It 'is waited for, and Ctrl+C ends the wait immediately' {
        Save-SfProfile first @values -KeyVariable K
        $held = [IO.File]::Open("$file.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        $shell = [powershell]::Create()
        $flag = @{ Started = $false }
        try {
            $null = $shell.AddCommand('Import-Module').AddArgument((Get-TestModule)).AddStatement().AddScript({ param($flag) $flag.Started = $true }).AddArgument($flag).AddStatement().AddCommand('Save-SfProfile').AddParameters($values + @{ Name = 'ci'; KeyVariable = 'K' })
            $null = $shell.BeginInvoke()
            while (-not $flag.Started) { Start-Sleep -Milliseconds 50 }
            Start-Sleep -Milliseconds 300
            $shell.InvocationStateInfo.State | Should -Be 'Running'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        } finally {
            $held.Dispose()
            $shell.Dispose()
        }
        (Get-SfProfile).Name | Should -Be 'first'
    }
}
