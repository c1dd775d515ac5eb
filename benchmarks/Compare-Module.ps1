# Builds of the module side by side, to see what a change costs: the first is the one before it. Each round starts a new process for each
# build, in turns, against one LocalOrg. Of 1,000 GETs the process's 9th thousand counts, after the runtime has recompiled hot methods.
#   pwsh -NoProfile -Command "./benchmarks/Compare-Module.ps1 -Module ../before/out/package/SalesforceJwt.PS, out/package/SalesforceJwt.PS"
param([Parameter(Mandatory)] [string[]] $Module, [int] $Rounds = 7, [int] $Rows = 200000, [int] $ImportRows = 300000)
. (Join-Path $PSScriptRoot 'Common.ps1')
$modules = Convert-Path $Module

$script = @'
param($Module, $Rows, $ImportRows, $Csv)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
function Measure-Step($Name, $Step) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Step
    '{0}={1}' -f $Name, $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
}
Measure-Step 'import' { Import-Module $Module }
Measure-Step 'sign-in' { Connect-SfJwt -ApiVersion 68.0 }
Measure-Step 'first GET' { Invoke-SfRest limits }
$path = "sobjects/Contact/$((Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1').Id)"
foreach ($warm in 1..8) { foreach ($i in 1..1000) { $null = Invoke-SfRest $path } }
Measure-Step '1,000 GETs' { foreach ($i in 1..1000) { $null = Invoke-SfRest $path } }
$soql = "SELECT Id, FirstName, LastName, Email, CreatedDate FROM Contact LIMIT $Rows"
$null = Invoke-SfQuery $soql
Measure-Step "query of $Rows rows" { Invoke-SfQuery $soql }
Measure-Step "export of $Rows rows" { Export-SfBulk $soql $Csv }
$records = foreach ($i in 1..$ImportRows) { [pscustomobject]@{ FirstName = "F$i"; LastName = "L$i"; Email = "m$i@example.com" } }
Measure-Step "import of $ImportRows rows" { $records | Import-SfBulk Contact Insert }
'@

$org = Start-BenchmarkOrg -Records $Rows
try {
    $file = Join-Path $org.Folder 'steps.ps1'
    Set-Content $file $script
    $times = @{}
    $names = [Collections.Generic.List[string]]::new()
    # The first round, which fills the file cache, does not count.
    foreach ($round in 0..$Rounds) {
        foreach ($folder in $modules) {
            $lines = @(& $pwsh -NoProfile -NonInteractive -File $file $folder $Rows $ImportRows (Join-Path $org.Folder 'rows.csv'))
            if ($LASTEXITCODE -ne 0) { throw "The steps failed with $($folder): $lines" }
            foreach ($line in $round -gt 0 ? $lines : @()) {
                $name, $ms = $line -split '='
                if (-not $times.ContainsKey($name)) { $names.Add($name); $times[$name] = @{} }
                if (-not $times[$name].ContainsKey($folder)) { $times[$name][$folder] = [Collections.Generic.List[double]]::new() }
                $times[$name][$folder].Add([double] $ms)
            }
        }
    }
    foreach ($name in $names) {
        $first = Get-Median $times[$name][$modules[0]]
        foreach ($folder in $modules) {
            $median = Get-Median $times[$name][$folder]
            [pscustomobject]@{ Step = $name; Module = $folder; MedianMs = [math]::Round($median, 1); TimesFirst = [math]::Round($median / $first, 2) }
        }
    }
} finally {
    Stop-BenchmarkOrg $org
}
