# 1,000 GETs of one record one after another in one process: Invoke-SfRest, Invoke-RestMethod and a bare HttpClient, in turns. The
# runtime recompiles hot methods during some 8,000 calls; rounds after them count.
param([int] $Rounds = 9, [int] $Count = 1000, [int] $WarmUp = 8)
. (Join-Path $PSScriptRoot 'Common.ps1')
$org = Start-BenchmarkOrg
try {
    $null = Connect-SfJwt -ApiVersion 68.0
    $header = Get-SfAccessToken -AsHeader
    $id = (Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1').Id
    $path = "sobjects/Contact/$id"
    $url = "$($org.Url)/services/data/v68.0/$path"
    Add-Type -TypeDefinition @'
using System.Net.Http;
using System.Threading.Tasks;
public sealed class BareLoop
{
    private readonly HttpClient _client;
    public BareLoop(System.Net.DecompressionMethods compression) => _client = new(new SocketsHttpHandler { AutomaticDecompression = compression, UseProxy = false });
    public void Run(string url, string authorization, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var response = _client.SendAsync(request).GetAwaiter().GetResult();
            response.EnsureSuccessStatusCode();
            response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        }
    }
}
'@
    $plain = [BareLoop]::new('None')
    $gzip = [BareLoop]::new('GZip')
    Measure-InTurn -Rounds $Rounds -WarmUp $WarmUp ([ordered]@{
            'bare HttpClient that takes gzip, body thrown away' = { $gzip.Run($url, $header.Authorization, $Count) }
            'bare HttpClient, body thrown away'                 = { $plain.Run($url, $header.Authorization, $Count) }
            'Invoke-SfRest'                                     = { for ($i = 0; $i -lt $Count; $i++) { $null = Invoke-SfRest $path } }
            'Invoke-RestMethod'                                 = {
                for ($i = 0; $i -lt $Count; $i++) { $null = Invoke-RestMethod $url -Headers $header }
            }
        })
} finally {
    Stop-BenchmarkOrg $org
}
