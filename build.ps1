#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, analyses and packages the module: the PowerShell face of dotnet build and dotnet test.
.EXAMPLE
./build.ps1 -Task Build, Test
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Build: the module in out/module, and the files to publish in out/package. Test: every test. Demo: the quickstart.
    # Analyze: manifest, PSScriptAnalyzer, code format. Docs: the help in module/en-US, from docs/en-US. Package: the module
    # as .nupkg and .zip, and LocalOrg as a .NET tool. Publish: that .nupkg to a repository (-WhatIf shows what would happen).
    [ValidateSet('Build', 'Test', 'Demo', 'Analyze', 'Docs', 'Package', 'Publish')]
    [string[]] $Task = 'Build',

    # The folder for packages.
    [string] $PackagePath = (Join-Path $PSScriptRoot 'out'),

    # Publish: the name of a registered repository.
    [string] $Repository = 'PSGallery',

    # Package or analyze the output of the last build, without building.
    [switch] $NoBuild,

    # Package: the repository's address, for the gallery and for Get-Help -Online. Default: ProjectUri of Directory.Build.props.
    [string] $ProjectUri,

    # The folder to which Docs writes the help.
    [string] $HelpPath = (Join-Path $PSScriptRoot 'module/en-US')
)
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$module = Join-Path $PSScriptRoot 'out/module/SalesforceJwt.PS'
$layout = Join-Path $PSScriptRoot 'src/SalesforceJwt.PS/obj/published/SalesforceJwt.PS'

function Invoke-Build { dotnet build $PSScriptRoot/SalesforceJwt.PS.sln -nologo -v quiet }

function Invoke-Test { dotnet test $PSScriptRoot/SalesforceJwt.PS.sln -nologo }

function Invoke-Demo { dotnet run --project $PSScriptRoot/samples/Quickstart }

function Invoke-Analyze {
    if (-not $NoBuild) { Invoke-Build }
    $null = Test-ModuleManifest (Join-Path $module 'SalesforceJwt.PS.psd1')
    # Style and analyzers are errors of the build.
    dotnet format whitespace $PSScriptRoot/SalesforceJwt.PS.sln --verify-no-changes --no-restore
    if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
        Write-Warning 'PSScriptAnalyzer is not installed (Install-PSResource PSScriptAnalyzer): scripts were not analysed.'
        return
    }
    $settings = Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1'
    $found = foreach ($path in 'build.ps1', 'tools', 'module', 'samples', 'benchmarks', 'tests/pester') {
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $path) -Recurse -Settings $settings
    }
    if ($found) {
        $found | Format-Table Severity, RuleName, ScriptName, Line, Message -AutoSize -Wrap | Out-String -Width 160 | Write-Output
        throw "PSScriptAnalyzer found $(@($found).Count) faults."
    }
}

function Invoke-Docs {
    [Diagnostics.CodeAnalysis.SuppressMessage('PSUseSingularNouns', '', Justification = 'The name of the task.')]
    param()
    try { Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0 -MaximumVersion 1.999 }
    catch { throw 'Microsoft.PowerShell.PlatyPS 1 is not installed: Install-PSResource Microsoft.PowerShell.PlatyPS -Version 1.0.3' }
    Import-Module (Join-Path $PSScriptRoot 'tools/Help.psm1') -Force
    Export-ModuleHelp -Source (Join-Path $PSScriptRoot 'docs/en-US') -Destination $HelpPath -Name SalesforceJwt.PS
}

# The same sources give the same packages, byte for byte: their timestamps are the last commit's, or SOURCE_DATE_EPOCH
# (reproducible-builds.org).
function Get-PackageTime {
    $seconds = $env:SOURCE_DATE_EPOCH ? $env:SOURCE_DATE_EPOCH : (git -C $PSScriptRoot log -1 --format=%ct)
    [DateTimeOffset]::FromUnixTimeSeconds([long]$seconds)
}

# From the sources, since Publish may run on a machine that did not build.
function Get-BuildProperty([string] $Name) {
    ([xml](Get-Content (Join-Path $PSScriptRoot 'Directory.Build.props') -Raw)).SelectSingleNode("/Project/PropertyGroup/$Name").InnerText
}

function Get-PackageVersion { Get-BuildProperty Version }

function Get-ProjectUri { $ProjectUri ? $ProjectUri : (Get-BuildProperty ProjectUri) }

function Get-PackageFile([string] $Extension) { Join-Path $PackagePath "SalesforceJwt.PS.$(Get-PackageVersion)$Extension" }

