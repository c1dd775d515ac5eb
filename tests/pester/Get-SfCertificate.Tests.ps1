BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $password = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'keys')).FullName
    $plain = New-SfCertificate -Path $folder -Name plain -ValidDays 20
    $locked = New-SfCertificate -Path $folder -Name locked -Password $password
    function At([string] $Name) { Join-Path $folder $Name }
    function New-ExpiredCertificate([string] $Path) {
        $rsa = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=old', $rsa, 'SHA256',
            [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        Set-Content $Path $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-40),
            [DateTimeOffset]::Now.AddDays(-9.5)).ExportCertificatePem()
    }
}

Describe 'Get-SfCertificate' {
    It 'describes a certificate' {
        $info = Get-SfCertificate (At plain.crt)
        $info.Path | Should -Be $plain.CertificatePath
        $info.Kind | Should -Be 'Certificate'
        $info.Format | Should -Be 'X.509 PEM'
        $info.Subject | Should -Be 'CN=plain'
        $info.NotBefore | Should -Be $plain.NotBefore
        $info.NotAfter | Should -Be $plain.NotAfter
        $info.DaysLeft | Should -Be 19
        $info.IsExpired | Should -BeFalse
        $info.Thumbprint | Should -Be $plain.Thumbprint
        $info.Sha256Thumbprint | Should -Be $plain.Sha256Thumbprint
        $info.KeyAlgorithm | Should -Be 'RSA'
        $info.KeySize | Should -Be 2048
        $info.HasPrivateKey | Should -BeFalse
        $info.PublicKeyFingerprint | Should -Match '^[0-9A-F]{64}$'
        $info.Problem | Should -BeNullOrEmpty
    }

    It 'names the format of <File>' -ForEach @(
        @{ File = 'plain.key'; Kind = 'PrivateKey'; Format = 'PKCS#8 PEM' }
        @{ File = 'locked.key'; Kind = 'PrivateKey'; Format = 'encrypted PKCS#8 PEM' }
        @{ File = 'locked.pfx'; Kind = 'CertificateAndPrivateKey'; Format = 'PFX' }
    ) {
        $info = Get-SfCertificate (At $File)
        $info.Kind | Should -Be $Kind
        $info.Format | Should -Be $Format
        $info.HasPrivateKey | Should -BeTrue
    }

    It 'reports that a file is encrypted without its password, and opens it with the password: <_>' -ForEach @('locked.key',
            'locked.pfx') {
        $info = Get-SfCertificate (At $_)
        $info.IsEncrypted | Should -BeTrue
        $info.PublicKeyFingerprint | Should -BeNullOrEmpty
        $info.Matches | Should -BeNullOrEmpty
        $info.Problem | Should -Match 'encrypted'
        $info = Get-SfCertificate (At $_) -Password $password
        $info.IsEncrypted | Should -BeTrue
        $info.PublicKeyFingerprint | Should -Be (Get-SfCertificate (At locked.crt)).PublicKeyFingerprint
        $info.Matches | Should -BeTrue
        $info.Problem | Should -BeNullOrEmpty
    }

    It 'compares a key and a certificate in the same folder' {
        $info = Get-SfCertificate (At plain.crt), (At plain.key)
        $info.Matches | Should -Be @($true, $true)
        $info.MatchedPath | Should -Be @($plain.KeyPath, $plain.CertificatePath)
        $alone = Join-Path $TestDrive 'alone.crt'
        Copy-Item (At plain.crt) $alone
        (Get-SfCertificate $alone).Matches | Should -BeNullOrEmpty
        Copy-Item (At locked.key) (Join-Path $TestDrive 'alone.key')
        (Get-SfCertificate $alone -Password $password).Matches | Should -BeFalse
    }

    It 'compares with -KeyPath instead' {
        $info = Get-SfCertificate (Join-Path $folder '*.crt') -KeyPath (At locked.key) -Password $password
        $info.Matches | Should -Be @($true, $false)
        $info.MatchedPath | Should -Be @($locked.KeyPath, $locked.KeyPath)
        (Get-ThrownError { Get-SfCertificate (At plain.crt) -KeyPath (At none.key) }).FullyQualifiedErrorId |
            Should -BeLike 'SfKeyFileNotFound,*'
    }

    It 'accepts wildcards, several paths, and from the pipeline strings, files and the output of New-SfCertificate' {
        (Get-SfCertificate (Join-Path $folder '*.crt')).Subject | Should -Be @('CN=locked', 'CN=plain')
        (Get-SfCertificate (At plain.crt), (At locked.crt)).Subject | Should -Be @('CN=plain', 'CN=locked')
        ((At plain.crt), (At locked.crt) | Get-SfCertificate).Subject | Should -Be @('CN=plain', 'CN=locked')
        (Get-ChildItem $folder -Filter *.crt | Get-SfCertificate).Subject | Should -Be @('CN=locked', 'CN=plain')
        ($plain | Get-SfCertificate).Matches | Should -BeTrue
        Get-SfCertificate (Join-Path $TestDrive 'none*.crt') | Should -BeNullOrEmpty
        (Get-SfCertificate (Join-Path $TestDrive 'key*')) | Should -BeNullOrEmpty
    }

    It 'ignores other files that a wildcard matches, but not other files that are named' {
        Set-Content (At notes.txt) 'no key at all'
        try {
            $found = Get-SfCertificate (Join-Path $folder '*') -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures | Should -BeNullOrEmpty
            $found.Subject | Should -Contain 'CN=plain'
            (Get-ThrownError { Get-SfCertificate (At notes.txt) -ErrorAction Stop }).FullyQualifiedErrorId |
                Should -BeLike 'SfKeyFormatUnknown,*'
        }
        finally { Remove-Item (At notes.txt) }
    }

    It 'takes brackets literally with -LiteralPath' {
        Copy-Item -LiteralPath (At plain.crt) (At 'a[1].crt')
        try { (Get-SfCertificate -LiteralPath (At 'a[1].crt')).Subject |
            Should -Be 'CN=plain' } finally { Remove-Item -LiteralPath (At 'a[1].crt') }
    }

    It 'finds a certificate in a store' {
        $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser', 'ReadWrite')
        $pfx = [Security.Cryptography.X509Certificates.X509Certificate2]::new($locked.PfxPath, 'correct horse', 'PersistKeySet')
        try {
            $store.Add($pfx)
            $info = Get-SfCertificate -Thumbprint $locked.Thumbprint -KeyPath (At locked.crt)
            $info.Path | Should -BeNullOrEmpty
            $info.Format | Should -Be 'certificate store'
            $info.Subject | Should -Be 'CN=locked'
            $info.Matches | Should -BeTrue
        } finally {
            $store.Remove($pfx)
            $store.Dispose()
        }
        (Get-ThrownError { Get-SfCertificate -Thumbprint ('0' * 40) }).FullyQualifiedErrorId | Should -BeLike 'SfCertificateNotFound,*'
    }

    It 'shows an expired certificate with negative days, as expired' {
        $path = Join-Path $TestDrive 'old.crt'
        New-ExpiredCertificate $path
        $info = Get-SfCertificate $path
        $info.DaysLeft | Should -Be -10
        $info.IsExpired | Should -BeTrue
        $info | Out-String | Should -Match '\sexpired\s'
    }

    It 'names each wrong file, with the id <Id>, and continues' -ForEach @(
        @{ Content = 'prose'; Id = 'SfKeyFormatUnknown' }
        @{ Content = "-----BEGIN PRIVATE KEY-----`nAAAA"; Id = 'SfKeyFormatUnknown' }
        @{ Content = $null; Id = 'SfKeyFileNotFound' }
    ) {
        $path = Join-Path $TestDrive "$([guid]::NewGuid()).key"
        if ($Content) { Set-Content $path $Content }
        $found = Get-SfCertificate $path, (At plain.crt) -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Subject | Should -Be 'CN=plain'
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $errors[0].Exception.Message | Should -BeLike "*$path*"
        $errors[0].TargetObject | Should -Be $path
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'reports a wrong password for each file that needs one' {
        $found = Get-SfCertificate (Join-Path $folder 'locked.*') -Password (ConvertTo-SecureString wrong -AsPlainText -Force) -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Format | Should -Be 'X.509 PEM'
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfKeyPasswordWrong,*'
        $errors | Should -HaveCount 2
    }

    It 'rejects a path of another provider' {
        (Get-ThrownError { Get-SfCertificate Env:PATH }).FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
    }

    It 'fits 100 columns' {
        $text = Get-SfCertificate (Join-Path $folder *) -Password $password | Out-String -Width 100
        $text | Should -Match "plain\.crt +RSA 2048 +$($plain.NotAfter.ToString('yyyy-MM-dd')) +19 +True +X\.509 PEM, CN=plain"
    }
}

Describe 'Text around a path' {
    It 'is removed: <Before>PATH<After>' -ForEach @(
        @{ Before = '"'; After = '"' }
        @{ Before = "'"; After = "'`n" }
        @{ Before = "$([char] 0xFEFF)"; After = "$([char] 0x200B)`r`n" }
        @{ Before = " $([char] 0xA0)"; After = ' ' }
    ) {
        $files = New-SfCertificate -Path $TestDrive -Name around -Force
        (Get-SfCertificate -LiteralPath "$Before$($files.CertificatePath)$After").Path | Should -Be $files.CertificatePath
    }

    It 'is kept if a file has such a name' -Skip:$IsWindows {
        $files = New-SfCertificate -Path $TestDrive -Name around -Force
        $odd = Join-Path $TestDrive "'odd' "
        Copy-Item $files.CertificatePath $odd
        (Get-SfCertificate -LiteralPath $odd).Path | Should -Be $odd
    }
}
