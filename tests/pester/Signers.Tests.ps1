# Sign-ins with keys that are elsewhere: -SigningKey, -Signer and profiles that name a command.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn.Clone(); $signIn.Remove('KeyPath')
    $verified = $signIn + @{ CertificatePath = $org.CertificatePath }
    $rsa = [Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content $org.KeyPath -Raw))
    $calls = [Collections.Concurrent.ConcurrentBag[object]]::new()
    $pkcs1 = [Security.Cryptography.RSASignaturePadding]::Pkcs1
    $env:SF_PROFILE_PATH = Join-Path $TestDrive 'profiles.json'

    # Signs, and counts.
    function Get-TestSignature([byte[]] $Digest) {
        $calls.Add([runspace]::DefaultRunspace.Id)
        $rsa.SignHash($Digest, 'SHA256', $pkcs1)
    }
    $step = { 'belongs to this runspace' }
    function Get-WrappedSignature([byte[]] $Digest, $Step) { if (-not $Step) { Get-TestSignature $Digest } }
    function Get-TestDataSignature([byte[]] $Data) { [Convert]::ToBase64String($rsa.SignData($Data, 'SHA256', $pkcs1)) }
    # Ends the session at the org, so that the next call renews it.
    function Stop-OrgSession($Connection) {
        $null = Invoke-RestMethod "$($org.Url)/services/oauth2/revoke" -Method Post -Body @{ token = (Get-SfAccessToken -Connection $Connection -AsPlainText) }
        Clear-OrgRequest $org
        $calls.Clear()
    }
}
AfterAll {
    $env:SF_PROFILE_PATH = $null
    Stop-TestOrg $org
}

