# Shared by the benchmarks: a LocalOrg with an app and its key, jsforce, and medians of alternating rounds.
$ErrorActionPreference = 'Stop'
# PowerShell's telemetry starts with the first imported module, whichever it is; it would be counted as the module's.
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$root = Split-Path $PSScriptRoot
$builtModule = Join-Path $root 'out/module/SalesforceJwt.PS'
$pwsh = $env:SFJWT_PWSH ? $env:SFJWT_PWSH : (Get-Process -Id $PID).Path

function Start-BenchmarkOrg {
    param([int] $Records = 100)
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "sfjwt-$([guid]::NewGuid().ToString('N'))")).FullName
    Import-Module $builtModule
    $certificate = New-SfCertificate -Path $folder -Name bench
    $dll = Get-ChildItem (Join-Path $root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll |
        Sort-Object LastWriteTime | Select-Object -Last 1
    $ready = Join-Path $folder 'ready.json'
    $process = Start-Process dotnet -PassThru -RedirectStandardOutput (Join-Path $folder 'out.txt') -Environment @{ TMPDIR = $folder
        TMP = $folder } -ArgumentList @(
        $dll.FullName, '--client-id', 'bench', '--certificate', $certificate.CertificatePath, '--user', 'bench@example.com'
        '--records', $Records, '--ready-file', $ready, '--parent-pid', $PID, '--quiet')
    while (-not (Test-Path $ready)) { Start-Sleep -Milliseconds 20 }
    $info = Get-Content $ready | ConvertFrom-Json
    $url = $info.httpUrl
    $org = [pscustomobject]@{ Process = $process; Folder = $folder; Url = $url; AdminHeader = @{ Authorization = "Bearer $($info.adminKey)" } }
    # Jobs are complete at the first request, and uploads are counted but not stored: this measures the client, not the org.
    $null = Invoke-BenchmarkOrg $org Patch settings @{ dailyApiLimit = 100000000; bulk = @{ inProgressPolls = 0; savesRecords = $false } }
    $env:SF_CLIENT_ID = 'bench'
    $env:SF_USERNAME = 'bench@example.com'
    $env:SF_LOGIN_URL = $url
    $env:SF_JWT_KEY_FILE = $certificate.KeyPath
    $org
}

function Stop-BenchmarkOrg($Org) {
    $Org.Process.Kill()
    $Org.Process.WaitForExit()
    Remove-Item $Org.Folder -Recurse -Force
}

# The node executable of the folder with jsforce and sf; $null if there is none.
function Get-Node {
    $node = $env:SFJWT_NODE_CLIENTS ? (Join-Path $env:SFJWT_NODE_CLIENTS 'node_modules/node/bin/node') : ''
    if ($node -and (Test-Path $node)) { return $node }
    Write-Warning 'jsforce and sf are left out: SFJWT_NODE_CLIENTS names no folder that has them (CONTRIBUTING.md says how to get them).'
}

# jsforce in one warm process, which reads commands and writes results as lines. $null if it is not installed.
function Start-Jsforce($Org) {
    $node = Get-Node
    if (-not $node) { return }
    $info = [Diagnostics.ProcessStartInfo]::new($node, [string[]] @((Join-Path $PSScriptRoot 'jsforce.mjs'), $Org.Url))
    $info.RedirectStandardInput = $info.RedirectStandardOutput = $true
    $info.Environment['SF_ACCESS_TOKEN'] = Get-SfAccessToken -AsPlainText
    foreach ($name in @($info.Environment.Keys) -like '*_PROXY') { $null = $info.Environment.Remove($name) }
    [Diagnostics.Process]::Start($info)
}

# Returns the number of rows, and the process's peak memory in MB.
function Invoke-Jsforce($Jsforce, [string] $Work, [int] $Rows) {
    $Jsforce.StandardInput.WriteLine((@{ work = $Work; rows = $Rows } | ConvertTo-Json -Compress))
    $line = $Jsforce.StandardOutput.ReadLine()
    if (-not $line) { throw "jsforce ended while it worked on $Work." }
    $answer = $line | ConvertFrom-Json
    if ($answer.error) { throw "jsforce: $($answer.error)" }
    if ($answer.rows -ne $Rows) { throw "jsforce came to $($answer.rows) rows, not $Rows." }
    $answer
}

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[int][math]::Floor($sorted.Count / 2)]
}

