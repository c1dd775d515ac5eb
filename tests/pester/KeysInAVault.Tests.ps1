# Runs the recipes of docs/keys-in-a-vault.md: those over HTTP against a service in another process that holds the only key, PKCS#11 against
# SoftHSM2.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $blocks = @(Get-GuideBlock keys-in-a-vault.md)
    $services = foreach ($service in @(
            @{ Name = 'Azure Key Vault'; Holding = 'Invoke-KeyVault' }
            @{ Name = 'AWS KMS'; Holding = 'Invoke-Kms' }
            @{ Name = 'Google Cloud KMS'; Holding = 'Invoke-CloudKms' }
            @{ Name = 'HashiCorp Vault'; Holding = 'Invoke-Transit' }
        )) { $service + @{ Recipe = @($blocks | Where-Object { $_.Code.Contains("function $($service.Holding)") }).Code } }
    $mistakes = @(
        @{ Vault = 'Azure'; Holding = 'Invoke-KeyVault'; Replace = "alg = 'RS256'"; With = "alg = 'PS256'"; Id = 'SfSignaturePss' }
        @{ Vault = 'AWS'; Holding = 'Invoke-Kms'; Replace = "'DIGEST'"; With = "'RAW'"; Id = 'SfSignatureHashedTwice' }
        @{ Vault = 'AWS'; Holding = 'Invoke-Kms'; Replace = 'RSASSA_PKCS1_V1_5_SHA_256'; With = 'RSASSA_PSS_SHA_256'; Id = 'SfSignaturePss' }
        @{ Vault = 'Vault'; Holding = 'Invoke-Transit'; Replace = 'prehashed = $true'; With = 'prehashed = $false'; Id = 'SfSignatureHashedTwice' }
        @{ Vault = 'Vault'; Holding = 'Invoke-Transit'; Replace = "signature_algorithm = 'pkcs1v15'"; With = ''; Id = 'SfSignaturePss' }
        @{ Vault = 'Vault'; Holding = 'Invoke-Transit'; Replace = '}).signature'; With = '})'; Id = 'SfSignerAnswerInvalid' }
        @{ Vault = 'Google'; Holding = 'Invoke-CloudKms'; Replace = 'sha256 ='; With = 'sha512 ='; Id = 'SfSignerFailed' }
    ) | ForEach-Object { $holding = $_.Holding; $_ + @{ Recipe = @($blocks | Where-Object { $_.Code.Contains("function $holding") }).Code } }
    $others = @($blocks | Where-Object { $_.Code -match 'CngKey|X509Store' })

    $pkcs11 = @($blocks | Where-Object { $_.Code.Contains('Pkcs11Interop.dll') }).Code
    $module = '/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so' |
        Where-Object { Test-Path $_ } | Select-Object -First 1
    $interop = Get-ChildItem (Join-Path $PSScriptRoot '../SalesforceJwt.Core.Tests/bin') -Recurse -Filter Pkcs11Interop.dll -ErrorAction Ignore |
        Select-Object -First 1 -ExpandProperty FullName
    $noToken = -not $module -or -not $interop -or -not (Get-Command softhsm2-util -ErrorAction Ignore)
    $noMemory = -not (Test-Path /proc/self/mem)
    if ($noMemory) { Write-Warning 'Skipped: the memory of another process can be read here on Linux only (/proc).' }
    if ($noToken) { Write-Warning 'Skipped: PKCS#11 needs SoftHSM2 (apt install softhsm2) and a build of SalesforceJwt.Core.Tests, which has Pkcs11Interop.' }
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'KeyService.psm1') -Force
    $org = Start-TestOrg
    $service = Start-KeyService $org.Folder
    $page = @(Get-GuideBlock keys-in-a-vault.md)
    function Get-PageBlock([string] $Start) {
        $found = @($page | Where-Object { $_.Line.StartsWith($Start) })
        if ($found.Count -ne 1) { throw "$($found.Count) blocks of the page start with '$Start'." }
        $found[0].Code.Replace('3MVG9...', 'vaultapp').Replace('ci@example.com', 'user@test.example')
    }
    # A session of a reader of the page, with the commands and addresses of the services replaced.
    function New-ReaderSession([string] $Recipe) {
        $session = New-GuideSession
        . $session {
            function az { if ("$args" -ne 'account get-access-token --resource https://vault.azure.net --query accessToken --output tsv') { throw "az $args" }; 'azure-token' }
            function gcloud { if ("$args" -ne 'auth print-access-token') { throw "gcloud $args" }; 'google-token' }
        }
        $local = $Recipe -replace 'https://(acme\.vault\.azure\.net|kms\.eu-central-1\.amazonaws\.com|cloudkms\.googleapis\.com)/', "$($service.Url)/"
        $null = Invoke-GuideBlock $session (Get-PageBlock '$signIn =') $org
        $null = Invoke-GuideBlock $session $local $org
        $session
    }
    $environment = @{
        AWS_ACCESS_KEY_ID = 'AKIDEXAMPLE'; AWS_SECRET_ACCESS_KEY = 'aws-secret'; VAULT_ADDR = $service.Url; VAULT_TOKEN = 'vault-token'
        SF_PROFILE_PATH = Join-Path $TestDrive 'profiles.json'; PKCS11_PIN = '1234'
    }
    foreach ($name in $environment.Keys) { Set-Item "Env:$name" $environment[$name] }
}
AfterAll {
    foreach ($name in $environment.Keys) { Remove-Item "Env:$name" }
    Stop-KeyService $service
    Stop-TestOrg $org
}

