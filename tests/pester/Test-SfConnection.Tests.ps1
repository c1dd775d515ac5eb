BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'Test-SfConnection' {
    BeforeEach {
        Clear-OrgRequest $org
        Disconnect-Sf -All
    }

    It 'writes one object for each check, in their order, and makes no connection' {
        $checks = Test-SfConnection @signIn
        $checks.Check | Should -Be @(
            'Client id', 'Username', 'Login URL', 'Private key', 'Key size', 'Certificate', 'Certificate dates',
            'DNS', 'TLS', 'Clock', 'Sign-in', 'Audience', 'Instance', 'API version', 'Scopes', 'API quota', 'Login history')
        $checks | ForEach-Object { $_.GetType().Name | Should -Be 'SfCheck' }
        $checks.Status | Should -Not -Contain 'Failed'
        ($checks | Where-Object Check -EQ Certificate).Detail | Should -BeLike "*$($org.Thumbprint)*$($org.Sha256Thumbprint)*"
        Get-OrgSignInCount $org | Should -Be 1
        Get-SfConnection | Should -BeNullOrEmpty
    }

    It 'writes the dates of a certificate alike in the culture <_>' -ForEach 'ar-SA', 'th-TH' {
        $pair = New-SfCertificate -Path $org.Folder -Name "dates-$_" -ValidDays 3650
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $checks = Test-SfConnection -ClientId $signIn.ClientId -Username $signIn.Username -KeyPath $pair.KeyPath -LoginUrl $org.Url -Offline
        } finally { [cultureinfo]::CurrentCulture = $culture }
        ($checks | Where-Object Check -EQ 'Certificate dates').Detail | Should -BeLike "*to $($pair.NotAfter.ToString('yyyy-MM-dd')) *"
    }

    It 'accepts all parameters of Connect-SfJwt' {
        $connect = (Get-Command Connect-SfJwt).Parameters.Keys
        $test = (Get-Command Test-SfConnection).Parameters.Keys
        $connect | Where-Object { $_ -notin $test } | Should -BeNullOrEmpty
    }

    It 'says only whether all is well with -Quiet' {
        Test-SfConnection @signIn -Quiet | Should -BeTrue
        $wrong = $signIn + @{}
        $wrong.Username = 'notapproved@test.example'
        Test-SfConnection @wrong -Quiet | Should -BeFalse
        $connection = Connect-SfJwt @signIn
        Test-SfConnection -Connection $connection -Quiet | Should -BeTrue
        Disconnect-Sf $connection
    }

    It 'rejects what it would ignore beside -Connection' {
        $connection = Connect-SfJwt @signIn
        $thrown = Get-ThrownError { Test-SfConnection -Connection $connection -Username other@test.example -NoProxy }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $thrown.Exception.Message | Should -BeLike '*-Username*-NoProxy*'
        Disconnect-Sf $connection
    }

    It 'sends nothing with -Offline' {
        $checks = Test-SfConnection @signIn -Offline
        $checks[-1].Check | Should -Be 'Certificate dates'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'shows the command that approves an unapproved user' {
        $signIn = $signIn.Clone(); $signIn.Username = 'notapproved@test.example'
        $check = (Test-SfConnection @signIn)[-1]
        $check.Check | Should -Be 'Sign-in'
        $check.Status | Should -Be 'Failed'
        $check.Detail | Should -BeLike "*user hasn't approved this consumer*"
        $check.Remedy | Should -BeLike "*Admin approved users are pre-authorized*Connect-SfWeb -ClientId testapp -LoginUrl $($org.Url) -LoginHint notapproved@test.example*"
        $check.Command | Should -Be "Connect-SfWeb -ClientId testapp -LoginUrl $($org.Url) -LoginHint notapproved@test.example"
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'reads in the login history why another user was refused, where a connection to the org is at hand' {
        $signIn = $signIn.Clone(); $signIn.Username = 'inactive@test.example'
        (Test-SfConnection @signIn)[-1].Check | Should -Be 'Sign-in'
        $own = $org.SignIn
        $admin = Connect-SfJwt @own -Name admin
        $null = Invoke-OrgAdmin $org Post users @{ username = 'assured@test.example'; requiresHighAssurance = $true }
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = 'assured@test.example' }
        $signIn.Username = 'assured@test.example'
        $refused, $history = (Test-SfConnection @signIn)[-2, -1]
        $refused.Check, $refused.Status | Should -Be 'Sign-in', 'Failed'
        $refused.Remedy | Should -BeLike "*If the connection 'admin' is an administrator's: Get-SfLoginHistory assured@test.example -Failed -Connection admin.*"
        $history.Check, $history.Status | Should -Be 'Login history', 'Failed'
        $history.Detail | Should -BeLike '*assured@test.example*Failed: High Assurance Session Required'
        $history.Remedy | Should -BeLike '*High assurance session required*'
        Disconnect-Sf $admin
    }

    It 'warns of an app that was refused for the connection''s user after its last success' {
        $null = Connect-SfJwt @signIn
        Start-Sleep -Seconds 1
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'oldapp'; certificatePem = Get-Content $org.CertificatePath -Raw }
        $old = $signIn + @{}; $old.ClientId = 'oldapp'
        $null = Get-ThrownError { Connect-SfJwt @old -Name old }
        $history = (Test-SfConnection)[-1]
        $history.Check, $history.Status | Should -Be 'Login history', 'Warning'
        $history.Detail | Should -BeLike 'The sign-in of user@test.example* was refused: Failed: Not approved for access'
        Test-SfConnection -Quiet | Should -BeTrue
    }

    It 'continues after a missing file with the checks that do not need it, and does not sign in' {
        $signIn = $signIn.Clone(); $signIn.KeyPath = Join-Path $org.Folder 'missing.key'
        $checks = Test-SfConnection @signIn
        ($checks | Where-Object Check -EQ 'Private key').Status | Should -Be 'Failed'
        ($checks | Where-Object Check -EQ 'Clock').Status | Should -Be 'Passed'
        $checks[-1].Check, $checks[-1].Status | Should -Be 'Sign-in', 'Skipped'
        Get-OrgSignInCount $org | Should -Be 0
    }

    It 'writes failures as objects, not as errors, even if everything is missing' {
        $checks = Test-SfConnection -Offline -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeNullOrEmpty
        @($checks | Where-Object Status -EQ Failed).Check | Should -Be 'Client id', 'Username', 'Private key'
        $checks[0].Remedy | Should -BeLike '*-ClientId*SF_CLIENT_ID*'
    }

    It 'does not show a value for the client id that may be a secret' {
        $secret = 'A1B2C3D4E5F6A7B8C9D0A1B2C3D4E5F6A7B8C9D0A1B2C3D4E5F6A7B8C9D0A1B2'
        Test-SfConnection -ClientId $secret -Offline | Out-String -Width 500 | Should -Not -Match $secret.Substring(0, 12)
    }

    It 'recognizes production, sandbox and scratch orgs: <Arguments.Keys>' -ForEach @(
        @{ Arguments = @{ Environment = 'Production' }; Expected = 'https://login.salesforce.com,*' }
        @{ Arguments = @{ Environment = 'Sandbox' }; Expected = 'https://test.salesforce.com,*' }
        @{ Arguments = @{ Scratch = $true }; Expected = 'https://test.salesforce.com,*' }
        @{ Arguments = @{ LoginUrl = 'https://acme.my.salesforce.com' }; Expected = 'https://acme.my.salesforce.com, the org''s own' }
    ) {
        (Test-SfConnection @Arguments -Offline | Where-Object Check -EQ 'Login URL').Detail | Should -BeLike $Expected
    }

    It 'points out a lightning.force.com address and names the right one' {
        $check = Test-SfConnection -LoginUrl https://acme--uat.sandbox.lightning.force.com/lightning/page/home -Offline |
            Where-Object Check -EQ 'Login URL'
        $check.Status | Should -Be 'Failed'
        $check.Remedy | Should -BeLike '*https://acme--uat.sandbox.my.salesforce.com*'
    }

    It 'checks a profile' {
        $env:SF_PROFILE_PATH = Join-Path $org.Folder 'profiles.json'
        try {
            $null = Connect-SfJwt @signIn | Save-SfProfile doctor
            (Test-SfConnection -Profile doctor | Where-Object Check -EQ 'Sign-in').Status | Should -Be 'Passed'
            (Get-ThrownError { Test-SfConnection -Profile nobody }).FullyQualifiedErrorId | Should -BeLike 'SfProfileNotFound*'
        }
        finally { Remove-Item Env:SF_PROFILE_PATH }
    }

    It 'checks a connection: <Name>' -ForEach @(
        @{ Name = 'the default one'; Run = { Test-SfConnection } }
        @{ Name = 'by name'; Run = { Test-SfConnection -Connection user@test.example } }
        @{ Name = 'from the pipeline'; Run = { Get-SfConnection | Test-SfConnection } }
    ) {
        $null = Connect-SfJwt @signIn
        Clear-OrgRequest $org
        $checks = & $Run
        $checks.Check | Should -Be 'Certificate dates', 'DNS', 'TLS', 'Clock', 'Session', 'Instance', 'API version', 'Scopes', 'API quota', 'Login history'
        $checks.Status | Should -Not -Contain 'Failed'
        Get-OrgSignInCount $org | Should -Be 0
    }

    It 'ends immediately at Ctrl+C while a server hangs' {
        Add-OrgFault $org @{ path = '/services/oauth2/token'; kind = 'Hang' }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-TestModule)'; `$s = `$args[0]; Test-SfConnection @s").AddArgument($signIn)
            $running = $shell.BeginInvoke()
            for ($i = 0; (Get-OrgSignInCount $org) -eq 0 -and $i -lt 300; $i++) { Start-Sleep -Milliseconds 50 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
    }

    It 'is wrapped between words at the width of the screen' {
        $signIn = $signIn.Clone(); $signIn.Username = 'notapproved@test.example'
        $check = (Test-SfConnection @signIn)[-1]
        $text = ($check | Out-String -Width $Host.UI.RawUI.BufferSize.Width) -replace '\s+', ' '
        $text | Should -BeLike "*$($check.Detail) To do: *"
        $text | Should -BeLike "*$([WildcardPattern]::Escape(($check.Remedy -replace '\s+', ' ')))*"
    }

    It 'is shown as marks in a column, wrapped, without colour if the host has none' {
        $signIn = $signIn.Clone(); $signIn.Username = 'notapproved@test.example'
        $text = Test-SfConnection @signIn | Out-String -Width 80
        $lines = $text -split '\r?\n'
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $text | Should -Not -Match "`e"
        $lines -match '^✓ Username          notapproved@test.example' | Should -HaveCount 1
        $lines -match '^✗ Sign-in           Salesforce' | Should -HaveCount 1
        $lines -match '^                    To do: Approve it' | Should -HaveCount 1
    }
}
