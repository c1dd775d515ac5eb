BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $app = @{ ClientId = 'testapp'; Username = 'user@test.example'; LoginUrl = $org.Url }
    $password = ConvertTo-SecureString 'pa ss"$ü' -AsPlainText -Force
    $pem = Get-Content $org.KeyPath -Raw
    $other = New-SfCertificate -Path $org.Folder -Name other -Password $password
    $both = [Security.Cryptography.X509Certificates.X509Certificate2Collection]::new()
    $null = $both.Add([Security.Cryptography.X509Certificates.X509Certificate2]::new($other.PfxPath, 'pa ss"$ü', 'Exportable'))
    $null = $both.Add([Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($org.CertificatePath, $org.KeyPath))
    $two = Join-Path $org.Folder 'two.pfx'
    [IO.File]::WriteAllBytes($two, $both.Export('Pkcs12', 'pa ss"$ü'))
    function Get-Advice($ErrorRecord) { "$($ErrorRecord.Exception.Message) $($ErrorRecord.ErrorDetails.RecommendedAction)" }
}
AfterAll { Stop-TestOrg $org }

Describe 'A key with another label' {
    It 'is read: <Name>' -ForEach @(
        @{ Name = 'certutil -encode of the PEM'
            Make = { "-----BEGIN CERTIFICATE-----`r`n$([Convert]::ToBase64String([IO.File]::ReadAllBytes($org.KeyPath), 'InsertLineBreaks'))`r`n-----END CERTIFICATE-----`r`n" } }
        @{ Name = 'RSA PRIVATE KEY around PKCS#8'; Make = { $pem -replace 'PRIVATE KEY', 'RSA PRIVATE KEY' } }
        @{ Name = 'base64 of UTF-16'; Make = { [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($pem)) } }
        @{ Name = 'hexadecimal of UTF-16'; Make = { [Convert]::ToHexString([Text.Encoding]::Unicode.GetBytes($pem)) } }
    ) {
        $text = & $Make
        (Connect-SfJwt @app -PrivateKey (ConvertTo-SecureString $text -AsPlainText)).Username | Should -Be 'user@test.example'
        $file = Join-Path $TestDrive 'odd.key'
        Set-Content $file $text -Encoding unicode
        (New-SfJwt @app -KeyPath $file).Issuer | Should -Be 'testapp'
        (Get-SfCertificate $file).HasPrivateKey | Should -BeTrue
        (Test-SfConnection @app -KeyPath $file -Offline | Where-Object Check -EQ 'Private key').Status | Should -Be 'Passed'
        (New-SfJwt @app -PrivateKey (ConvertTo-SfCiSecret $file).Value).Issuer | Should -Be 'testapp'
    }
}

Describe 'A value that is not a key' {
    It 'recognizes a path in SF_JWT_KEY, and does not quote it: <_>' -ForEach @('KEYPATH', '/builds/acme/project.tmp/SF_KEY',
            'C:\keys\server.key') {
        $env:SF_JWT_KEY = $_ -replace 'KEYPATH', $org.KeyPath
        try {
            foreach ($do in { New-SfJwt @app }, { Connect-SfJwt @app }) {
                $thrown = Get-ThrownError $do
                $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyFormatUnknown,*'
                Get-Advice $thrown | Should -Match 'SF_JWT_KEY holds the path of a file.*SF_JWT_KEY_FILE'
                Get-Advice $thrown | Should -Not -Match ([regex]::Escape($env:SF_JWT_KEY))
            }
        } finally { $env:SF_JWT_KEY = $null }
    }

    It 'names a Java keystore with the command that converts it' {
        $file = Join-Path $TestDrive 'a.jks'
        [IO.File]::WriteAllBytes($file, [byte[]](0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2) + [byte[]]::new(300))
        foreach ($do in { New-SfJwt @app -KeyPath $file }, { Get-SfCertificate $file -ErrorAction Stop }, { ConvertTo-SfCiSecret $file },
            { New-SfJwt @app -KeyPath $org.KeyPath | ConvertFrom-SfJwt -CertificatePath $file }) {
            Get-Advice (Get-ThrownError $do) | Should -Match 'JKS.*keytool -importkeystore -srckeystore FILE'
        }
    }
}

Describe 'An impossible path' {
    It 'is rejected with its name if it contains a null character' {
        $calls = { New-SfJwt @app -KeyPath "/k`0.pem" }, { Get-SfCertificate "/k`0.pem" -ErrorAction Stop },
            { ConvertTo-SfCiSecret "/k`0.pem" },
            { Connect-SfAuthUrl -Path "/k`0.pem" }
        foreach ($call in $calls) {
            $thrown = Get-ThrownError $call
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
            "$thrown" | Should -Match 'null character'
        }
    }
}