Describe 'Keys in a vault' {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())))
        Disconnect-Sf -All
    }
    AfterEach {
        Disconnect-Sf -All
        Remove-Item $env:SF_PROFILE_PATH -ErrorAction Ignore
        $env:AWS_SESSION_TOKEN = $null
        Pop-Location
    }

    It 'signs in with <Name>' -ForEach $services {
        $session = New-ReaderSession $Recipe
        $certificate = Invoke-GuideBlock $session (Get-PageBlock 'New-SfCertificate') $org
        Get-ChildItem -Name | Should -Be 'vault.crt'
        $certificate.KeyPath | Should -BeNullOrEmpty
        Add-OrgApp $org vaultapp vault.crt
        Clear-OrgRequest $org
        $before = Get-SignatureCount $service
        $connection = Invoke-GuideBlock $session (Get-PageBlock 'Connect-SfJwt @signIn -CertificatePath vault.crt') $org
        $connection.CertificateThumbprint | Should -Be $certificate.Thumbprint
        (Get-SignatureCount $service) - $before | Should -Be 1
        (Get-OrgRequest $org).path | Should -Be '/services/oauth2/token'
        (Invoke-GuideBlock $session (Get-PageBlock 'Save-SfProfile') $org).Username | Should -Be 'user@test.example'
        (Get-SfProfile vaulted).Key | Should -Be 'command Invoke-Signature'
        (Get-SfProfile vaulted).CertificatePath | Should -BeLike '*vault.crt'
    }

    It 'signs AWS requests with a session token' {
        $recipe = @($page | Where-Object { $_.Code.Contains('function Invoke-Kms') }).Code
        $env:AWS_SESSION_TOKEN = 'session-token'
        $null = Invoke-GuideBlock (New-ReaderSession $recipe) (Get-PageBlock 'New-SfCertificate') $org
        'vault.crt' | Should -Exist
    }

    It 'finds a mistake before anything is sent: <Vault> with <With> in place of <Replace>' -ForEach $mistakes {
        $session = New-ReaderSession $Recipe
        $null = Invoke-GuideBlock $session (Get-PageBlock 'New-SfCertificate') $org
        Add-OrgApp $org vaultapp vault.crt
        $Recipe.Contains($Replace) | Should -BeTrue
        $wrong = New-ReaderSession $Recipe.Replace($Replace, $With)
        Clear-OrgRequest $org
        $thrown = Get-ThrownError { Invoke-GuideBlock $wrong (Get-PageBlock 'Connect-SfJwt @signIn -CertificatePath vault.crt') $org }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'has code without a syntax error for other systems: <Line>' -ForEach $others {
        $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
    }

    It 'names errors that exist' {
        $known = Get-GuideText en-US/about_SalesforceJwt_Errors.md
        foreach ($row in Get-GuideRow keys-in-a-vault.md 'When it fails') { $known | Should -Match ([regex]::Escape("| $($row[0]) |")) }
    }
}

