# The whole way of a new user, with a real browser: from an org without an app of theirs to a sign-in that works, and on to a new key.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $reason = Get-NoBrowserReason
    if ($reason) { Write-Warning "Skipped: $reason." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Browser.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $org = Start-TestOrg
    $null = Invoke-OrgAdmin $org Post users @{ username = 'admin@test.example'; password = 'correct horse' }
    $null = Invoke-OrgAdmin $org Post users @{ username = 'ci@test.example' }
    if (-not (Get-NoBrowserReason)) { $browser = Start-Browser }
}
AfterAll {
    if ($browser) { Stop-Browser $browser }
    Stop-TestOrg $org
}

Describe 'From nothing to a working sign-in' -Skip:([bool] $reason) {
    AfterEach { Stop-WebSignIn }

    It 'takes one browser sign-in and one command; then the key is replaced under a running session' {
        $env:SF_PROFILE_PATH = Join-Path $TestDrive profiles.json
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive work)).FullName
        try {
            # Others on this machine may use the only port that the app of the Salesforce CLI returns to.
            Wait-Until { -not [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners().Where({ $_.Port -eq 1717 }) } 'Port 1717'
            $signIn = Start-WebSignIn "Connect-SfWeb -ClientId PlatformCLI -LoginUrl $($org.Url) -NoBrowser -Name admin"
            Open-BrowserPage $browser $signIn.Url
            Set-BrowserText $browser '#username' admin@test.example
            Set-BrowserText $browser '#password' 'correct horse'
            Invoke-BrowserClick $browser '#Login'
            Invoke-BrowserClick $browser '#oaapprove'
            $admin = Complete-WebSignIn $signIn
            Wait-BrowserText $browser 'Signed in'
            $admin.Username | Should -Be admin@test.example

            $app = Register-SfApp ci -User ci@test.example -ProfileName ci -Connection $admin
            $app.ContactEmail | Should -Be admin@test.example
            $app.Command | Should -Be 'Connect-SfJwt -Profile ci'
            (Connect-SfJwt -Profile ci).Username | Should -Be ci@test.example
            (Invoke-SfQuery 'SELECT COUNT() FROM Contact') | Should -BeGreaterThan 0

            # Each call of a loop works while the certificate is replaced, and the next sign-in uses the new key.
            $new = New-SfCertificate -Name ci-new
            $module = Get-TestModule
            $connection = Get-SfConnection ci
            $calls = Start-ThreadJob {
                Import-Module $using:module
                1..60 | ForEach-Object { (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max; Start-Sleep -Milliseconds 20 }
            }
            $changed = Set-SfApp ci -CertificatePath $new.CertificatePath -Connection $admin -Confirm:$false
            $changed.Changes | Should -Be 'Changed certificate, callback URL or flows.'
            $calls | Receive-Job -Wait -AutoRemoveJob | Should -HaveCount 60
            Copy-Item $new.KeyPath ci.key
            (Connect-SfJwt -Profile ci).Username | Should -Be ci@test.example
        } finally {
            Pop-Location
            Remove-Item Env:SF_PROFILE_PATH
            Get-SfConnection | Disconnect-Sf
        }
    }
}
