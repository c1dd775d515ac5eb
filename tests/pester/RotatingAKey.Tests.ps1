# Runs the commands of docs/rotating-a-key.md, taken from the page, in its order.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $page = Get-Content (Join-Path $PSScriptRoot '../../docs/rotating-a-key.md') -Raw
    $blocks = [regex]::Matches($page, '(?ms)^```powershell\r?\n(.*?)^```').ForEach{ $_.Groups[1].Value }
    $org = Start-TestOrg
    $stored = @{}
    Set-Item Function:Connect-SfWeb (Get-AdminSignIn $org)
    function gh { if ("$($args[0..1])" -eq 'secret set') { $stored[$args[2]] = ($input | Out-String).TrimEnd() } }

    # Runs the block of the page that contains a text, with this org's values for the page's.
    function Invoke-Page([string] $Holding) {
        $found = @($blocks | Where-Object { $_.Contains($Holding) })
        if ($found.Count -ne 1) { throw "$($found.Count) blocks of the page hold '$Holding'." }
        $code = $found[0].Replace('3MVG9...', $app.ConsumerKey).Replace('ci@example.com',
            'user@test.example').Replace('https://NAME.my.salesforce.com', $org.Url)
        . ([scriptblock]::Create($code))
    }
    function Get-Signer { (Get-SfConnection -Default).CertificateThumbprint }
}
AfterAll { Stop-TestOrg $org }

Describe 'The commands of docs/rotating-a-key.md' {
    BeforeEach {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid())))
        $null = New-Item -ItemType Directory keys
        $old = New-SfCertificate -Path keys -Name ci
        $null = Invoke-Page 'Connect-SfWeb'
        $app = Register-SfApp ci -User user@test.example -CertificatePath keys/ci.crt -Connection admin
        . Invoke-Page '$signIn = @{' | Out-Null
        $pair = Invoke-Page 'New-SfCertificate'
        $env:SF_JWT_KEY = ConvertTo-SfCiSecret keys/ci.key -AsPlainText
    }
    AfterEach {
        Disconnect-Sf -All
        $env:SF_JWT_KEY = $env:SF_JWT_KEY_NEXT = $null
        Pop-Location
    }

    It 'uses every command of the page' {
        $blocks.Count | Should -Be 13
    }

    It 'shows both pairs, each belonging together' {
        $shown = Invoke-Page 'Get-SfCertificate keys/*'
        $shown | Should -HaveCount 4
        $shown.Matches | Should -Not -Contain $false
        $shown.Matches | Should -Not -Contain $null
        (Get-Item keys/ci.key).Length | Should -BeGreaterThan 0
        $pair.Thumbprint | Should -Not -Be $old.Thumbprint
    }

    It 'way 1: signs in at all times, in the end with the new key alone' {
        Invoke-Page 'gh secret set SF_JWT_KEY_NEXT'
        $env:SF_JWT_KEY_NEXT = $stored.SF_JWT_KEY_NEXT
        (Invoke-Page 'try {
    Connect-SfJwt').Username | Should -Be 'user@test.example'
        (Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token')[-2..-1].statusCode |
            Should -Be @(400, 200) -Because 'the old key still is the app''s'

        $running = Get-SfConnection -Default
        (Invoke-Page 'Set-SfApp').Changes | Should -Not -BeNullOrEmpty
        (Invoke-SfRest limits -Connection $running).DailyApiRequests | Should -Not -BeNullOrEmpty
        (Invoke-Page 'try {
    Connect-SfJwt').Username | Should -Be 'user@test.example'
        (Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token')[-1].statusCode | Should -Be 200
        (Get-ThrownError { Connect-SfJwt @signIn -PrivateKey $env:SF_JWT_KEY }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginAssertionInvalid,*'

        Invoke-Page "gh secret set SF_JWT_KEY`n"
        $env:SF_JWT_KEY = $stored.SF_JWT_KEY
        (Connect-SfJwt @signIn).Username | Should -Be 'user@test.example'
    }

    It 'way 1: any other error stays an error' {
        $env:SF_JWT_KEY_NEXT = ConvertTo-SfCiSecret keys/ci-next.key -AsPlainText
        $signIn.ClientId = 'wrong'
        (Get-ThrownError { Invoke-Page 'try {
    Connect-SfJwt' }).FullyQualifiedErrorId | Should -BeLike 'SfLoginClientIdInvalid,*'
    }

    It 'way 2: both apps work side by side, until the old one is removed' {
        (Invoke-Page '$next = $signIn.Clone()').CertificateThumbprint | Should -Be $pair.Thumbprint
        (Connect-SfJwt @signIn -KeyPath keys/ci.key).CertificateThumbprint | Should -Be $old.Thumbprint
        $ConfirmPreference = 'None'
        Invoke-Page 'Unregister-SfApp'
        (Get-SfApp -Connection admin).Name | Should -Not -Contain ci
        (Get-ThrownError { Connect-SfJwt @signIn -KeyPath keys/ci.key }).FullyQualifiedErrorId | Should -BeLike 'SfLogin*'
        (Connect-SfJwt -ClientId (Get-SfApp ci_next -Connection admin).ConsumerKey -Username user@test.example -KeyPath keys/ci-next.key -LoginUrl $org.Url).CertificateThumbprint | Should -Be $pair.Thumbprint
    }

    It 'way 3: the new key works, the old one is rejected and removed' {
        (Get-ThrownError { Invoke-Page '-KeyPath keys/ci-next.key -CertificatePath' }).FullyQualifiedErrorId |
            Should -BeLike 'SfLoginAssertionInvalid,*'
        Invoke-Page '$false } catch' | Should -BeFalse
        $null = Invoke-Page 'Set-SfApp'
        Invoke-Page '-KeyPath keys/ci-next.key -CertificatePath' | Out-Null
        Get-Signer | Should -Be $pair.Thumbprint
        Invoke-Page '$false } catch' | Should -BeTrue
        (Set-SfApp ci -CertificatePath keys/ci.crt -Connection admin).Changes | Should -Not -BeNullOrEmpty
        (Connect-SfJwt @signIn -KeyPath keys/ci.key).CertificateThumbprint | Should -Be $old.Thumbprint
        Invoke-Page 'Remove-Item'
        (Get-ChildItem keys).Name | Sort-Object | Should -Be @('ci-next.crt', 'ci-next.key')
    }

    It 'names the thumbprint to compare when the old key is rejected' {
        $null = Invoke-Page 'Set-SfApp'
        $thrown = Get-ThrownError { Connect-SfJwt @signIn -KeyPath keys/ci.key }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfLoginAssertionInvalid,*'
        "$thrown $($thrown.ErrorDetails.RecommendedAction)" | Should -Match $old.Thumbprint
    }
}