Describe 'The memory of a process that signs in' -Skip:$noMemory {
    BeforeAll {
        Add-Type -TypeDefinition @'
using System;
using System.Globalization;
using System.IO;
using System.Linq;
public static class ProcessMemory
{
    // How often any of the values is in the memory that the process can read.
    public static int Count(int process, byte[][] values)
    {
        var count = 0;
        var longest = values.Max(v => v.Length);
        var buffer = new byte[1 << 22];
        using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        foreach (var line in File.ReadLines($"/proc/{process}/maps"))
        {
            var parts = line.Split(' ');
            if (parts[1][0] != 'r' || line.EndsWith("[vvar]") || line.EndsWith("[vsyscall]")) continue;
            var range = parts[0].Split('-').Select(p => ulong.Parse(p, NumberStyles.HexNumber)).ToArray();
            if (range[1] > long.MaxValue) continue;
            var kept = 0;
            for (var at = (long)range[0]; at < (long)range[1];)
            {
                int read;
                try
                {
                    memory.Position = at;
                    read = memory.Read(buffer, kept, (int)Math.Min(buffer.Length - kept, (long)range[1] - at));
                }
                catch (IOException)
                {
                    break;
                }
                if (read == 0) break;
                var seen = buffer.AsSpan(0, kept + read);
                foreach (var value in values)
                {
                    for (var from = 0; seen[from..].IndexOf(value) is var found && found >= 0; from += found + 1) count++;
                }
                at += read;
                kept = Math.Min(longest - 1, kept + read);
                Array.Copy(buffer, seen.Length - kept, buffer, 0, kept);
            }
        }
        return count;
    }
}
'@
        # The middle of each prime, in both byte orders: .NET's numbers are big-endian, those of OpenSSL little-endian.
        function Get-Pattern([byte[][]] $Primes) {
            foreach ($prime in $Primes) {
                $middle = [byte[]]$prime[40..71]
                , $middle
                $turned = [byte[]]$middle.Clone()
                [array]::Reverse($turned)
                , $turned
            }
        }
        # Signs in in a new process, renews, and counts there.
        function Measure-Pattern([string] $Script, [byte[][]] $Pattern) {
            $info = [Diagnostics.ProcessStartInfo]::new((Get-TestPowerShell), [string[]] ('-NoProfile', '-NonInteractive', '-Command',
                    "`$ErrorActionPreference = 'Stop'; Import-Module '$(Get-TestModule)'; $Script; `$null = Get-SfUser; `"ready `$PID`"; `$null = [Console]::In.ReadLine()"))
            $info.RedirectStandardOutput = $info.RedirectStandardInput = $info.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($info)
            try {
                $line = $process.StandardOutput.ReadLine()
                if ($line -notmatch '^ready (\d+)$') { throw "The process did not sign in: $line $($process.StandardError.ReadToEnd())" }
                # The .NET tool's pwsh starts another process.
                [ProcessMemory]::Count($Matches[1], $Pattern)
            }
            finally { $process.Kill($true); $process.WaitForExit() }
        }
    }

    It 'holds no prime of the key in the vault, and is searched well enough to find one that is there' {
        $recipe = @($page | Where-Object { $_.Code.Contains('function Invoke-Transit') }).Code
        $certificate = Join-Path $TestDrive 'memory.crt'
        $session = New-ReaderSession $recipe
        $null = . $session { New-SfCertificate -Path $args[0] -Name memory -Signer { Invoke-Signature $Digest } -PublicKey $publicKey -Force } $TestDrive
        Add-OrgApp $org vaultapp $certificate
        $primes = Invoke-RestMethod "$($service.Url)/_primes" -Headers @{ 'X-Secret' = $service.Secret }
        $pattern = Get-Pattern ([Convert]::FromHexString($primes.p), [Convert]::FromHexString($primes.q))
        $connect = "Connect-SfJwt -ClientId vaultapp -Username user@test.example -LoginUrl $($org.Url)"
        $count = Measure-Pattern "$recipe
            `$connection = $connect -CertificatePath '$certificate' -Signer { Invoke-Signature `$Digest }
            `$null = Invoke-RestMethod $($org.Url)/services/oauth2/revoke -Method Post -Body @{ token = (Get-SfAccessToken -AsPlainText) }" $pattern
        $count | Should -Be 0

        $rsa = [Security.Cryptography.RSA]::Create()
        $rsa.ImportFromPem((Get-Content $org.KeyPath -Raw))
        $known = $rsa.ExportParameters($true)
        $count = Measure-Pattern "`$null = Connect-SfJwt -ClientId testapp -Username user@test.example -LoginUrl $($org.Url) -KeyPath '$($org.KeyPath)'" (
            Get-Pattern ($known.P, $known.Q))
        $count | Should -BeGreaterThan 0
    }
}

