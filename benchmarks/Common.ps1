# What the benchmarks share: a LocalOrg of their own with a key that it knows, and medians of fresh processes.
$ErrorActionPreference = 'Stop'
# PowerShell's own telemetry starts with the first module that is imported, whichever it is; it is nothing of the module's.
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$root = Split-Path $PSScriptRoot
$builtModule = Join-Path $root 'out/module/SalesforceJwt.PS'
$pwsh = (Get-Process -Id $PID).Path

function Start-BenchmarkOrg {
    param([int] $Records = 100)
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "sfjwt-$([guid]::NewGuid().ToString('N'))")).FullName
    Import-Module $builtModule
    $certificate = New-SfCertificate -Path $folder -Name bench
    $org = Get-ChildItem (Join-Path $root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll | Sort-Object LastWriteTime | Select-Object -Last 1
    $ready = Join-Path $folder 'ready.json'
    $process = Start-Process dotnet -PassThru -RedirectStandardOutput (Join-Path $folder 'out.txt') -ArgumentList @(
        $org.FullName, '--client-id', 'bench', '--certificate', $certificate.CertificatePath, '--user', 'bench@example.com'
        '--records', $Records, '--ready-file', $ready, '--parent-pid', $PID, '--quiet')
    while (-not (Test-Path $ready)) { Start-Sleep -Milliseconds 20 }
    $env:SF_CLIENT_ID = 'bench'
    $env:SF_USERNAME = 'bench@example.com'
    $env:SF_LOGIN_URL = (Get-Content $ready | ConvertFrom-Json).httpUrl
    $env:SF_JWT_KEY_FILE = $certificate.KeyPath
    [pscustomobject]@{ Process = $process; Folder = $folder; Url = $env:SF_LOGIN_URL }
}

function Stop-BenchmarkOrg($Org) {
    $Org.Process.Kill()
    Remove-Item $Org.Folder -Recurse -Force
}

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[int][math]::Floor($sorted.Count / 2)]
}

# Runs each command in fresh processes, in turns, so that a noisy moment of the machine meets all of them.
function Measure-FreshProcess([System.Collections.IDictionary] $Commands, [int] $Count) {
    $times = @{}
    foreach ($name in $Commands.Keys) { $times[$name] = [Collections.Generic.List[double]]::new() }
    for ($i = 0; $i -le $Count; $i++) {
        foreach ($name in $Commands.Keys) {
            $file, [string[]] $arguments = $Commands[$name]
            $info = [Diagnostics.ProcessStartInfo]::new($file, $arguments)
            $info.RedirectStandardOutput = $true
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $process = [Diagnostics.Process]::Start($info)
            $null = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            $watch.Stop()
            if ($process.ExitCode -ne 0) { throw "$name failed with exit code $($process.ExitCode)" }
            if ($i -gt 0) { $times[$name].Add($watch.Elapsed.TotalMilliseconds) } # the first round warms the disk cache
        }
    }
    $first = $null
    foreach ($name in $Commands.Keys) {
        $median = Get-Median $times[$name]
        $first ??= $median
        [pscustomobject]@{ Command = $name; MedianMs = [math]::Round($median, 1); OverFirstMs = [math]::Round($median - $first, 1) }
    }
}