Describe 'A file with several keys' {
    It 'lists them if none is chosen' {
        foreach ($do in { Connect-SfJwt @app -KeyPath $two -KeyPassword $password }, { ConvertTo-SfCiSecret $two -Password $password },
            { New-SfJwt @app -KeyPath $org.KeyPath | ConvertFrom-SfJwt -KeyPath $two -KeyPassword $password }) {
            $thrown = Get-ThrownError $do
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyAmbiguous,*'
            $thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $thrown.Exception.Message | Should -Match $org.Thumbprint
            $thrown.Exception.Message | Should -Match $other.Thumbprint
        }
        (Get-SfCertificate $two -Password $password).Thumbprint | Sort-Object |
            Should -Be ($org.Thumbprint, $other.Thumbprint | Sort-Object)
    }

    It 'returns the one that -Thumbprint names' {
        $choice = @{ KeyPath = $two; KeyPassword = $password; Thumbprint = $org.Thumbprint }
        (Connect-SfJwt @app @choice).CertificateThumbprint | Should -Be $org.Thumbprint
        $assertion = New-SfJwt @app @choice
        ($assertion | ConvertFrom-SfJwt -CertificatePath $org.CertificatePath).SignatureStatus | Should -Be 'Verified'
        ($assertion | ConvertFrom-SfJwt @choice).SignatureStatus | Should -Be 'Verified'
        ($assertion | ConvertFrom-SfJwt -KeyPath $two -KeyPassword $password -Thumbprint $other.Thumbprint).SignatureStatus |
            Should -Be 'Invalid'
        (Test-SfConnection @app @choice | Where-Object Check -EQ 'Sign-in').Status | Should -Be 'Passed'
        (Get-ThrownError { New-SfJwt @app -KeyPath $two -KeyPassword $password -Thumbprint ('0' * 40) }).FullyQualifiedErrorId |
            Should -BeLike 'SfCertificateNotFound,*'
    }

    It 'returns the one whose certificate -CertificatePath names' {
        (Connect-SfJwt @app -KeyPath $two -KeyPassword $password -CertificatePath $org.CertificatePath).CertificateThumbprint |
            Should -Be $org.Thumbprint
    }

    It 'returns the one that -Thumbprint names from text' {
        $text = ConvertTo-SecureString ([Convert]::ToBase64String([IO.File]::ReadAllBytes($two))) -AsPlainText
        (Connect-SfJwt @app -PrivateKey $text -KeyPassword $password -Thumbprint $org.Thumbprint).CertificateThumbprint |
            Should -Be $org.Thumbprint
    }

    It 'becomes a secret of the chosen key only' {
        $secret = ConvertTo-SfCiSecret $two -Password $password -Thumbprint $org.Thumbprint
        $secret.IsEncrypted | Should -BeTrue
        $secret.GitHub | Should -Match "-Thumbprint '$($org.Thumbprint)' -Password"
        (Connect-SfJwt @app -PrivateKey $secret.Value -KeyPassword $password).Username | Should -Be 'user@test.example'
        (Connect-SfJwt @app -PrivateKey (ConvertTo-SfCiSecret $two -Password $password -Thumbprint $org.Thumbprint -Decrypt).Value).Username | Should -Be 'user@test.example'
    }

    It 'is found again by a profile' {
        $env:SF_PROFILE_PATH = Join-Path $TestDrive 'profiles.json'
        try {
            Connect-SfJwt @app -KeyPath $two -KeyPassword $password -Thumbprint $org.Thumbprint |
                Save-SfProfile chosen -WarningAction SilentlyContinue
            Save-SfProfile named @app -KeyPath $two -Thumbprint $org.Thumbprint
            (Get-SfProfile chosen, named).Key | Should -Be (, "path $two (certificate $($org.Thumbprint))" * 2)
            foreach ($name in 'chosen', 'named') {
                (Connect-SfJwt -Profile $name -KeyPassword $password).CertificateThumbprint | Should -Be $org.Thumbprint
            }
        } finally { $env:SF_PROFILE_PATH = $null }
    }
}

Describe 'An encrypted key' {
    BeforeAll {
        # PKCS#8 in PBES2 with HMAC-SHA-512, without a real key in it, since encrypting one takes as long as decrypting it.
        function New-EncryptedKey([string] $Name, [string] $Rounds) {
            $file = Join-Path $TestDrive $Name
            [IO.File]::WriteAllBytes($file, [Convert]::FromHexString(
                    '30819B305706092A864886F70D01050D304A302906092A864886F70D01050C301C04080000000000000000' +
                    "0204$Rounds" +
                    '300A06082A864886F70D020B301D060960864801650304012A041000000000000000000000000000000000' +
                    '044000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000'))
            $file
        }
        $slow = New-EncryptedKey slow.key '00895440'
        $pw = ConvertTo-SecureString pw -AsPlainText
    }

    It 'with too many rounds is rejected immediately' {
        $file = New-EncryptedKey endless.key '7FFFFFFF'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $thrown = Get-ThrownError { New-SfJwt @app -KeyPath $file -KeyPassword $pw }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfKeyFormatUnknown,*'
        Get-Advice $thrown | Should -Match '2147483647 rounds.*10000000 are the limit.*openssl pkcs8'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
    }

    It 'that takes long to decrypt can be stopped with Ctrl+C: <Command>' -ForEach @(
        @{ Command = 'New-SfJwt app user@test.example -KeyPath $slow -KeyPassword $pw' }
        @{ Command = 'Connect-SfJwt app user@test.example -KeyPath $slow -KeyPassword $pw' }
        @{ Command = 'Test-SfConnection app user@test.example -KeyPath $slow -KeyPassword $pw' }
        @{ Command = 'Get-SfCertificate $slow -Password $pw' }
        @{ Command = 'ConvertTo-SfCiSecret $slow -Password $pw' }
    ) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$module, `$slow, `$pw) Import-Module `$module; $Command").AddArgument((Get-TestModule)).AddArgument($slow).AddArgument($pw)
        $run = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 1500
        $isDone = $run.IsCompleted
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(5000) | Should -BeTrue
        if ($isDone) { Set-ItResult -Inconclusive -Because 'this machine opened it before it was stopped' }
        $shell.Dispose()
    }
}