# Runs the script blocks in turns, so that noise of the machine affects all of them. The first rounds, which compile, do not count.
function Measure-InTurn([System.Collections.IDictionary] $Ways, [int] $Rounds, [int] $WarmUp = 1) {
    $times = @{}
    foreach ($name in $Ways.Keys) { $times[$name] = [Collections.Generic.List[double]]::new() }
    for ($round = 1 - $WarmUp; $round -le $Rounds; $round++) {
        foreach ($name in $Ways.Keys) {
            # The garbage of one candidate must not slow down the next.
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = & $Ways[$name]
            $watch.Stop()
            if ($round -gt 0) { $times[$name].Add($watch.Elapsed.TotalMilliseconds) }
        }
    }
    $first = $null
    foreach ($name in $Ways.Keys) {
        $median = Get-Median $times[$name]
        $first ??= $median
        [pscustomobject]@{
            Way = $name; MedianMs = [math]::Round($median, 1); OverFirstMs = [math]::Round($median - $first, 1)
            TimesFirst = [math]::Round($median / $first, 2)
        }
    }
}

# Runs a command in a new process: a file, its arguments, and optionally an environment that replaces this process's.
function Invoke-FreshProcess($Command) {
    $info = [Diagnostics.ProcessStartInfo]::new($Command.File, [string[]] $Command.Arguments)
    $info.RedirectStandardOutput = $true
    if ($Command.Environment) {
        $info.Environment.Clear()
        foreach ($name in $Command.Environment.Keys) { $info.Environment[$name] = $Command.Environment[$name] }
    }
    $process = [Diagnostics.Process]::Start($info)
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "$($Command.File) $($Command.Arguments) failed with exit code $($process.ExitCode): $output" }
}

# Runs commands in new processes, in turns.
function Measure-FreshProcess([System.Collections.IDictionary] $Commands, [int] $Count) {
    $run = ${function:Invoke-FreshProcess}
    $ways = [ordered]@{}
    foreach ($name in $Commands.Keys) {
        $command = $Commands[$name]
        $ways[$name] = { & $run $command }.GetNewClosure()
    }
    Measure-InTurn $ways $Count
}

# The sf CLI in a new process. It stores sign-ins, and would check for updates. $null if it is not installed.
function New-SfCommand($Org, [string[]] $Arguments) {
    if ($node = Get-Node) {
        @{
            File = $node
            Arguments = @(Join-Path $env:SFJWT_NODE_CLIENTS 'node_modules/@salesforce/cli/bin/run.js') + $Arguments
            Environment = @{ PATH = $env:PATH; HOME = $Org.Folder; SF_DISABLE_TELEMETRY = 'true'; SF_AUTOUPDATE_DISABLE = 'true'
                SF_SKIP_NEW_VERSION_CHECK = 'true'; SF_USE_GENERIC_UNIX_KEYCHAIN = 'true' }
        }
    }
}

function New-SfLogin($Org) {
    New-SfCommand $Org 'org', 'login', 'jwt', '--json', '--client-id', $env:SF_CLIENT_ID, '--jwt-key-file', $env:SF_JWT_KEY_FILE,
        '--username', $env:SF_USERNAME, '--instance-url', $env:SF_LOGIN_URL
}

# A request to the org's administration.
function Invoke-BenchmarkOrg($Org, [string] $Method, [string] $Resource, [hashtable] $Body) {
    $json = $Body ? @{ ContentType = 'application/json'; Body = $Body | ConvertTo-Json -Depth 5 -Compress } : @{}
    Invoke-RestMethod "$($Org.Url)/_localorg/$Resource" -Headers $Org.AdminHeader -Method $Method @json | ForEach-Object { $_ }
}

# Runs a command in a new PowerShell that has signed in, and returns its peak memory in MB, runtime and module included.
function Measure-PeakMemory([string] $Command) {
    $script = "`$ErrorActionPreference = 'Stop'; Import-Module '$builtModule'; `$null = Connect-SfJwt; $Command; [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB"
    $lines = @(& $pwsh -NoProfile -NonInteractive -Command $script)
    if ($LASTEXITCODE -ne 0) { throw "$Command failed: $lines" }
    [math]::Round([double] $lines[-1])
}