Describe 'A signer' {
    BeforeEach {
        Disconnect-Sf -All
        Clear-OrgRequest $org
        $calls.Clear()
    }

    It 'signs in: <Name>' -ForEach @(
        @{ Name = 'bytes'; Signer = { Get-TestSignature $Digest } }
        @{ Name = 'bytes in one piece'; Signer = { , (Get-TestSignature $Digest) } }
        @{ Name = 'base64'; Signer = { [Convert]::ToBase64String((Get-TestSignature $Digest)) } }
        @{ Name = 'base64url'; Signer = { [Convert]::ToBase64String((Get-TestSignature $Digest)).TrimEnd('=').Replace('+', '-').Replace('/', '_') } }
        @{ Name = 'the form of HashiCorp Vault'; Signer = { "vault:v3:$([Convert]::ToBase64String((Get-TestSignature $Digest)))" } }
        @{ Name = 'of the data'; Signer = { Get-TestDataSignature $Data } }
        @{ Name = 'with parameters of its own'; Signer = { param([byte[]] $Data, [byte[]] $Digest) if ($Data.Length -gt 100) { Get-TestSignature $Digest } } }
        @{ Name = 'with one parameter'; Signer = { param([Parameter(Mandatory)] [ValidateCount(32, 32)] [byte[]] $Digest) Get-TestSignature $Digest } }
        @{ Name = 'a function''s script block'; Signer = { & ${function:Get-TestSignature} $Digest } }
        @{ Name = 'with a function that has a parameter like a script block here'; Signer = { Get-WrappedSignature $Digest } }
        @{ Name = 'PowerShell''s own aliases'; Signer = [scriptblock]::Create('$k = @($rsa) | ? KeySize -EQ 2048 | select -First 1; $null = echo x | % { $_ }; $k.SignHash($Digest, "SHA256", $pkcs1)') }
        @{ Name = 'what it writes to other streams'; Signer = { Write-Information x -InformationAction Continue; Write-Progress x; Write-Warning x; Get-TestSignature $Digest } }
        @{ Name = 'with blocks'; Signer = { begin { $s = Get-TestSignature $Digest } end { $s } } }
        @{ Name = 'with $using:'; Signer = { $key = $using:rsa; $key.SignHash($Digest, 'SHA256', $using:pkcs1) } }
    ) {
        $connection = Connect-SfJwt @verified -Signer $Signer
        $connection.Username | Should -Be 'user@test.example'
        $connection.CertificateThumbprint | Should -Be $org.Thumbprint
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'signs in without a certificate' { (Connect-SfJwt @signIn -Signer { Get-TestSignature $Digest }).Username | Should -Be 'user@test.example' }

    It 'is an RSA object, which stays usable' {
        (Connect-SfJwt @verified -SigningKey $rsa).CertificateThumbprint | Should -Be $org.Thumbprint
        Disconnect-Sf
        $rsa.SignHash([byte[]]::new(32), 'SHA256', $pkcs1).Length | Should -Be 256
    }

    It 'has the variables of a closure, a module''s own functions, aliases and its script''s folder' {
        $module = New-Module -Name signing {
            param($rsa, $pkcs1)
            function Protect([byte[]] $Digest) { $rsa.SignHash($Digest, 'SHA256', $pkcs1) }
            function Get-Signer { { Protect $Digest } }
            Export-ModuleMember Get-Signer
        } -ArgumentList $rsa, $pkcs1
        (Connect-SfJwt @verified -Signer (Get-Signer)).Username | Should -Be 'user@test.example'
        $closure = & { param($key) { $key.SignHash($Digest, 'SHA256', $pkcs1) }.GetNewClosure() } $rsa
        (Connect-SfJwt @verified -Signer $closure).Username | Should -Be 'user@test.example'
        Set-Alias sign-it Get-TestSignature
        (Connect-SfJwt @verified -Signer { sign-it $Digest }).Username | Should -Be 'user@test.example'
        Set-Content "$TestDrive/signer.ps1" "using namespace System.Security.Cryptography`n{ if (`$PSScriptRoot -ne '$TestDrive') { throw `$PSScriptRoot }; `$rsa.SignHash(`$Digest, [HashAlgorithmName]::SHA256, [RSASignaturePadding]::Pkcs1) }"
        (Connect-SfJwt @verified -Signer (& "$TestDrive/signer.ps1")).Username | Should -Be 'user@test.example'
    }

    It 'imports the module of a command' {
        $folder = New-Item -ItemType Directory "$TestDrive/TestSigning"
        Set-Content "$folder/TestSigning.psm1" 'function Get-ModuleSignature($Key, [byte[]] $Digest) { $Key.SignHash($Digest, "SHA256", [Security.Cryptography.RSASignaturePadding]::Pkcs1) }'
        Import-Module "$folder/TestSigning.psm1"
        (Connect-SfJwt @verified -Signer { Get-ModuleSignature $rsa $Digest }).Username | Should -Be 'user@test.example'
        Remove-Module TestSigning
    }

    It 'never runs in the runspace of the caller' {
        $null = Connect-SfJwt @verified -Signer { Get-TestSignature $Digest }
        @($calls) | Should -Not -Contain ([runspace]::DefaultRunspace.Id)
    }

    It 'renews for 16 parallel callers with one signature and one sign-in' {
        $connection = Connect-SfJwt @verified -Signer { Get-TestSignature $Digest }
        Stop-OrgSession $connection
        $module = Get-TestModule
        $versions = 1..16 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:module
            (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max
        }
        $versions | Should -HaveCount 16
        $calls.Count | Should -Be 1
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'renews in a thread job' {
        $connection = Connect-SfJwt @verified -Signer { Get-TestSignature $Digest }
        Stop-OrgSession $connection
        $module = Get-TestModule
        $max = Start-ThreadJob { Import-Module $using:module; (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max } |
            Receive-Job -Wait -AutoRemoveJob
        $max | Should -BeGreaterThan 0
        $calls.Count | Should -Be 1
    }

    It 'renews after the runspace that made it is gone' {
        $shell = [powershell]::Create()
        $connection = $shell.AddScript('param($module, $parameters, $rsa) Import-Module $module; Connect-SfJwt @parameters -Signer { $rsa.SignHash($Digest, "SHA256", [Security.Cryptography.RSASignaturePadding]::Pkcs1) }').
            AddArgument((Get-TestModule)).AddArgument($verified).AddArgument($rsa).Invoke()[0]
        $shell.Runspace.Close()
        Stop-OrgSession $connection
        (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -BeGreaterThan 0
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'fails at once if it calls Salesforce through the connection that waits for it: <Name>' -ForEach @(
        @{ Name = 'in its own runspace'; Logins = 3; Code = { Invoke-SfRest limits -Connection $holder.Connection } }
        @{ Name = 'in another one'; Logins = 3; Code = { & {
                    $shell = [powershell]::Create().AddScript('param($module, $c) Import-Module $module; Invoke-SfRest limits -Connection $c')
                    $shell.AddArgument($holder.Module).AddArgument($holder.Connection).Invoke()
                    if ($shell.HadErrors) { throw $shell.Streams.Error[0].Exception }
                } } }
        @{ Name = 'for a new token'; Logins = 4; Code = { Get-SfAccessToken -Connection $holder.Connection -Renew } }
    ) {
        $script = @'
            Import-Module $module
            $holder = @{ Connection = $null; Module = $module }
            $rsa = [Security.Cryptography.RSA]::Create()
            $rsa.ImportFromPem([IO.File]::ReadAllText($env:TEST_KEY))
            $holder.Connection = Connect-SfJwt -ClientId testapp -Username user@test.example -LoginUrl $env:TEST_URL -Signer {
                if ($holder.Connection) { $null = CODE }
                $rsa.SignHash($Digest, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            }
            $token = Get-SfAccessToken -AsPlainText
            $null = Invoke-RestMethod "$env:TEST_URL/services/oauth2/revoke" -Method Post -Body @{ token = $token }
            foreach ($i in 1, 2) {
                try { Invoke-SfRest limits }
                catch { $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }
            }
            # Another connection may be used; the failed one recovers with it after its pause.
            Start-Sleep -Seconds 6
            $holder.Connection = Connect-SfJwt -ClientId testapp -Username user@test.example -LoginUrl $env:TEST_URL -KeyPath $env:TEST_KEY -Name other -NoDefault
            (Invoke-SfRest limits).DailyApiRequests.Max -gt 0
'@ -replace 'CODE', $Code.ToString()
        $time = [Diagnostics.Stopwatch]::StartNew()
        $result = Invoke-FreshPowerShell $script @{ TEST_KEY = $org.KeyPath; TEST_URL = $org.Url }
        $time.Elapsed.TotalSeconds | Should -BeLessThan 60
        $result.Errors | Should -BeNullOrEmpty
        $lines = $result.Output -split "\r?\n"
        $lines | Should -HaveCount 7
        $lines[0, 3] | Should -BeLike 'SfSignerFailed,*'
        $lines[1] | Should -BeLike '*through the connection that waits for its signature*'
        $lines[2] | Should -BeLike '*another connection in the signer*'
        $lines[-1] | Should -Be 'True'
        Get-OrgSignInCount $org | Should -Be $Logins
    }

    It 'renews with an RSA object in parallel' {
        $connection = Connect-SfJwt @verified -SigningKey $rsa
        Stop-OrgSession $connection
        $module = Get-TestModule
        1..4 | ForEach-Object -Parallel { Import-Module $using:module; (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max } |
            Should -HaveCount 4
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'fails with an error of its own, and with what it threw: <Name>' -ForEach @(
        @{ Name = 'an exception'; Signer = { throw [TimeoutException]::new('sealed') }; Type = 'TimeoutException'; Message = '*sealed*' }
        @{ Name = 'text'; Signer = { throw 'sealed' }; Type = 'RuntimeException'; Message = '*sealed*' }
        @{ Name = 'an error of a cmdlet'; Signer = { Get-Item /no/such/item }; Type = 'ItemNotFoundException'; Message = '*no*such*' }
        @{ Name = 'a method'; Signer = { [int]::Parse('x') }; Type = 'FormatException'; Message = '*x*' }
        @{ Name = 'an unknown command'; Signer = { Get-NoSuchSignature }; Type = 'CommandNotFoundException'; Message = '*Get-NoSuchSignature*' }
        @{ Name = 'an error that it goes on after, without output'; Signer = { Write-Error sealed -ErrorAction Continue }; Type = '*'; Message = '*sealed*' }
        @{ Name = 'a question'; Signer = { Read-Host PIN }; Type = '*'; Message = '*' }
    ) {
        $thrown = Get-ThrownError { Connect-SfJwt @verified -Signer $Signer }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSignerFailed,*'
        $thrown.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $thrown.Exception.InnerException.GetType().Name | Should -BeLike $Type
        $thrown.Exception.Message | Should -BeLike $Message
        $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'names what came in place of a signature: <Expected>' -ForEach @(
        @{ Signer = { }; Expected = 'nothing' }
        @{ Signer = { $null }; Expected = '$null' }
        @{ Signer = { 42 }; Expected = 'System.Int32' }
        @{ Signer = { [pscustomobject]@{ kid = 'secret-kid'; value = 'secret-value' } }; Expected = 'properties kid, value' }
        @{ Signer = { @{ signature = 'secret-value' } }; Expected = 'keys signature' }
        @{ Signer = { 'secret-value'; 'secret-kid' }; Expected = '2 objects (String)' }
        @{ Signer = { 'one line'; Get-TestSignature $Digest }; Expected = '257 objects (String, Byte)' }
        @{ Signer = { [IO.MemoryStream]::new() }; Expected = 'MemoryStream' }
        @{ Signer = { [Convert]::ToHexString((Get-TestSignature $Digest)) }; Expected = 'hexadecimal text of 512 digits' }
        @{ Signer = { '{ "value": "secret-value" }' }; Expected = 'JSON text' }
        @{ Signer = { 'secret-value?' }; Expected = 'neither base64 nor base64url' }
        @{ Signer = { $Digest }; Expected = '32 bytes' }
    ) {
        $thrown = Get-ThrownError { Connect-SfJwt @verified -Signer $Signer }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSignerAnswerInvalid,*'
        $thrown.Exception.Message | Should -BeLike "*$([WildcardPattern]::Escape($Expected))*"
        "$($thrown | Out-String)$($thrown.ErrorDetails.RecommendedAction)" | Should -Not -Match 'secret-(value|kid)(?!\?'' \})(?!.*Signer = )'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'is refused at once where it cannot work: <Name>' -ForEach @(
        @{ Name = 'a script block in a variable'; Signer = { & $block }; Expected = '*$block*script block*' }
        @{ Name = 'a function object'; Signer = { & $function $Digest }; Expected = '*$function*a function*' }
        @{ Name = 'an object of a PowerShell class'; Signer = { $instance.Sign($Digest) }; Expected = '*$instance*PowerShell class TestSigner*' }
        @{ Name = 'neither parameter'; Signer = { param($Message) }; Expected = '*neither -Digest nor -Data*' }
    ) {
        $block = { 1 }
        $function = Get-Command Get-TestSignature
        $instance = & ([scriptblock]::Create('class TestSigner { [byte[]] Sign([byte[]] $digest) { return $digest } }; [TestSigner]::new()'))
        $null = $block, $function, $instance
        $thrown = Get-ThrownError { Connect-SfJwt @verified -Signer $Signer }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSignerUnavailable,*'
        $thrown.Exception.Message | Should -BeLike $Expected
        $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'is refused as an RSA class of PowerShell' {
        $instance = & ([scriptblock]::Create('class TestRsa : Security.Cryptography.RSA { [Security.Cryptography.RSAParameters] ExportParameters([bool] $p) { throw 1 } [void] ImportParameters([Security.Cryptography.RSAParameters] $p) { } }; [TestRsa]::new()'))
        $thrown = Get-ThrownError { Connect-SfJwt @verified -SigningKey $instance }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSignerUnavailable,*'
    }

    It 'is bound by the language mode of the session' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-TestModule))
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('signIn', $signIn)
        $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $message = $shell.AddScript('try { Connect-SfJwt @signIn -Signer { [IO.File]::ReadAllText("/etc/hostname") } } catch { $_.Exception.Message }').Invoke()
        $runspace.Dispose()
        $message | Should -BeLike '*language mode*'
    }

    It 'is left at once by Ctrl+C, and works again afterwards' {
        $gate = @{ Hangs = $true }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $parameters, $rsa, $gate) Import-Module $module; Connect-SfJwt @parameters -Signer { while ($gate.Hangs) { Start-Sleep -Milliseconds 100 }; $rsa.SignHash($Digest, "SHA256", [Security.Cryptography.RSASignaturePadding]::Pkcs1) }').
            AddArgument((Get-TestModule)).AddArgument($verified).AddArgument($rsa).AddArgument($gate)
        $running = $shell.BeginInvoke()
        Start-Sleep -Seconds 2
        $time = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $time.Elapsed.TotalSeconds | Should -BeLessThan 10
        $running.IsCompleted | Should -BeTrue
        $gate.Hangs = $false
        $shell.Commands.Commands[0].Parameters.Count | Should -Be 4
        $shell.Invoke()[0].Username | Should -Be 'user@test.example'
    }

    It 'is tried by Test-SfConnection, and a wrong one costs no sign-in' {
        $good = Test-SfConnection @verified -Signer { Get-TestSignature $Digest }
        ($good | Where-Object Check -EQ Signature).Detail | Should -Be 'RS256 of 256 bytes, verified'
        $good.Status | Should -Not -Contain 'Failed'
        Clear-OrgRequest $org
        $bad = Test-SfConnection @verified -Signer { Get-TestSignature ([Security.Cryptography.SHA256]::HashData($Digest)) }
        $failed = $bad | Where-Object Status -EQ Failed
        $failed.Check | Should -Be 'Signature'
        $failed.Detail | Should -BeLike '*digest of the digest*'
        ($bad | Where-Object Check -EQ Sign-in).Status | Should -Be 'Skipped'
        Get-OrgSignInCount $org | Should -Be 0
        (Test-SfConnection @verified -SigningKey $rsa -Offline -Quiet) | Should -BeTrue
    }

    It 'signs an assertion with New-SfJwt: <Name>' -ForEach @(@{ Name = 'Signer'; Way = { @{ Signer = { Get-TestSignature $Digest } } } }
        @{ Name = 'SigningKey'; Way = { @{ SigningKey = $rsa } } }) {
        $way = & $Way
        (New-SfJwt @verified @way | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath).SignatureStatus | Should -Be 'Verified'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'shows nothing of the signature in any stream' {
        $seen = $null
        $output = Connect-SfJwt @verified -Verbose -Debug -Signer { $s = [Convert]::ToBase64String((Get-TestSignature $Digest)); $calls.Add($s); Write-Verbose $s -Verbose; Write-Warning $s; Write-Information $s -InformationAction Continue; $s } *>&1 |
            Out-String -Width 10000
        $seen = $calls.ToArray() | Where-Object { $_ -is [string] }
        $seen.Length | Should -BeGreaterThan 300
        $output | Should -Not -Match ([regex]::Escape($seen.Substring(0, 40)))
    }
}

Describe 'A certificate of a key that is elsewhere' {
    It 'is signed by the signer, and nothing but it is written: <Name>' -ForEach @(
        @{ Name = 'SigningKey'; Way = { @{ SigningKey = $rsa } } }
        @{ Name = 'Signer with PEM'; Way = { @{ Signer = { Get-TestSignature $Digest }; PublicKey = $rsa.ExportSubjectPublicKeyInfoPem() } } }
        @{ Name = 'Signer with base64'; Way = { @{ Signer = { Get-TestDataSignature $Data }; PublicKey = [Convert]::ToBase64String($rsa.ExportSubjectPublicKeyInfo()) } } }
        @{ Name = 'Signer with PKCS#1'; Way = { @{ Signer = { Get-TestSignature $Digest }; PublicKey = $rsa.ExportRSAPublicKeyPem() } } }
        @{ Name = 'Signer with a JSON Web Key'; Way = {
                $p = $rsa.ExportParameters($false)
                @{ Signer = { Get-TestSignature $Digest }; PublicKey = @{ kty = 'RSA'; n = [Convert]::ToBase64String($p.Modulus); e = 'AQAB' } | ConvertTo-Json }
            } }
    ) {
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        $way = & $Way
        $made = New-SfCertificate -Path $folder -Name elsewhere -Subject 'CN=ci, O=Example' -ValidDays 30 @way
        Get-ChildItem $folder -Name | Should -Be 'elsewhere.crt'
        $made.KeyPath | Should -BeNullOrEmpty
        $made.KeySize | Should -Be 2048
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($made.CertificatePath, $org.KeyPath)
        $certificate.Subject | Should -Be 'CN=ci, O=Example'
        $chain = [Security.Cryptography.X509Certificates.X509Chain]::new()
        $chain.ChainPolicy.TrustMode = 'CustomRootTrust'
        $chain.ChainPolicy.RevocationMode = 'NoCheck'
        $null = $chain.ChainPolicy.CustomTrustStore.Add($certificate)
        $chain.Build($certificate) | Should -BeTrue -Because "$($chain.ChainStatus.StatusInformation)"
        (Get-ThrownError { New-SfCertificate -Path $folder -Name elsewhere @way }).FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
        New-SfCertificate -Path $folder -Name elsewhere @way -Force -WhatIf
        (New-SfCertificate -Path $folder -Name elsewhere @way -Force).Thumbprint | Should -Not -Be $made.Thumbprint
        (New-SfCertificate -Path $folder -Name elsewhere @way -Force | Out-String) | Should -Match '-Signer or -SigningKey'
    }

    It 'is refused with <Id>: <Name>' -ForEach @(
        @{ Name = 'a signer with another key'; Id = 'SfSignatureOfOtherKey'; Way = { @{ Signer = { Get-TestSignature $Digest }; PublicKey = [Security.Cryptography.RSA]::Create(2048).ExportSubjectPublicKeyInfoPem() } } }
        @{ Name = 'an elliptic curve key'; Id = 'SfKeyNotRsa'; Way = { @{ Signer = { Get-TestSignature $Digest }; PublicKey = [Security.Cryptography.ECDsa]::Create().ExportSubjectPublicKeyInfoPem() } } }
        @{ Name = 'a small key'; Id = 'SfKeyTooSmall'; Way = { @{ SigningKey = [Security.Cryptography.RSA]::Create(1024) } } }
        @{ Name = 'text that is no key'; Id = 'SfKeyFormatUnknown'; Way = { @{ Signer = { Get-TestSignature $Digest }; PublicKey = 'my key' } } }
        @{ Name = 'a signer that throws'; Id = 'SfSignerFailed'; Way = { @{ Signer = { throw 'sealed' }; PublicKey = $rsa.ExportSubjectPublicKeyInfoPem() } } }
    ) {
        $way = & $Way
        $folder = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        (Get-ThrownError { New-SfCertificate -Path $folder @way }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }
}

Describe 'A profile that names a signer' {
    BeforeEach {
        Disconnect-Sf -All
        Remove-Item $env:SF_PROFILE_PATH -ErrorAction Ignore
    }

    It 'holds the name of the command, and looks it up when it signs in' {
        $null = Connect-SfJwt @verified -Signer { Get-TestSignature $Digest }
        Save-SfProfile signed -SignerCommand Get-TestSignature
        $saved = Get-SfProfile signed
        $saved.Key | Should -Be 'command Get-TestSignature'
        $saved.KeyKind | Should -Be 'Command'
        $saved.CertificatePath | Should -Be $org.CertificatePath
        Get-Content $env:SF_PROFILE_PATH -Raw | Should -Not -Match 'SignHash|Digest'
        (Connect-SfJwt -Profile signed).CertificateThumbprint | Should -Be $org.Thumbprint
        Save-SfProfile again
        (Get-SfProfile again).Key | Should -Be 'command Get-TestSignature'
        ($saved | Format-List | Out-String) | Should -Match 'CertificatePath'
    }

    It 'works with a command that takes the data' {
        Save-SfProfile signed -ClientId testapp -Username user@test.example -LoginUrl $org.Url -SignerCommand Get-TestDataSignature -CertificatePath $org.CertificatePath
        (Connect-SfJwt -Profile signed).Username | Should -Be 'user@test.example'
        (Test-SfConnection -Profile signed).Status | Should -Not -Contain 'Failed'
    }

    It 'fails where the command is missing or cannot sign: <Command>' -ForEach @(@{ Command = 'Get-NoSuchSigner'; Expected = "*no command 'Get-NoSuchSigner'*" }
        @{ Command = 'Get-Date'; Expected = '*neither a parameter -Digest nor -Data*' }) {
        Save-SfProfile signed -ClientId testapp -Username user@test.example -LoginUrl $org.Url -SignerCommand $Command -WarningVariable warnings -WarningAction SilentlyContinue
        [bool]$warnings | Should -Be ($Command -eq 'Get-NoSuchSigner')
        $thrown = Get-ThrownError { Connect-SfJwt -Profile signed }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSignerUnavailable,*'
        $thrown.Exception.Message | Should -BeLike $Expected
    }

    It 'takes no code for a name: <_>' -ForEach @('{ Get-Date }', 'Get-Date; Remove-Item x', '$(Get-Date)', "Get-Date -Digest", '../sign.ps1', '&x', '') {
        $name = $_
        $thrown = Get-ThrownError { Save-SfProfile signed -ClientId testapp -Username user@test.example -LoginUrl $org.Url -SignerCommand $name }
        $thrown.FullyQualifiedErrorId | Should -Match '^(SfSecretLocationInvalid|ParameterArgumentValidationError)'
    }

    It 'is not executed where the file was edited to hold code' {
        Set-Content $env:SF_PROFILE_PATH (@{ version = 1; profiles = @{ evil = @{ loginUrl = $org.Url; clientId = 'testapp'; username = 'user@test.example'
                        key = @{ command = "Get-Date'; Set-Content '$TestDrive/evil.txt' x; '" } } } } | ConvertTo-Json -Depth 5)
        (Get-ThrownError { Connect-SfJwt -Profile evil }).FullyQualifiedErrorId | Should -BeLike 'SfS*'
        "$TestDrive/evil.txt" | Should -Not -Exist
    }

    It 'cannot be made of a script block' {
        $null = Connect-SfJwt @verified -Signer { Get-TestSignature $Digest }
        $thrown = Get-ThrownError { Save-SfProfile signed }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        $thrown.Exception.Message | Should -BeLike '*no profile ever holds code*'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*-SignerCommand*'
    }
}
