# What the module costs in a fresh process, over a bare pwsh: import, sign-in, a first REST call. Several module folders are
# measured side by side: -Module out/module/SalesforceJwt.PS, other/SalesforceJwt.PS
param([int] $Count = 15, [string[]] $Module)
. (Join-Path $PSScriptRoot 'Common.ps1')
$modules = if ($Module) { Convert-Path $Module } else { $builtModule }
$org = Start-BenchmarkOrg
try {
    $empty = Join-Path $org.Folder 'Empty.psd1'
    "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }" | Set-Content $empty
    $commands = [ordered]@{ 'bare pwsh' = 'exit'; 'import of an empty module' = "Import-Module '$empty'" }
    foreach ($folder in $modules) {
        $name = if ($modules.Count -gt 1) { "$folder`: " } else { '' }
        $import = "Import-Module '$folder'"
        $commands["${name}import"] = $import
        $commands["${name}import + sign-in"] = "$import; `$null = Connect-SfJwt"
        $commands["${name}import + sign-in + one REST GET"] = "$import; `$null = Connect-SfJwt -ApiVersion 68.0; `$null = Invoke-SfRest limits"
    }
    $processes = [ordered]@{}
    foreach ($name in $commands.Keys) { $processes[$name] = $pwsh, '-NoProfile', '-NonInteractive', '-Command', $commands[$name] }
    Measure-FreshProcess $processes $Count
} finally {
    Stop-BenchmarkOrg $org
}