# Writes the software bill of materials (CycloneDX): the packages whose assemblies the module contains, with versions, hashes
# and licences.
function Export-Sbom([string] $Path, [string] $Version, [DateTimeOffset] $Time) {
    Push-Location $PSScriptRoot
    try {
        dotnet tool restore --verbosity quiet
        # These are references that are not shipped.
        dotnet tool run dotnet-CycloneDX -- src/SalesforceJwt.PS/SalesforceJwt.PS.csproj `
            --output (Split-Path $Path) --filename (Split-Path $Path -Leaf) `
            --output-format Json --disable-package-restore --no-serial-number --exclude-filter 'PowerShellStandard.Library,Microsoft.Identity.Client' `
            --set-name SalesforceJwt.PS --set-version $Version --set-type Library | Out-Null
    } finally { Pop-Location }
    # The tool writes the current time.
    $text = (Get-Content $Path -Raw) -replace '(?<="timestamp": ")[^"]+', $Time.UtcDateTime.ToString('yyyy-MM-ddTHH:mm:ssZ')
    Set-Content $Path $text -NoNewline
}

function Invoke-Package {
    if (-not $NoBuild) { Invoke-Build }
    $time = Get-PackageTime
    $sbom = Join-Path $PSScriptRoot 'src/SalesforceJwt.PS/obj/bom.json'
    Export-Sbom $sbom (Get-PackageVersion) $time
    # A build precompiles the module for this machine only; this does it for the other systems too, and downloads what it needs.
    dotnet build (Join-Path $PSScriptRoot 'src/SalesforceJwt.PS') -t:LayOutPackage -p:AllSystems=true -p:BuildProjectReferences=false -nologo -v quiet
    Import-Module (Join-Path $PSScriptRoot 'tools/Gallery.psm1') -Force
    $address = Get-ProjectUri
    $notes = Get-ReleaseNote (Join-Path $PSScriptRoot 'CHANGELOG.md') (Get-PackageVersion)
    Set-ModuleAddress $layout $address $notes
    $nuspec = Join-Path $PSScriptRoot 'src/SalesforceJwt.PS/obj/SalesforceJwt.PS.nuspec'
    Export-Nuspec (Join-Path $PSScriptRoot 'src/SalesforceJwt.PS/SalesforceJwt.PS.nuspec') $nuspec (Join-Path $layout 'SalesforceJwt.PS.psd1') $address $notes
    foreach ($project in 'SalesforceJwt.PS', 'SalesforceJwt.LocalOrg') {
        # Debug is what "dotnet build" and the tests use, and it is optimised (Directory.Build.props): the tested files are packed.
        dotnet pack (Join-Path $PSScriptRoot "src/$project") --no-build -c Debug -o $PackagePath -nologo -v quiet `
            "-p:DeterministicTimestamp=$($time.ToString('o'))" -p:AllSystems=true
    }
    Export-Zip (Get-PackageFile .zip) $sbom $time
    Get-ChildItem $PackagePath -File | Where-Object Extension -In .nupkg, .zip
}

# Compress-Archive would use the order and the times of the files on disk.
function Export-Zip([string] $Path, [string] $Sbom, [DateTimeOffset] $Time) {
    Remove-Item $Path -ErrorAction Ignore
    $zip = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        $files = @{ 'SalesforceJwt.PS/bom.json' = $Sbom }
        foreach ($file in Get-ChildItem $layout -Recurse -File) {
            $files[[IO.Path]::GetRelativePath((Split-Path $layout), $file.FullName).Replace('\', '/')] = $file.FullName
        }
        $names = [string[]] $files.Keys
        [Array]::Sort($names, [StringComparer]::Ordinal)
        foreach ($name in $names) {
            $entry = $zip.CreateEntry($name)
            $entry.LastWriteTime = $Time
            $target = $entry.Open()
            $source = [IO.File]::OpenRead($files[$name])
            try { $source.CopyTo($target) } finally { $target.Dispose(); $source.Dispose() }
        }
    } finally {
        $zip.Dispose()
    }
}

function Invoke-Publish {
    [CmdletBinding(SupportsShouldProcess)]
    param()
    $package = Get-PackageFile .nupkg
    if (-not (Test-Path $package)) { Invoke-Package }
    if ($PSCmdlet.ShouldProcess($package, "Publish to $Repository")) {
        if (-not (Get-ProjectUri)) {
            throw 'The repository has no address: set ProjectUri in Directory.Build.props, or give -ProjectUri. The gallery and Get-Help -Online need it.'
        }
        if (-not $env:PSGALLERY_API_KEY) {
            throw 'The environment variable PSGALLERY_API_KEY is not set: create a key in your account at the gallery.'
        }
        Publish-PSResource -NupkgPath $package -Repository $Repository -ApiKey $env:PSGALLERY_API_KEY
    }
}

foreach ($name in $Task) { & "Invoke-$name" }
