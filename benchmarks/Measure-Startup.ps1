# What the module costs in a fresh process: import, and import + sign-in + one REST call, over a bare pwsh.
param([int] $Count = 15)
. (Join-Path $PSScriptRoot 'Common.ps1')
$org = Start-BenchmarkOrg
try {
    $common = '-NoProfile', '-NonInteractive', '-Command'
    $import = "Import-Module '$module'"
    Measure-FreshProcess ([ordered]@{
            'bare pwsh'                       = @($pwsh) + $common + 'exit'
            'import'                          = @($pwsh) + $common + $import
            'import + sign-in'                = @($pwsh) + $common + "$import; `$null = Connect-SfJwt"
            'import + sign-in + one REST GET' = @($pwsh) + $common + "$import; `$null = Connect-SfJwt -ApiVersion 68.0; `$null = Invoke-SfRest limits"
        }) $Count
} finally {
    Stop-BenchmarkOrg $org
}
