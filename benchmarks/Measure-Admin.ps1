# A permission set for many users, each time in a new process: Add-SfPermissionSet, which signs in first, and `sf org assign permset`, which
# has stored its sign-in. The number of requests is what the org received in the last round.
param([int] $Count = 5, [int[]] $Users = (10, 100))
. (Join-Path $PSScriptRoot 'Common.ps1')
$package = Join-Path $root 'out/package/SalesforceJwt.PS'
$org = Start-BenchmarkOrg
try {
    $names = @(foreach ($i in 1..($Users | Measure-Object -Maximum).Maximum) { "user$i@example.com" })
    foreach ($name in $names) { $null = Invoke-BenchmarkOrg $org Post users @{ username = $name } }
    $null = Connect-SfJwt
    if ($login = New-SfLogin $org) { Invoke-FreshProcess $login }
    $state = @{ Round = 0; Requests = @{} }
    $invoke = {
        param($Way, $Command)
        $null = Invoke-BenchmarkOrg $org Delete requests
        Invoke-FreshProcess $Command
        $state.Requests[$Way] = @(Invoke-BenchmarkOrg $org Get requests).Count
    }
    # Each round has a permission set of its own, so that every assignment is new.
    $newSet = {
        $state.Round++
        $name = "Set_$($state.Round)"
        $null = New-SfRecord PermissionSet @{ Name = $name; Label = $name }
        $name
    }
    foreach ($many in $Users) {
        $chosen = $names[0..($many - 1)]
        $ours = "Add-SfPermissionSet, $many users"
        $ways = [ordered]@{
            $ours = {
                $script = "Import-Module '$package'; `$null = Connect-SfJwt; '$($chosen -join "', '")' | Add-SfPermissionSet $(& $newSet) -ErrorAction Stop"
                & $invoke $ours @{ File = $pwsh; Arguments = '-NoProfile', '-NonInteractive', '-Command', $script }
            }
        }
        if ($login) {
            $theirs = "sf org assign permset, $many users"
            $ways[$theirs] = {
                & $invoke $theirs (New-SfCommand $org (@('org', 'assign', 'permset', '--json', '--target-org', $env:SF_USERNAME, '--name', (& $newSet)) +
                        @($chosen | ForEach-Object { '--on-behalf-of', $_ })))
            }
        }
        Measure-InTurn $ways $Count | Select-Object *, @{ Name = 'Requests'; Expression = { $state.Requests[$_.Way] } }
    }
} finally {
    Stop-BenchmarkOrg $org
}
