#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, analyses and packages the module: the PowerShell face of dotnet build and dotnet test.
.EXAMPLE
./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    # Build: the module in out/module. Test: every test. Demo: the quickstart. Analyze: manifest, PSScriptAnalyzer, code format. Package: a portable zip in out/.
    [ValidateSet('Build', 'Test', 'Demo', 'Analyze', 'Package')]
    [string[]] $Task = 'Build'
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot 'out/module/SalesforceJwt.PS'

function Invoke-Build { dotnet build $PSScriptRoot/SalesforceJwt.PS.sln -nologo -v quiet }

function Invoke-Test { dotnet test $PSScriptRoot/SalesforceJwt.PS.sln -nologo }

function Invoke-Demo { dotnet run --project $PSScriptRoot/samples/Quickstart }

function Invoke-Analyze {
    Invoke-Build
    $null = Test-ModuleManifest (Join-Path $module 'SalesforceJwt.PS.psd1')
    dotnet format $PSScriptRoot/SalesforceJwt.PS.sln --verify-no-changes --no-restore
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        Write-Warning 'PSScriptAnalyzer is not installed (Install-PSResource PSScriptAnalyzer): scripts were not analysed.'
        return
    }
    $found = foreach ($path in 'build.ps1', 'module', 'samples', 'benchmarks', 'tests/pester') {
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $path) -Recurse -Settings (Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1')
    }
    if ($found) {
        $found | Format-Table Severity, RuleName, ScriptName, Line, Message -AutoSize -Wrap | Out-String -Width 160 | Write-Output
        throw "PSScriptAnalyzer found $(@($found).Count) faults."
    }
}

function Invoke-Package {
    # A build leaves code for its own machine; a package is for every platform.
    $portable = Join-Path $PSScriptRoot 'out/package/SalesforceJwt.PS/'
    dotnet build $PSScriptRoot/src/SalesforceJwt.PS -nologo -v quiet -p:Precompile=false -p:ModuleOutput=$portable
    Copy-Item (Join-Path $PSScriptRoot 'LICENSE') $portable
    $version = (Import-PowerShellDataFile (Join-Path $portable 'SalesforceJwt.PS.psd1')).ModuleVersion
    $zip = Join-Path $PSScriptRoot "out/SalesforceJwt.PS.$version.zip"
    Compress-Archive -Path $portable -DestinationPath $zip -Force
    Get-Item $zip
}

foreach ($name in $Task) { & "Invoke-$name" }
