# Register-SfApp in a PowerShell of its own, which Ctrl+C or the system ends.
BeforeDiscovery {
    # The changing requests of a registration: app, permission set, its access, its assignment, policy.
    $cases = foreach ($request in 1..5) {
        foreach ($acts in $false, $true) {
            @{ Request = $request; Acts = $acts; Signal = $acts -and $request -in 1, 4 ? 'KILL' : 'INT'; State = $acts ? 'was carried out' : 'was sent' }
        }
    }
}
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    $org = Start-TestOrg
    $user = 'user@test.example'
    $signIn = $org.SignIn
    $changing = '^/services/data/v[0-9.]+/(metadata/deployRequest|sobjects/.*)$'

    function Start-Registration {
        $script = "`$null = Connect-SfJwt -ClientId testapp -Username $user -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url)
            Set-Location '$PWD'; Register-SfApp $name -User $user -ProfileName $name"
        $script:run = Start-TestScript $script (New-Item -ItemType Directory (Join-Path $TestDrive "run_$name")).FullName
    }

    function Stop-Registration([string] $Signal = 'INT') {
        $null = kill "-$Signal" $run.Process.Id
        $run.Process.WaitForExit(5000) | Should -BeTrue -Because 'it ends at once'
        $run.Output.Result | Should -Not -Match 'ConsumerKey'
        if ($Signal -eq 'INT') { $run.Output.Result | Should -Match "WARNING: The app was begun\. Register-SfApp $name with the same parameters completes it" }
        Get-ChildItem $run.TemporaryFolder -Filter 'sf*' | Should -BeNullOrEmpty
        Get-SfProfile | Where-Object Name -EQ $name | Should -BeNullOrEmpty

        # Both files, whole, and nothing else.
        (Get-ChildItem -Force).Name | Sort-Object | Should -Be "$name.crt", "$name.key"
        $null = New-SfJwt -ClientId x -Username x -KeyPath "$name.key" -LoginUrl $org.Url
        (Get-SfCertificate "$name.crt").Thumbprint | Should -Not -BeNullOrEmpty
    }

    function Assert-Completion {
        $app = Register-SfApp $name -User $user -ProfileName $name
        $app.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $app.Users | Should -Be $user
        (Connect-SfJwt -Profile $name -NoDefault -Name app).Username | Should -Be $user
        (Register-SfApp $name -User $user).Changes | Should -BeNullOrEmpty
        Remove-SfProfile $name -Confirm:$false
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Register-SfApp that is ended' -Skip:(-not $IsLinux -and -not $IsMacOS) {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 0; queueSeconds = 0 } }
        $null = Connect-SfJwt @signIn
        $script:name = 'app_' + [guid]::NewGuid().ToString('N').Substring(0, 12)
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive $name)).FullName
    }
    AfterEach {
        Pop-Location
        if (-not $run.Process.HasExited) { $run.Process.Kill() }
        Get-SfConnection | Disconnect-Sf
    }

    It 'by <Signal> after its changing request <Request> <State> is completed by running it again' -ForEach $cases {
        Add-OrgFault $org @{ method = 'POST'; path = $changing; kind = 'Hang'; skip = $Request - 1; afterActing = $Acts }
        Start-Registration
        Wait-OrgRequest $org POST $changing $Request
        Start-Sleep -Milliseconds 300
        Stop-Registration $Signal
        Invoke-OrgAdmin $org Delete faults
        Assert-Completion
    }

    It 'by Ctrl+C in the queue of deployments is completed by running it again' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 3600 } }
        Start-Registration
        Wait-OrgRequest $org GET '/deployRequest/0Af'
        Stop-Registration
        Get-SfDeployment -Status Pending | Stop-SfDeployment
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0 } }
        Assert-Completion
    }

    It 'by Ctrl+C in the wait for the sign-in is complete' {
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 15 } }
        Start-Registration
        Wait-OrgRequest $org POST '/oauth2/token' 3
        Stop-Registration
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 0 } }
        Assert-Completion
    }

    It 'by Stop of its pipeline ends at once' {
        Add-OrgFault $org @{ method = 'POST'; path = '/sobjects/PermissionSet$'; kind = 'Hang' }
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument((Get-TestModule)).AddStatement().AddCommand('Connect-SfJwt').AddParameters($signIn).AddStatement()
        $null = $shell.AddCommand('Register-SfApp').AddParameters(@{ Name = $name; User = $user; Path = "$PWD" })
        $running = $shell.BeginInvoke()
        Wait-OrgRequest $org POST '/sobjects/PermissionSet$'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $running.IsCompleted | Should -BeTrue
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Dispose()
        Invoke-OrgAdmin $org Delete faults
        Assert-Completion
    }
}
