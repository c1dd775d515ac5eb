# A stub of Microsoft.PowerShell.SecretManagement, so that the tests do not need the module. Its vaults are a file, which several processes
# share.

# Makes the module's folder in a folder, and returns the value of PSModulePath with which it is found.
function New-SecretModule([Parameter(Mandatory)] [string] $Folder) {
    $module = New-Item -ItemType Directory (Join-Path $Folder Microsoft.PowerShell.SecretManagement)

    # Returns secrets as the real module does: text as SecureString, unless -AsPlainText; everything else unchanged.
    Set-Content (Join-Path $module Microsoft.PowerShell.SecretManagement.psm1) @'
        $file = Join-Path $PSScriptRoot vaults.clixml
        function Read-State { if (Test-Path $file) { Import-Clixml $file } else { @{ Vaults = @{}; Locked = $false } } }
        function Set-State([scriptblock] $Change) { $state = Read-State; & $Change $state; Export-Clixml $file -InputObject $state }
        function Register-SecretVault { param([string] $Name, [string] $ModuleName) Set-State { $args[0].Vaults[$Name] = @{} } }
        function Lock-SecretVault { Set-State { $args[0].Locked = $true } }
        function Unlock-SecretVault { Set-State { $args[0].Locked = $false } }
        function Set-Secret {
            [CmdletBinding()]
            param([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [object] $Secret, [string] $Vault = 'work', [switch] $NoClobber)
            if ((Read-State).Locked) { Write-Error 'The vault is locked, and nobody can be asked for its password.'; return }
            if (-not (Read-State).Vaults.ContainsKey($Vault)) { Write-Error "Vault $Vault does not exist in registry."; return }
            if ($NoClobber -and (Read-State).Vaults[$Vault].ContainsKey($Name)) {
                $PSCmdlet.ThrowTerminatingError([Management.Automation.ErrorRecord]::new(
                    [Management.Automation.PSInvalidOperationException]::new("A secret with name $Name already exists in vault $Vault."),
                    'AddSecretAlreadyExists', 'ResourceExists', $null))
            }
            Set-State { $args[0].Vaults[$Vault][$Name] = $Secret }
        }
        # Stores a secret when Get-SecretInfo has ended the next time, as another process might.
        function Set-LaterSecret([string] $Name, [string] $Secret, [string] $Vault) {
            Set-State { $args[0].Later = @{ Name = $Name; Secret = $Secret; Vault = $Vault } }
        }
        function Find-Vault([string] $Name, [string] $Vault) {
            (Read-State).Vaults.GetEnumerator() | Where-Object { (-not $Vault -or $_.Key -eq $Vault) -and $_.Value.ContainsKey($Name) } |
                Select-Object -First 1
        }
        function Get-SecretInfo {
            [CmdletBinding()]
            param([string] $Name, [string] $Vault)
            if ((Read-State).Locked) { Write-Error 'The vault is locked, and nobody can be asked for its password.'; return }
            if (-not (Read-State).Vaults.ContainsKey($Vault)) { Write-Error "Vault $Vault does not exist in registry."; return }
            if (Find-Vault $Name $Vault) { [pscustomobject]@{ Name = $Name; VaultName = $Vault } }
            if ($later = (Read-State).Later) {
                Set-Secret @later
                Set-State { $args[0].Remove('Later') }
            }
        }
        function Get-Secret {
            [CmdletBinding()]
            param([Parameter(Mandatory)] [string] $Name, [string] $Vault, [switch] $AsPlainText)
            if ((Read-State).Locked) { Write-Error 'The vault is locked, and nobody can be asked for its password.'; return }
            $found = Find-Vault $Name $Vault
            if (-not $found) { Write-Error "The secret $Name was not found."; return }
            $secret = $found.Value[$Name]
            if ($AsPlainText -and $secret -is [securestring]) { ConvertFrom-SecureString $secret -AsPlainText }
            elseif ($secret -is [string] -and -not $AsPlainText) { ConvertTo-SecureString $secret -AsPlainText -Force }
            else { , $secret }
        }
'@
    New-ModuleManifest (Join-Path $module Microsoft.PowerShell.SecretManagement.psd1) -RootModule Microsoft.PowerShell.SecretManagement.psm1 -FunctionsToExport Get-Secret, Set-Secret, Set-LaterSecret, Get-SecretInfo, Register-SecretVault, Lock-SecretVault, Unlock-SecretVault
    $Folder + [IO.Path]::PathSeparator + $env:PSModulePath
}

Export-ModuleMember -Function New-SecretModule
