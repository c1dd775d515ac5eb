BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $openssl = Get-Command openssl -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    $secret = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
}

Describe 'New-SfCertificate' {
    It 'writes a certificate and a key, and returns their paths' {
        $folder = New-TestFolder
        $result = New-SfCertificate -Path $folder -Name ci
        $result.CertificatePath | Should -Be (Join-Path $folder 'ci.crt')
        $result.KeyPath | Should -Be (Join-Path $folder 'ci.key')
        $result.PfxPath | Should -BeNullOrEmpty
        $result.KeySize | Should -Be 2048
        $result.Subject | Should -Be 'CN=ci'
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be @('ci.crt', 'ci.key')
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($result.CertificatePath,
            $result.KeyPath)
        $certificate.HasPrivateKey | Should -BeTrue
        $result.Thumbprint | Should -Be $certificate.Thumbprint
        $result.Sha256Thumbprint | Should -Be $certificate.GetCertHashString('SHA256')
        $result.NotAfter | Should -Be $certificate.NotAfter
    }

    It 'writes to the current location of PowerShell by default' {
        $folder = New-TestFolder
        Push-Location $folder
        try { (New-SfCertificate).KeyPath | Should -Be (Join-Path $folder 'salesforce.key') } finally { Pop-Location }
    }

    It 'honours -Subject, -KeySize and -ValidDays' {
        $result = New-SfCertificate -Path (New-TestFolder) -Name big -Subject 'CN=ci-deploy, O=Example, C=DE' -KeySize 3072 -ValidDays 30
        $result.Subject | Should -Be 'CN=ci-deploy, O=Example, C=DE'
        $result.KeySize | Should -Be 3072
        ($result.NotAfter - (Get-Date)).TotalDays | Should -BeGreaterThan 29.9
        ($result.NotAfter - (Get-Date)).TotalDays | Should -BeLessOrEqual 30
    }

    It 'encrypts the key and adds a PFX with -Password' {
        $result = New-SfCertificate -Path (New-TestFolder) -Name locked -Password $secret
        $result.IsKeyEncrypted | Should -BeTrue
        Get-Content $result.KeyPath -Raw | Should -Match 'BEGIN ENCRYPTED PRIVATE KEY'
        $pfx = [Security.Cryptography.X509Certificates.X509Certificate2]::new($result.PfxPath, 'correct horse')
        $pfx.HasPrivateKey | Should -BeTrue
        $pfx.Thumbprint | Should -Be $result.Thumbprint
    }

    It 'lets only the owner read key and PFX' -Skip:$IsWindows {
        $result = New-SfCertificate -Path (New-TestFolder) -Name mode -Password $secret
        [int][IO.File]::GetUnixFileMode($result.KeyPath) | Should -Be 0x180 # 0600
        [int][IO.File]::GetUnixFileMode($result.PfxPath) | Should -Be 0x180
        [IO.File]::GetUnixFileMode($result.CertificatePath) | Should -Match 'OtherRead'
    }

    It 'overwrites nothing without -Force' {
        $folder = New-TestFolder
        $first = New-SfCertificate -Path $folder -Name once
        $before = Get-FileHash $first.KeyPath, $first.CertificatePath
        $thrown = Get-ThrownError { New-SfCertificate -Path $folder -Name once }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
        $thrown.Exception.Message | Should -BeLike "*once.crt*"
        (Get-FileHash $first.KeyPath, $first.CertificatePath).Hash | Should -Be $before.Hash
        (Get-ChildItem $folder).Count | Should -Be 2

        $second = New-SfCertificate -Path $folder -Name once -Force
        $second.Thumbprint | Should -Not -Be $first.Thumbprint
        (Get-ChildItem $folder).Count | Should -Be 2
    }

    It 'deletes the PFX of the replaced pair with -Force' {
        $folder = New-TestFolder
        $null = New-SfCertificate -Path $folder -Name pair -Password $secret
        $null = New-SfCertificate -Path $folder -Name pair -Force
        (Get-ChildItem $folder).Name | Sort-Object | Should -Be @('pair.crt', 'pair.key')
    }

    It 'writes all files or none' {
        $folder = New-TestFolder
        $null = New-Item -ItemType Directory (Join-Path $folder 'half.pfx')
        $thrown = Get-ThrownError { New-SfCertificate -Path $folder -Name half -Password $secret -Force }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
        (Get-ChildItem $folder).Name | Should -Be 'half.pfx'
    }

    It 'writes nothing with -WhatIf' {
        $folder = New-TestFolder
        New-SfCertificate -Path $folder -Name none -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $null = New-SfCertificate -Path $folder -Name there
        (Get-ThrownError { New-SfCertificate -Path $folder -Name there -WhatIf }).FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
    }

    It 'explains bad input: <Name>' -ForEach @(
        @{ Name = 'missing folder'; Arguments = @{ Path = 'no/such/folder' }; Id = 'SfFolderNotFound' }
        @{ Name = 'a path as name'; Arguments = @{ Name = 'a/b' }; Id = 'SfFileAccessFailed' }
        @{ Name = 'bad subject'; Arguments = @{ Subject = 'XX=1' }; Id = 'SfRequestInvalid' }
        @{ Name = 'empty password'; Arguments = @{ Password = [securestring]::new() }; Id = 'SfValueMissing' }
        @{ Name = 'another provider'; Arguments = @{ Path = 'Env:' }; Id = 'SfFileAccessFailed' }
        @{ Name = 'key size'; Arguments = @{ KeySize = 1024 }; Id = 'ParameterArgumentValidationError' }
    ) {
        Push-Location $TestDrive
        try { (Get-ThrownError { New-SfCertificate @Arguments }).FullyQualifiedErrorId | Should -BeLike "$Id,*" } finally { Pop-Location }
    }

    It 'displays the next steps' {
        $text = New-SfCertificate -Path (New-TestFolder) -Name shown | Out-String -Width 80
        $text | Should -Match 'Upload the \.crt'
        $text | Should -Match 'Connect-SfJwt'
    }

    Context 'openssl' {
        BeforeEach { if (-not $openssl) { Set-ItResult -Skipped -Because 'openssl is not on the PATH' } }

        It 'accepts certificate, key, encrypted key and PFX' {
            if (-not $openssl) { return }
            $plain = New-SfCertificate -Path (New-TestFolder) -Name plain
            & $openssl verify -CAfile $plain.CertificatePath $plain.CertificatePath 2>&1 | Should -BeLike '*: OK'
            & $openssl rsa -in $plain.KeyPath -check -noout 2>&1 | Should -Contain 'RSA key ok'
            $locked = New-SfCertificate -Path (New-TestFolder) -Name locked -Password $secret
            & $openssl rsa -in $locked.KeyPath -passin 'pass:correct horse' -check -noout 2>&1 | Should -Contain 'RSA key ok'
            $null = & $openssl rsa -in $locked.KeyPath -passin pass:wrong -noout 2>&1
            $LASTEXITCODE | Should -Not -Be 0
            & $openssl pkcs12 -in $locked.PfxPath -passin 'pass:correct horse' -nodes 2>&1 | Out-String | Should -Match 'BEGIN PRIVATE KEY'
            $LASTEXITCODE | Should -Be 0
        }
    }
}
