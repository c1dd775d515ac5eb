# A key service on 127.0.0.1 with the request and response shapes of Azure Key Vault, AWS KMS, Google Cloud KMS and HashiCorp Transit. It makes
# the only key, and no request gets it. What these services accept and sign wrongly for Salesforce (PSS, a digest hashed again), it does too.
# GET /_primes, with the secret of its caller, gives the primes of the key, for a test that looks for them elsewhere.
param(
    [Parameter(Mandatory)] [string] $ReadyFile,
    [Parameter(Mandatory)] [string] $Secret,
    [Parameter(Mandatory)] [int] $ParentId
)
$ErrorActionPreference = 'Stop'
$rsa = [Security.Cryptography.RSA]::Create(2048)
$utf8 = [Text.Encoding]::UTF8
$pkcs1 = [Security.Cryptography.RSASignaturePadding]::Pkcs1
$pss = [Security.Cryptography.RSASignaturePadding]::Pss

function Get-Base64Url([byte[]] $Bytes) { [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
function Read-Base64Url([string] $Text) {
    if ($Text -match '[+/=]') { throw 'value is not base64url' }
    [Convert]::FromBase64String($Text.Replace('-', '+').Replace('_', '/').PadRight([Math]::Ceiling($Text.Length / 4) * 4, '='))
}
function Get-Hex([byte[]] $Bytes) { [Convert]::ToHexString($Bytes).ToLower() }
function Get-Hash([byte[]] $Bytes) { [Security.Cryptography.SHA256]::HashData($Bytes) }
function Sign([byte[]] $Digest, $Padding) {
    if ($Digest.Length -ne 32) { throw "the digest has $($Digest.Length) bytes" }
    $rsa.SignHash($Digest, 'SHA256', $Padding)
}

# The members of a JSON body must be these and no others.
function Read-Body([string] $Body, [string[]] $Members) {
    $json = $Body | ConvertFrom-Json -AsHashtable
    if (Compare-Object @($json.Keys) $Members) { throw "the members are $($json.Keys), not $Members" }
    $json
}

function Use-Azure($Request, [string] $Body) {
    if ($Request.Headers['Authorization'] -ne 'Bearer azure-token') { return 401, @{ error = @{ code = 'Unauthorized'; message = 'AKV10000' } } }
    if ($Request.QueryString['api-version'] -ne '7.4') { throw 'no api-version' }
    if ($Request.HttpMethod -eq 'GET') {
        $public = $rsa.ExportParameters($false)
        return 200, @{ key = @{ kid = "$($Request.Url)"; kty = 'RSA'; key_ops = 'sign', 'verify'
                n = Get-Base64Url $public.Modulus; e = Get-Base64Url $public.Exponent } }
    }
    $json = Read-Body $Body alg, value
    $padding = @{ RS256 = $pkcs1; PS256 = $pss }[$json.alg] ?? $(throw "alg is $($json.alg)")
    200, @{ kid = 'x'; value = Get-Base64Url (Sign (Read-Base64Url $json.value) $padding) }
}

# Signature Version 4, computed anew from the request.
function Test-AwsSignature($Request, [string] $Body) {
    $pattern = '^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(?<scope>(?<day>\d{8})/eu-central-1/kms/aws4_request), SignedHeaders=(?<names>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})$'
    if ($Request.Headers['Authorization'] -notmatch $pattern) { return $false }
    $given = $Matches
    $time = $Request.Headers['x-amz-date']
    $age = [DateTime]::UtcNow - [DateTime]::ParseExact($time, "yyyyMMdd'T'HHmmss'Z'", [cultureinfo]::InvariantCulture, 'AssumeUniversal, AdjustToUniversal')
    if ([Math]::Abs($age.TotalMinutes) -gt 5 -or -not $time.StartsWith($given.day)) { return $false }
    $names = $given.names -split ';'
    if ('host' -notin $names -or 'x-amz-target' -notin $names -or ($names | Sort-Object -Culture '') -join ';' -ne $given.names) { return $false }
    $lines = $names | ForEach-Object { "${_}:$($Request.Headers[$_])" }
    $canonical = @($Request.HttpMethod, $Request.Url.AbsolutePath, '') + $lines + @('', $given.names, (Get-Hex (Get-Hash $utf8.GetBytes($Body)))) -join "`n"
    $key = $utf8.GetBytes('AWS4aws-secret')
    foreach ($part in ($given.scope -split '/') + ("AWS4-HMAC-SHA256", $time, $given.scope, (Get-Hex (Get-Hash $utf8.GetBytes($canonical))) -join "`n")) {
        $key = [Security.Cryptography.HMACSHA256]::HashData($key, $utf8.GetBytes($part))
    }
    (Get-Hex $key) -eq $given.signature
}

function Use-Amazon($Request, [string] $Body) {
    if (-not (Test-AwsSignature $Request $Body)) {
        return 400, @{ __type = 'InvalidSignatureException'; message = 'The request signature we calculated does not match.' }
    }
    if ($Request.ContentType -notlike 'application/x-amz-json-1.1*') { throw "the content type is $($Request.ContentType)" }
    if ($Request.Headers['x-amz-target'] -eq 'TrentService.GetPublicKey') {
        $null = Read-Body $Body KeyId
        return 200, @{ KeyId = 'arn'; KeySpec = 'RSA_2048'; PublicKey = [Convert]::ToBase64String($rsa.ExportSubjectPublicKeyInfo()) }
    }
    if ($Request.Headers['x-amz-target'] -ne 'TrentService.Sign') { throw 'unknown target' }
    $json = Read-Body $Body KeyId, Message, MessageType, SigningAlgorithm
    $message = [Convert]::FromBase64String($json.Message)
    $digest = switch ($json.MessageType) { DIGEST { $message } RAW { Get-Hash $message } default { throw 'unknown MessageType' } }
    $padding = @{ RSASSA_PKCS1_V1_5_SHA_256 = $pkcs1; RSASSA_PSS_SHA_256 = $pss }[$json.SigningAlgorithm] ?? $(throw 'unknown SigningAlgorithm')
    200, @{ KeyId = 'arn'; SigningAlgorithm = $json.SigningAlgorithm; Signature = [Convert]::ToBase64String((Sign $digest $padding)) }
}

function Use-Google($Request, [string] $Body) {
    if ($Request.Headers['Authorization'] -ne 'Bearer google-token') { return 401, @{ error = @{ code = 401; status = 'UNAUTHENTICATED' } } }
    if ($Request.Url.AbsolutePath -like '*/publicKey') {
        return 200, @{ pem = $rsa.ExportSubjectPublicKeyInfoPem(); algorithm = 'RSA_SIGN_PKCS1_2048_SHA256' }
    }
    $json = Read-Body $Body digest
    if (Compare-Object @($json.digest.Keys) sha256) { throw 'the digest is not sha256' }
    200, @{ name = 'x'; signature = [Convert]::ToBase64String((Sign ([Convert]::FromBase64String($json.digest.sha256)) $pkcs1)) }
}

function Use-Transit($Request, [string] $Body) {
    if ($Request.Headers['X-Vault-Token'] -ne 'vault-token') { return 403, @{ errors = @('permission denied') } }
    if ($Request.HttpMethod -eq 'GET') {
        return 200, @{ data = @{ type = 'rsa-2048'; latest_version = 1; keys = @{ '1' = @{ public_key = $rsa.ExportSubjectPublicKeyInfoPem() } } } }
    }
    $json = $Body | ConvertFrom-Json -AsHashtable
    $message = [Convert]::FromBase64String($json.input)
    $padding = switch ($json.signature_algorithm ?? 'pss') { pkcs1v15 { $pkcs1 } pss { $pss } default { throw 'unknown signature_algorithm' } }
    $signature = [Convert]::ToBase64String((Sign ($json.prehashed ? $message : (Get-Hash $message)) $padding))
    200, @{ data = @{ key_version = 1; signature = "vault:v1:$signature" } }
}

for ($port = Get-Random -Minimum 20000 -Maximum 50000; ; $port++) {
    $listener = [Net.HttpListener]::new()
    $listener.Prefixes.Add("http://127.0.0.1:$port/")
    try { $listener.Start(); break } catch [Net.HttpListenerException] { $listener.Close() }
}
Set-Content "$ReadyFile.new" "http://127.0.0.1:$port"
Move-Item "$ReadyFile.new" $ReadyFile
$counts = @{ sign = 0 }
while ($true) {
    $accepting = $listener.GetContextAsync()
    while (-not $accepting.Wait(500)) { if (-not (Get-Process -Id $ParentId -ErrorAction Ignore)) { exit } }
    $context = $accepting.Result
    try {
        $request = $context.Request
        $body = [IO.StreamReader]::new($request.InputStream, $utf8).ReadToEnd()
        if ($request.HttpMethod -eq 'POST' -and "$($request.Headers['x-amz-target'])" -notlike '*GetPublicKey') { $counts.sign++ }
        $status, $answer = switch -Regex ($request.Url.AbsolutePath) {
            '^/_primes$' {
                if ($request.Headers['X-Secret'] -ne $Secret) { 404, @{} } else {
                    $all = $rsa.ExportParameters($true)
                    200, @{ p = [Convert]::ToHexString($all.P); q = [Convert]::ToHexString($all.Q) }
                }
                break
            }
            '^/_count$' { 200, $counts; break }
            '^/keys/salesforce/[0-9a-f]{32}(/sign)?$' { Use-Azure $request $body; break }
            '^/v1/projects/acme/locations/[\w-]+/keyRings/\w+/cryptoKeys/\w+/cryptoKeyVersions/1(/publicKey|:asymmetricSign)$' { Use-Google $request $body; break }
            '^/v1/transit/(sign/salesforce/sha2-256|keys/salesforce)$' { Use-Transit $request $body; break }
            '^/$' { Use-Amazon $request $body; break }
            default { 404, @{ error = "no such path: $_" } }
        }
    }
    catch { $status, $answer = 400, @{ error = "$_" } }
    $bytes = $utf8.GetBytes(($answer | ConvertTo-Json -Depth 6))
    $context.Response.StatusCode = $status
    $context.Response.ContentType = 'application/json'
    $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
    $context.Response.Close()
}
