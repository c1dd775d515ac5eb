# Compare-SfObject over all objects of two sides of one org, with the latency of a real line. Each round is a new process, in turns if several
# builds of the module are given; the numbers of requests are those that the org received.
#   pwsh -NoProfile -Command "./benchmarks/Measure-Compare.ps1 -Module ../before/out/package/SalesforceJwt.PS, out/package/SalesforceJwt.PS"
param([string[]] $Module, [int] $Rounds = 5, [int] $Objects = 400, [int[]] $LatencyMs = (50, 100))
. (Join-Path $PSScriptRoot 'Common.ps1')
$modules = Convert-Path ($Module ? $Module : $builtModule)
$script = @'
param($Module)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Module
$null = Connect-SfJwt -Name prod -ApiVersion 68.0
$null = Connect-SfJwt -Name uat -ApiVersion 68.0
foreach ($i in 1, 2) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if (Compare-SfObject prod -Connection uat) { throw 'An org differs from itself.' }
    $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
}
'@

$org = Start-BenchmarkOrg
try {
    $file = Join-Path $org.Folder 'compare.ps1'
    Set-Content $file $script
    $fields = foreach ($i in 1..40) { @{ name = "F${i}__c"; type = 'string'; length = 80 } }
    foreach ($i in 1..$Objects) { $null = Invoke-BenchmarkOrg $org Post objects @{ name = "Thing${i}__c"; fields = $fields } }
    foreach ($latency in $LatencyMs) {
        $null = Invoke-BenchmarkOrg $org Delete faults
        $null = Invoke-BenchmarkOrg $org Post faults @{ path = '/services/data/'; kind = 'delay'; delaySeconds = $latency / 1000; times = 0 }
        $times = @{}
        $requests = @{}
        foreach ($round in 0..$Rounds) {
            foreach ($folder in $modules) {
                $null = Invoke-BenchmarkOrg $org Delete requests
                $lines = @(& $pwsh -NoProfile -NonInteractive -File $file $folder)
                if ($LASTEXITCODE -ne 0) { throw "The comparison failed with $($folder): $lines" }
                # The first round, which fills the file cache, does not count.
                if ($round -eq 0) { $times[$folder] = @([Collections.Generic.List[double]]::new(), [Collections.Generic.List[double]]::new()) } else {
                    foreach ($i in 0, 1) { $times[$folder][$i].Add([double] $lines[$i]) }
                }
                $requests[$folder] = @(Invoke-BenchmarkOrg $org Get requests | Where-Object path -Like '/services/data/*').Count / 2
            }
        }
        foreach ($folder in $modules) {
            $first, $second = $times[$folder].ForEach({ Get-Median $_ })
            [pscustomobject]@{
                Module = $folder; LatencyMs = $latency; Calls = $requests[$folder]
                FirstMs = [math]::Round($first); AgainMs = [math]::Round($second)
                TimesFirst = [math]::Round($first / (Get-Median $times[$modules[0]][0]), 2)
                TimesAgain = [math]::Round($second / (Get-Median $times[$modules[0]][1]), 2)
            }
        }
    }
} finally { Stop-BenchmarkOrg $org }
