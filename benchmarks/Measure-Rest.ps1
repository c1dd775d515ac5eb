# 1,000 GETs one after another in one process: Invoke-SfRest, Invoke-RestMethod and a bare HttpClient, in turns.
param([int] $Rounds = 5, [int] $Count = 1000)
. (Join-Path $PSScriptRoot 'Common.ps1')
$org = Start-BenchmarkOrg
try {
    $null = Connect-SfJwt -ApiVersion 68.0
    $header = Get-SfAccessToken -AsHeader
    $url = "$($org.Url)/services/data/v68.0/limits"
    Add-Type -TypeDefinition @'
using System.Net.Http;
using System.Threading.Tasks;
public static class BareLoop
{
    private static readonly HttpClient Client = new();
    public static void Run(string url, string authorization, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = Client.Send(request);
            response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        }
    }
}
'@
    $ways = [ordered]@{
        'bare HttpClient'   = { [BareLoop]::Run($url, $header.Authorization, $Count) }
        'Invoke-RestMethod' = { for ($i = 0; $i -lt $Count; $i++) { $null = Invoke-RestMethod $url -Headers $header } }
        'Invoke-SfRest'     = { for ($i = 0; $i -lt $Count; $i++) { $null = Invoke-SfRest limits } }
    }
    $times = @{}
    foreach ($name in $ways.Keys) { $times[$name] = [Collections.Generic.List[double]]::new() }
    for ($round = 0; $round -le $Rounds; $round++) {
        foreach ($name in $ways.Keys) {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & $ways[$name]
            if ($round -gt 0) { $times[$name].Add($watch.Elapsed.TotalMilliseconds) } # the first round compiles
        }
    }
    $bare = Get-Median $times['bare HttpClient']
    foreach ($name in $ways.Keys) {
        $median = Get-Median $times[$name]
        [pscustomobject]@{ Way = $name; MedianMs = [math]::Round($median); TimesBare = [math]::Round($median / $bare, 2) }
    }
} finally {
    Stop-BenchmarkOrg $org
}
