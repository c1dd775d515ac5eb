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

# Starts a service. Requests without the job's secret get 401; others, as GET {"value"} with the audience of the query (GitHub), as POST
# {"oidcToken"} (Azure DevOps).
function Start-TokenService([Parameter(Mandatory)] [Security.Cryptography.RSA] $Key, [Parameter(Mandatory)] [string] $Secret,
        [Parameter(Mandatory)] [string] $Subject) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $http = [Net.HttpListener]::new()
    $http.Prefixes.Add("http://127.0.0.1:$port/")
    $http.Start()
    $requests = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create().AddScript({
        param($Http, $Requests, $Key, $Secret, $Subject, $Module)
        Import-Module $Module
        while ($Http.IsListening) {
            try { $context = $Http.GetContext() } catch { return }
            $request = $context.Request
            $Requests.Enqueue("$($request.HttpMethod) $($request.RawUrl)")
            if ($request.Headers['Authorization'] -cne "Bearer $Secret") {
                $context.Response.StatusCode = 401
                $answer = @{ message = "Not authorized: $($request.Headers['Authorization'])" }
            } elseif ($request.HttpMethod -eq 'GET') {
                $answer = @{ count = 1; value = New-SignedToken $Key @{ sub = $Subject; aud = $request.QueryString['audience'] } }
            } else {
                $answer = @{ oidcToken = New-SignedToken $Key @{ sub = $Subject; aud = 'api://AzureADTokenExchange' } }
            }
            $bytes = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $answer -Compress))
            $context.Response.ContentType = 'application/json; charset=utf-8'
            $context.Response.OutputStream.Write($bytes)
            $context.Response.Close()
        }
    }).AddArgument($http).AddArgument($requests).AddArgument($Key).AddArgument($Secret).AddArgument($Subject).AddArgument($PSCommandPath)
    [pscustomobject]@{ Url = "http://127.0.0.1:$port"; Requests = $requests; Http = $http; Shell = $shell; Run = $shell.BeginInvoke() }
}

function Stop-TokenService([Parameter(Mandatory)] $Service) {
    $Service.Http.Stop()
    $Service.Shell.Stop()
    $Service.Shell.Dispose()
    $Service.Http.Close()
}

Export-ModuleMember -Function New-SignedToken, Start-TokenService, Stop-TokenService