Describe 'A key in SoftHSM2' -Skip:$noToken {
    BeforeAll {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive softhsm))
        $env:SOFTHSM2_CONF = Join-Path $PWD softhsm2.conf
        $null = New-Item -ItemType Directory tokens
        Set-Content $env:SOFTHSM2_CONF "directories.tokendir = $PWD/tokens`nobjectstore.backend = file`nlog.level = ERROR"
        $null = softhsm2-util --init-token --free --label salesforce --so-pin 12345678 --pin 1234 2>&1
        if ($LASTEXITCODE) { throw 'softhsm2-util could not make a token.' }
    }
    AfterAll {
        $env:SOFTHSM2_CONF = $env:PKCS11_MODULE = $null
        Disconnect-Sf -All
        Pop-Location
    }

    It 'signs in, and its key cannot be read' -ForEach @(@{ Recipe = $pkcs11; Module = $module; Interop = $interop }) {
        # SoftHSM2 reads the environment of the process, of which .NET has a copy.
        Add-Type -Namespace SfTest -Name Native -MemberDefinition '[DllImport("libc")] public static extern int setenv(string name, string value, int overwrite);'
        [SfTest.Native]::setenv('SOFTHSM2_CONF', $env:SOFTHSM2_CONF, 1) | Should -Be 0
        $env:PKCS11_MODULE = $Module
        Copy-Item $Interop .
        $libdl = '/lib/x86_64-linux-gnu/libdl.so.2', '/lib/aarch64-linux-gnu/libdl.so.2' | Where-Object { Test-Path $_ } | Select-Object -First 1
        if ($libdl) { $null = New-Item -ItemType SymbolicLink -Path libdl.so -Target $libdl }
        # The key is made in the token, as not extractable.
        Add-Type -Path ./Pkcs11Interop.dll
        . ([scriptblock]::Create(($Recipe -split '(?m)^function Invoke-Signature')[0].Replace('ReadOnly', 'ReadWrite')))
        Invoke-Token {
            $make = $session.Factories.ObjectAttributeFactory
            $list = [Collections.Generic.List[Net.Pkcs11Interop.HighLevelAPI.IObjectAttribute]]
            $public = $list::new(); $private = $list::new()
            foreach ($pair in @('CKA_TOKEN', $true), @('CKA_LABEL', 'jwt'), @('CKA_VERIFY', $true), @('CKA_MODULUS_BITS', [uint64]2048), @('CKA_PUBLIC_EXPONENT', [byte[]](1, 0, 1))) {
                $public.Add($make.Create([Net.Pkcs11Interop.Common.CKA]$pair[0], $pair[1]))
            }
            foreach ($pair in @('CKA_TOKEN', $true), @('CKA_PRIVATE', $true), @('CKA_SENSITIVE', $true), @('CKA_EXTRACTABLE', $false), @('CKA_LABEL', 'jwt'), @('CKA_SIGN', $true)) {
                $private.Add($make.Create([Net.Pkcs11Interop.Common.CKA]$pair[0], $pair[1]))
            }
            $a = $null; $b = $null
            $session.GenerateKeyPair($session.Factories.MechanismFactory.Create([Net.Pkcs11Interop.Common.CKM]'CKM_RSA_PKCS_KEY_PAIR_GEN'), $public, $private, [ref] $a, [ref] $b)
        }
        $reader = New-ReaderSession $Recipe
        $null = Invoke-GuideBlock $reader (Get-PageBlock 'New-SfCertificate').Replace('$Digest', '$Data') $org
        Add-OrgApp $org vaultapp vault.crt
        (Invoke-GuideBlock $reader (Get-PageBlock 'Connect-SfJwt @signIn -CertificatePath vault.crt').Replace('$Digest', '$Data') $org).Username |
            Should -Be 'user@test.example'
        (Invoke-GuideBlock $reader (Get-PageBlock 'Save-SfProfile') $org).Username | Should -Be 'user@test.example'
        Invoke-Token {
            $session.GetAttributeValue((Find-TokenKey CKO_PRIVATE_KEY), [Collections.Generic.List[Net.Pkcs11Interop.Common.CKA]]@('CKA_PRIVATE_EXPONENT', 'CKA_PRIME_1')).CannotBeRead |
                Should -Be $true, $true
        }
        $env:PKCS11_PIN = '9999'
        $thrown = Get-ThrownError { Connect-SfJwt -Profile vaulted }
        $env:PKCS11_PIN = '1234'
        $thrown.FullyQualifiedErrorId | Should -Match '^Sf(SignerFailed|SignerUnavailable),'
    }
}
