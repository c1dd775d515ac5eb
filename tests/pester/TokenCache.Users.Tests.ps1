# The token cache for sign-ins of a user: its key is in a vault, or in the system's key store. Each sign-in is a process of its own.
BeforeDiscovery {
    $noKeyring = if (-not $IsLinux) { 'tests of key stores need Linux' }
    elseif (-not ((Get-Command dbus-daemon, gnome-keyring-daemon -ErrorAction Ignore) -and (Test-Path /usr/lib/*/libsecret-1.so.0))) {
        'gnome-keyring, dbus-daemon or libsecret is not installed here'
    }
    if ($noKeyring) { Write-Warning "Skipped: $noKeyring." }
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'SecretVaults.psm1') -Force
    $org = Start-TestOrg
    Set-OrgSetting $org @{ devicePollSeconds = 1 }
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; scope = 'api refresh_token'; flows = 'Device', 'RefreshToken' }
    $vaults = @{ PSModulePath = New-SecretModule (New-Item -ItemType Directory (Join-Path $TestDrive modules)) }
    $signIn = "Connect-SfDevice app -LoginUrl $($org.Url) -TimeoutSec 30"

    # Runs a script in a process of its own. Where it asks the user to sign in, the user does.
    function Invoke-Process([string] $Script, [hashtable] $Environment = @{}) {
        $answering = "Import-Module '$PSScriptRoot/WebSignIn.psm1'
            `$run = Start-WebSignIn { $Script }
            `$run.Message -match 'code (\w+)' ? (Submit-OrgDeviceCode $($org.Url) `$Matches[1]) : `$null
            Complete-WebSignIn `$run
            `$run.Warnings"
        $result = Invoke-FreshPowerShell $answering ($Environment + @{ SF_TOKEN_CACHE_PATH = $cache })
        $result.Errors -replace '(?m)^dbus.*' | Should -BeNullOrEmpty
        $result.Output
    }
    function Get-DeviceCodeCount { @(Get-OrgRequest $org | Where-Object body -Like '*response_type=device_code*').Count }
}
AfterAll { Stop-TestOrg $org }

Describe 'The token cache of a user' {
    BeforeEach {
        $cache = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        Clear-OrgRequest $org
    }

    Context 'with -TokenVault' {
        BeforeAll { $null = Invoke-FreshPowerShell 'Register-SecretVault work; Register-SecretVault other' $vaults }

        It 'spares another process the user' {
            $first = Invoke-Process "($signIn -TokenVault work).Username; Get-SfAccessToken -AsPlainText" $vaults
            $second = Invoke-Process "($signIn -TokenVault work).Username; Get-SfAccessToken -AsPlainText; (Get-SfTokenCache).SealedWith" $vaults
            $first | Should -Match '^user@test\.example\s+00D'
            $second -replace '\s+vault work$' | Should -Be $first
            $second | Should -Match 'vault work$'
            Get-DeviceCodeCount | Should -Be 1

            Invoke-OrgAdmin $org Post tokens/expire
            Invoke-Process "`$null = $signIn -TokenVault work; (Invoke-SfRest limits).DailyApiRequests.Max" $vaults | Should -Be 100000
            Get-DeviceCodeCount | Should -Be 1
        }

        It 'asks the user again where the vault is another one, or its key was removed' {
            $null = Invoke-Process "$signIn -TokenVault work" $vaults
            $null = Invoke-Process "$signIn -TokenVault other" $vaults
            Get-DeviceCodeCount | Should -Be 2
            $null = Invoke-FreshPowerShell 'Register-SecretVault work' $vaults
            $null = Invoke-Process "$signIn -TokenVault work" $vaults
            Get-DeviceCodeCount | Should -Be 3
        }

        It 'takes the key that another process has stored in the meantime' {
            $key = [Convert]::ToBase64String([byte[]] (1..32))
            $null = Invoke-FreshPowerShell "Register-SecretVault work; Set-LaterSecret SalesforceJwt-token-cache $key work" $vaults
            (1..2).ForEach({ Invoke-Process "($signIn -TokenVault work).Username" $vaults }) | Should -Be 'user@test.example', 'user@test.example'
            (Invoke-FreshPowerShell 'Get-Secret SalesforceJwt-token-cache -Vault work -AsPlainText' $vaults).Output | Should -Be $key
            Get-DeviceCodeCount | Should -Be 1
        }

        It 'fails before the user is asked if <Why>' -ForEach @(
            @{ Why = 'there is no such vault'; Vault = 'nowhere'; Script = ''; Id = 'SfSecretUnavailable'; Message = 'nowhere' }
            @{ Why = 'the vault is locked'; Vault = 'work'; Script = 'Lock-SecretVault'; Id = 'SfSecretUnavailable'; Message = 'is locked' }
            @{ Why = 'its secret is something else'; Vault = 'work'; Script = "Set-Secret SalesforceJwt-token-cache '5EC2E7'"
                Id = 'SfSecretUnavailable'; Message = 'not a key of the token cache' }
            @{ Why = 'the cache is switched off'; Vault = 'work -UseTokenCache:$false'; Script = ''; Id = 'SfArgumentConflict'; Message = 'switched off' }
        ) {
            $result = Invoke-FreshPowerShell "Import-Module `$module; $Script; try { $signIn -TokenVault $Vault } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.Message } finally { Unlock-SecretVault }" ($vaults + @{ SF_TOKEN_CACHE_PATH = $cache })
            $result.Output | Should -BeLike "$Id,*"
            $result.Output | Should -Match $Message
            $result.Output | Should -Not -Match 5EC2E7
            Get-DeviceCodeCount | Should -Be 0
        }

        It 'says that the module is missing' {
            $result = Invoke-FreshPowerShell "Import-Module `$module; try { $signIn -TokenVault work } catch { `$_.ErrorDetails.Message }" @{ PSModulePath = $TestDrive }
            $result.Output | Should -Match 'Microsoft\.PowerShell\.SecretManagement is not installed'
        }
    }

    Context 'with the Secret Service' -Skip:([bool] $noKeyring) {
        BeforeAll {
            # A session bus and a keyring of the test's own.
            $bus = (dbus-daemon --session --fork --print-address=1 --print-pid=1 2>$null) -split '\n'
            $keyring = @{ DBUS_SESSION_BUS_ADDRESS = $bus[0]; XDG_DATA_HOME = "$TestDrive/data"; XDG_RUNTIME_DIR = "$TestDrive/run" }
            $null = New-Item -ItemType Directory $keyring.XDG_DATA_HOME, $keyring.XDG_RUNTIME_DIR
            $null = Invoke-FreshPowerShell "'a password' | gnome-keyring-daemon --unlock --components=secrets" $keyring
        }
        AfterAll { Stop-Process -Id $bus[1] }

        It 'spares another process the user' {
            Invoke-Process "($signIn -UseTokenCache).Username" $keyring | Should -Be 'user@test.example'
            Invoke-Process "($signIn).Username; (Get-SfTokenCache).SealedWith" ($keyring + @{ SF_TOKEN_CACHE = '1' }) |
                Should -Match '^user@test\.example\s+system key store$'
            Get-DeviceCodeCount | Should -Be 1
            Get-ChildItem $cache -Filter *.token | Should -HaveCount 1
        }
    }

    Context 'without a key store' -Skip:(-not $IsLinux) {
        BeforeAll { $none = @{ DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nowhere'; SF_TOKEN_CACHE = '' } }

        It 'is refused before the user is asked' {
            $result = Invoke-FreshPowerShell "Import-Module `$module; try { $signIn -UseTokenCache } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.Message; `$_.ErrorDetails.RecommendedAction }" ($none + @{ SF_TOKEN_CACHE_PATH = $cache })
            $result.Output | Should -BeLike 'SfTokenCacheUnavailable,*'
            $result.Output | Should -Match 'the Secret Service \(libsecret\) cannot be used \('
            $result.Output | Should -Match '-TokenVault'
            Get-DeviceCodeCount | Should -Be 0
        }

        It 'is a warning if only SF_TOKEN_CACHE wants it' {
            $none.SF_TOKEN_CACHE = '1'
            Invoke-Process "($signIn).Username; @(Get-SfTokenCache).Count" $none |
                Should -Match '(?s)^user@test\.example\s+0\s+The token cache has no place for its key: .*This sign-in does not use it\.$'
        }
    }
}
