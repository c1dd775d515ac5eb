# Stand-ins for the token services of GitHub Actions and Azure Pipelines, which sign the tokens that they issue.

function ConvertTo-Base64Url([Parameter(Mandatory)] [byte[]] $Bytes) { [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }

# A JSON Web Token, signed with RS256.
function New-SignedToken([Parameter(Mandatory)] [Security.Cryptography.RSA] $Key, [Parameter(Mandatory)] [hashtable] $Claim) {
    $all = @{ iss = 'https://issuer.example.com'; exp = [DateTimeOffset]::UtcNow.AddMinutes(5).ToUnixTimeSeconds(); jti = [guid]::NewGuid().ToString() } + $Claim
    $parts = @{ alg = 'RS256'; typ = 'JWT' }, $all | ForEach-Object { ConvertTo-Base64Url ([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $_ -Compress))) }
    $signed = $parts -join '.'
    $signature = $Key.SignData([Text.Encoding]::ASCII.GetBytes($signed), [Security.Cryptography.HashAlgorithmName]::SHA256,
        [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    "$signed.$(ConvertTo-Base64Url $signature)"
}

# In C#, on a background thread: a pipeline of PowerShell that waits for requests would keep the process from ending.
if (-not ('SfTest.TokenService' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace SfTest
{
    public sealed class TokenService
    {
        private readonly HttpListener _listener = new HttpListener();
        private readonly RSA _key;
        private readonly string _secret;
        private readonly string _subject;

        public TokenService(int port, RSA key, string secret, string subject)
        {
            _key = key;
            _secret = secret;
            _subject = subject;
            Url = "http://127.0.0.1:" + port;
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            Task.Run(ServeAsync);
        }

        public string Url { get; }

        public ConcurrentQueue<string> Requests { get; } = new ConcurrentQueue<string>();

        public void Stop() { _listener.Close(); }

        private async Task ServeAsync()
        {
            while (true)
            {
                HttpListenerContext context;
                try { context = await _listener.GetContextAsync(); } catch (Exception) { return; }
                var request = context.Request;
                Requests.Enqueue(request.HttpMethod + " " + request.RawUrl);
                var given = request.Headers["Authorization"];
                object answer;
                if (given != "Bearer " + _secret)
                {
                    context.Response.StatusCode = 401;
                    answer = new { message = "Not authorized: " + given };
                }
                else if (request.HttpMethod == "GET")
                {
                    answer = new { count = 1, value = Sign(request.QueryString["audience"]) };
                }
                else
                {
                    answer = new { oidcToken = Sign("api://AzureADTokenExchange") };
                }

                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(answer), false);
            }
        }

        private string Sign(string audience)
        {
            var header = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", typ = "JWT" }));
            var claims = Encode(JsonSerializer.SerializeToUtf8Bytes(new
            {
                iss = "https://issuer.example.com",
                sub = _subject,
                aud = audience,
                exp = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
                jti = Guid.NewGuid(),
            }));
            var signed = header + "." + claims;
            return signed + "." + Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        private static string Encode(byte[] bytes) { return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_'); }
    }
}
'@
}

# Starts a service. Requests without the job's secret get 401; others, as GET {"value"} with the audience of the query (GitHub), as POST
# {"oidcToken"} (Azure DevOps).
function Start-TokenService([Parameter(Mandatory)] [Security.Cryptography.RSA] $Key, [Parameter(Mandatory)] [string] $Secret,
        [Parameter(Mandatory)] [string] $Subject) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    [SfTest.TokenService]::new($port, $Key, $Secret, $Subject)
}

Export-ModuleMember -Function New-SignedToken, Start-TokenService
