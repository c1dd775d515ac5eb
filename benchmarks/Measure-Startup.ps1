# The cost of the module in a new process, compared with a bare pwsh: import, sign-in, a first REST call; and the sign-in of the sf
# CLI. -Module compares several module folders, such as out/module/SalesforceJwt.PS, other/SalesforceJwt.PS; the default is the
# published one.
param([int] $Count = 20, [string[]] $Module)
. (Join-Path $PSScriptRoot 'Common.ps1')
$modules = @(if ($Module) { Convert-Path $Module } else { Join-Path $root 'out/package/SalesforceJwt.PS' })
$org = Start-BenchmarkOrg
try {
    $empty = Join-Path $org.Folder 'Empty.psd1'
    "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }" | Set-Content $empty
    # The cost of PowerShell itself for a module of as many cmdlets: an assembly of empty cmdlets, a manifest, and a view.
    $cmdlets = (Import-PowerShellDataFile (Join-Path $modules[0] 'SalesforceJwt.PS.psd1')).CmdletsToExport
    $hollow = Join-Path $org.Folder 'Hollow.psd1'
    $source = $cmdlets | ForEach-Object { "[Cmdlet(`"$($_.Split('-')[0])`", `"$($_.Split('-')[1])`")] public sealed class $($_.Replace('-', ''))Command : PSCmdlet { }" }
    Add-Type -TypeDefinition ("using System.Management.Automation;`n" + ($source -join "`n")) -OutputAssembly ([IO.Path]::ChangeExtension($hollow, '.dll'))
    "@{ RootModule = 'Hollow.dll'; ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @('$($cmdlets -join "', '")'); AliasesToExport = @() }" | Set-Content $hollow
    $viewed = Join-Path $org.Folder 'HollowWithView.psd1'
    (Get-Content $hollow -Raw).Replace("ModuleVersion", "FormatsToProcess = @('Hollow.Format.ps1xml'); ModuleVersion") | Set-Content $viewed
    @'
<Configuration><ViewDefinitions><View><Name>Hollow</Name><ViewSelectedBy><TypeName>Hollow</TypeName></ViewSelectedBy><TableControl>
<TableHeaders><TableColumnHeader /></TableHeaders><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem>
<PropertyName>Name</PropertyName></TableColumnItem></TableColumnItems></TableRowEntry></TableRowEntries>
</TableControl></View></ViewDefinitions></Configuration>
'@ | Set-Content (Join-Path $org.Folder 'Hollow.Format.ps1xml')
    $yardstick = "import of $($cmdlets.Count) empty cmdlets and a view"
    $commands = [ordered]@{
        'bare pwsh' = 'exit'
        'import of an empty module' = "Import-Module '$empty'"
        "import of $($cmdlets.Count) empty cmdlets" = "Import-Module '$hollow'"
        $yardstick = "Import-Module '$viewed'"
    }
    foreach ($folder in $modules) {
        $name = if ($modules.Count -gt 1) { "$folder`: " } else { '' }
        $import = "Import-Module '$folder'"
        $commands["${name}import"] = $import
        $commands["${name}import + sign-in"] = "$import; `$null = Connect-SfJwt"
        $commands["${name}import + sign-in + one REST GET"] = "$import; `$null = Connect-SfJwt -ApiVersion 68.0; `$null = Invoke-SfRest limits"
        $commands["${name}the same with -UseTokenCache"] =
            "$import; `$env:SF_TOKEN_CACHE_PATH = '$($org.Folder)/tokens'; `$null = Connect-SfJwt -ApiVersion 68.0 -UseTokenCache; `$null = Invoke-SfRest limits"
    }
    $processes = [ordered]@{}
    foreach ($name in $commands.Keys) {
        $processes[$name] = @{ File = $pwsh; Arguments = '-NoProfile', '-NonInteractive', '-Command', $commands[$name] }
    }
    if ($login = New-SfLogin $org) { $processes['sf org login jwt'] = $login }
    $results = Measure-FreshProcess $processes $Count
    $results
    $emptyMs = ($results | Where-Object Way -EQ $yardstick).OverFirstMs
    foreach ($result in $results | Where-Object Way -Like '*import') {
        "$($result.Way): $([math]::Round($result.OverFirstMs / $emptyMs, 2)) times the $yardstick, over bare"
    }
} finally {
    Stop-BenchmarkOrg $org
}
