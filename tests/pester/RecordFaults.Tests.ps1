BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 20
    $signIn = $org.SignIn
    $collections = '/services/data/v68.0/composite/sobjects'
    . (Join-Path $PSScriptRoot 'RecordHelpers.ps1')
}
AfterAll { Stop-TestOrg $org }

Describe 'Faults while records are saved' {
    BeforeEach { $tag = Reset-RecordTest }

    It 'sends 3 locked records of 200 again without the others' {
        foreach ($index in 3, 50, 199) { Invoke-OrgAdmin $org Post record-faults @{ index = $index } }
        $results = New-Row 200 | New-SfRecord Contact
        ($results.Success -eq $false) | Should -BeNullOrEmpty
        Compare-Object $results.Number (1..200) -SyncWindow 0 | Should -BeNullOrEmpty
        Get-RecordRequest | Should -HaveCount 2
        Get-Tagged $tag | Should -HaveCount 200
    }

    It 'stops at the daily limit and reports how many were done' {
        Add-OrgFault $org @{ path = $collections; skip = 2; times = 0; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'TotalRequests Limit exceeded.' }
        $results = [Collections.Generic.List[object]]::new()
        $thrown = Get-ThrownError { New-Row 1000 | New-SfRecord Contact | ForEach-Object { $results.Add($_) } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
        $thrown.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $thrown.ErrorDetails.Message | Should -BeLike '*400 records were done and 0 failed; no other was.'
        Get-RecordRequest | Should -HaveCount 3
        $results | Where-Object Success | Should -HaveCount 400
        $results | Should -HaveCount 600
    }

    It 'waits if too many requests run at the same time' {
        Add-OrgFault $org @{ path = $collections; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.' }
        (New-SfRecord Contact @{ LastName = 'x' }).Success | Should -BeTrue
        Get-RecordRequest | Should -HaveCount 2
    }

    It 'renews the session between two batches' {
        $results = New-Row 600 | ForEach-Object { if ($_.LastName -eq 'N00450') { $null = Invoke-OrgAdmin $org Post tokens/expire }; $_ } | New-SfRecord Contact
        ($results.Success -eq $false) | Should -BeNullOrEmpty
        Get-Tagged $tag | Should -HaveCount 600
    }

    It 'names the records that are in doubt after a reset, sends none twice, and continues (<Kind>)' -ForEach @(@{ Kind = 'Reset' }, @{ Kind = 'ResetAfterActing' }, @{ Kind = 'Truncate' }) {
        Add-OrgFault $org @{ path = $collections; skip = 1; kind = $Kind }
        $results = New-Row 30 | New-SfRecord Contact -BatchSize 10 -ErrorVariable errors -ErrorAction SilentlyContinue
        ($results | Where-Object IsInDoubt).Number | Should -Be @(11..20)
        ($results | Where-Object Success).Number | Should -Be @(1..10 + 21..30)
        $errors | Should -HaveCount 10
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $errors[0].ErrorDetails.Message | Should -BeLike 'Record 11 (Contact): whether it was saved is not known*'
        $errors[0].TargetObject.LastName | Should -Be 'N00011'
        Get-RecordRequest | Should -HaveCount 3
    }

    It 'sends no batch twice after a gateway error, obeys Retry-After, and continues (<Status>)' -ForEach @(@{ Status = 429 }, @{ Status = 503 }) {
        Add-OrgFault $org @{
            path = $collections; skip = 1; status = $Status; afterActing = $true; headers = @{ 'Retry-After' = '1' }
            body = '[{"errorCode":"SERVER_UNAVAILABLE","message":"gateway: no answer in time"}]'
        }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $results = New-Row 30 | New-SfRecord Contact -BatchSize 10 -ErrorVariable errors -ErrorAction SilentlyContinue
        $clock.Elapsed.TotalSeconds | Should -BeGreaterThan 0.9
        ($results | Where-Object IsInDoubt).Number | Should -Be @(11..20)
        ($results | Where-Object Success).Number | Should -Be @(1..10 + 21..30)
        $errors | Should -HaveCount 10
        Get-Tagged $tag | Should -HaveCount 30
    }

    It 'stops if the gateway sends no Retry-After' {
        Add-OrgFault $org @{ path = $collections; skip = 1; times = 0; status = 503; afterActing = $true }
        $results = [Collections.Generic.List[object]]::new()
        $thrown = Get-ThrownError { New-Row 30 | New-SfRecord Contact -BatchSize 10 -ErrorAction SilentlyContinue | ForEach-Object { $results.Add($_) } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfServerFault,*'
        ($results | Where-Object IsInDoubt).Number | Should -Be @(11..20)
        Get-RecordRequest | Should -HaveCount 2
    }

    It 'fails the records of a batch that is rejected with <Status>' -ForEach @(
        @{ Status = 300; Id = 'SfMultipleMatches' }
        @{ Status = 409; Id = 'SfConflict' }
        @{ Status = 412; Id = 'SfPreconditionFailed' }
    ) {
        Add-OrgFault $org @{ path = $collections; status = $Status; errorCode = 'X'; message = 'no' }
        $results = New-Row 4 | New-SfRecord Contact -BatchSize 2 -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($false, $false, $true, $true)
        Get-ErrorId $errors | Should -Be @($Id, $Id)
    }

    It 'stops at 404' {
        Add-OrgFault $org @{ path = $collections; status = 404; errorCode = 'NOT_FOUND'; message = 'no' }
        (Get-ThrownError { New-Row 4 | New-SfRecord Contact -BatchSize 2 }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        Get-RecordRequest | Should -HaveCount 1
    }

    It 'does not accept <Name> as a success' -ForEach @(
        @{ Name = 'HTML'; Body = '<html><title>Maintenance</title></html>'; Type = 'text/html' }
        @{ Name = 'too few results'; Body = '[{"id":"003gL0000000001QAA","success":true,"errors":[]}]'; Type = 'application/json' }
        @{ Name = 'half an answer'; Body = '[{"id":"003gL0000000001QAA","success":true},{"id"'; Type = 'application/json' }
    ) {
        Add-OrgFault $org @{ path = $collections; status = 200; body = $Body; contentType = $Type }
        $results = New-Row 2 | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.IsInDoubt | Should -Be @($true, $true)
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        Get-RecordRequest | Should -HaveCount 1
    }

    It 'has written the finished results when Ctrl+C ends it' {
        Add-OrgFault $org @{ path = $collections; skip = 2; kind = 'Hang' }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($module, $signIn, $rows)
                    Import-Module $module
                    $null = Connect-SfJwt @signIn -ApiVersion 68.0
                    $rows | New-SfRecord Contact -BatchSize 10
                }).AddArgument((Get-TestModule)).AddArgument($signIn).AddArgument((New-Row 50))
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            for ($i = 0; $output.Count -lt 20 -and $i -lt 600; $i++) { Start-Sleep -Milliseconds 100 }
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $output.Number | Should -Be @(1..20)
            $output.Success | Should -Not -Contain $false
        }
        finally { $shell.Dispose() }
        $null = Clear-OrgRequest $org
        Get-Tagged $tag | Should -HaveCount 20
    }

    It 'names the records that were being sent when the pipeline is stopped' {
        $connect = "`$null = Connect-SfJwt -ClientId testapp -Username user@test.example -KeyPath '$($signIn.KeyPath)' -LoginUrl '$($signIn.LoginUrl)' -ApiVersion 68.0"
        $run = Invoke-FreshPowerShell @"
            Import-Module `$module; $connect
            1..50 | ForEach-Object { @{ LastName = "N`$_"; Department = '$tag' } } | New-SfRecord Contact -BatchSize 10 | Select-Object -First 5 -ExpandProperty Number
            'whole: ' + @(1..3 | ForEach-Object { @{ LastName = "N`$_"; Department = '$tag' } } | New-SfRecord Contact | Select-Object -First 3).Count
"@
        $lines = $run.Output -split '\r?\n' -replace '\e\[[0-9;]*m'
        @($lines -like 'WARNING: The records 6 to *0 were being sent*Look into the org before you send them again.') | Should -HaveCount 1
        $lines | Should -Contain 'whole: 3'
        @($lines -like '*were being sent*') | Should -HaveCount 1
    }

    It 'stops sending when downstream has enough' {
        (New-Row 100 | New-SfRecord Contact -BatchSize 10 | Select-Object -First 5).Number | Should -Be @(1..5)
        @(Get-RecordRequest).Count | Should -BeLessOrEqual 3
    }

    It 'ends immediately without a connection' {
        Disconnect-Sf -All
        (Get-ThrownError { New-Row 2 | New-SfRecord Contact }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }
}
