BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 1000
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $soql = 'SELECT Id, LastName, Email FROM Contact'
    $expected = Invoke-SfQuery $soql
}
AfterAll { Stop-TestOrg $org }

Describe 'Export-SfBulk' {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ bulk = @{ resultPageSize = 90 } }
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $target = Join-Path $folder out.csv
    }

    It 'gives records as objects, in order' {
        $found = Export-SfBulk $soql
        $found.Id | Should -Be $expected.Id
        $found[0].pstypenames | Should -Contain 'Salesforce.Record#Contact'
        $found[0].psobject.Properties.Name | Should -Be Id, LastName, Email
        $found.Email | Should -Be $expected.Email
    }

    It 'gives null for what is empty' {
        $null = @{ LastName = 'Nullable'; Email = $null } | Import-SfBulk Contact Insert
        $found = Export-SfBulk "$soql WHERE LastName = :name" -Parameter @{ name = 'Nullable' }
        $found | Should -HaveCount 1
        $found.Email | Should -Be $null
        $found | Select-Object Id | Import-SfBulk Contact Delete | ForEach-Object RecordsFailed | Should -Be 0
    }

    It 'writes a file, with one header' {
        $export = Export-SfBulk $soql $target
        $export | Should -BeOfType ([SalesforceJwt.PS.Models.SfBulkExport])
        $export.Records | Should -Be 1000
        $export.Bytes | Should -Be (Get-Item $target).Length
        (Import-Csv $target).Id | Should -Be $expected.Id
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'writes another delimiter' {
        $null = Export-SfBulk $soql $target -Delimiter ';'
        (Import-Csv $target -Delimiter ';').Email | Should -Be $expected.Email
    }

    It 'takes up a page where the connection broke: <Kind>' -ForEach @(@{ Kind = 'Truncate' }, @{ Kind = 'Reset' }) {
        Add-OrgFault $org @{ path = '/results$'; kind = $Kind; skip = 2; times = 2 }
        (Export-SfBulk $soql).Id | Should -Be $expected.Id
        Add-OrgFault $org @{ path = '/results$'; kind = $Kind; skip = 2; times = 2 }
        $null = Export-SfBulk $soql $target
        (Import-Csv $target).Id | Should -Be $expected.Id
    }

    It 'leaves what was there when it fails, and names the job' {
        'before' | Set-Content $target
        Add-OrgFault $org @{ path = '/results$'; kind = 'Truncate'; skip = 2; times = 0 }
        $warnings = $failed = $null
        try { Export-SfBulk $soql $target -WarningVariable warnings -WarningAction SilentlyContinue } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfConnectionBroken,*'
        Get-Content $target | Should -Be before
        @(Get-ChildItem $folder).Count | Should -Be 1
        $warnings[0] | Should -BeLike '*as bulk job 750*Wait-SfBulkJob 750* | Receive-SfBulkJob -Path *'

        # The line is run as it stands.
        Clear-OrgRequest $org
        $null = & ([scriptblock]::Create([regex]::Match($warnings[0], 'Wait-SfBulkJob.*').Value))
        (Import-Csv $target).Id | Should -Be $expected.Id
    }

    It 'takes no other answer for results: <Name>' -ForEach @(
        @{ Name = 'a page'; Fault = @{ status = 200; kind = 'Html' } }
        @{ Name = 'a page that claims to be CSV'; Fault = @{ status = 200; body = '<html><title>Down</title></html>'; contentType = 'text/csv' } }
        @{ Name = 'text'; Fault = @{ status = 200; body = "Down for maintenance.`n"; contentType = 'text/csv' } }
        @{ Name = 'nothing'; Fault = @{ status = 200; body = ''; contentType = 'text/csv' } }
        @{ Name = 'a header alone'; Fault = @{ status = 200; body = "`"Id`",`"LastName`",`"Email`"`n"; contentType = 'text/csv' } }
        @{ Name = 'a part'; Fault = @{ status = 206; body = "`"Id`",`"LastName`",`"Email`"`n"; contentType = 'text/csv' } }
    ) {
        'before' | Set-Content $target
        foreach ($path in $target, $null) {
            foreach ($skip in 0, 3) {
                Clear-OrgRequest $org
                Add-OrgFault $org (@{ path = '/results$'; skip = $skip; times = 0 } + $Fault)
                $file = $path ? @{ Path = $path } : @{}
                $failed = Get-ThrownError { Export-SfBulk $soql @file -WarningAction SilentlyContinue }
                $failed.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
            }
        }
        Get-Content $target | Should -Be before
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'leaves no file when the disk is full' {
        $mounted = $IsLinux -and (id -u) -eq 0
        if ($mounted) {
            $null = mount -t tmpfs -o size=16k tmpfs $folder 2>&1
            $mounted = $LASTEXITCODE -eq 0
        }
        if (-not $mounted) { Set-ItResult -Skipped -Because 'a small tmpfs can be mounted by root on Linux only'; return }
        try {
            $failed = Get-ThrownError { Export-SfBulk $soql $target -WarningAction SilentlyContinue }
            $failed.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
            $failed.CategoryInfo.Category | Should -Be WriteError
            Get-ChildItem $folder | Should -BeNullOrEmpty
        } finally { umount $folder }
    }

    It 'says why a query fails: <Name>' -ForEach @(
        @{ Name = 'no such field'; Call = { Export-SfBulk 'SELECT Nonsense FROM Contact' }; Id = 'SfRequestInvalid'; Says = 'Nonsense' }
        @{ Name = 'a parameter without a value'; Call = { Export-SfBulk 'SELECT Id FROM Contact WHERE LastName = :name' -Parameter @{} }; Id = 'SfQueryParameterMissing'; Says = ':name' }
        @{ Name = 'no such folder'; Call = { Export-SfBulk 'SELECT Id FROM Contact' no/such/folder/x.csv }; Id = 'SfFolderNotFound'; Says = 'no folder' }
    ) {
        $failed = Get-ThrownError $Call
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failed.ErrorDetails.Message | Should -Match $Says
    }

    It 'ends in the error of a job that failed' {
        $null = Invoke-OrgAdmin $org Post jobs @{ state = 'Failed'; message = 'QUERY_TIMEOUT: too long' }
        $warnings = $failed = $null
        try { Export-SfBulk $soql -WarningVariable warnings } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfBulkJobFailed,*'
        $failed.ErrorDetails.Message | Should -BeLike '*QUERY_TIMEOUT: too long*'
        $warnings | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf, and gives the job at once with -NoWait' {
        Export-SfBulk $soql $target -WhatIf | Should -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $job = Export-SfBulk $soql -NoWait
        $job.Kind | Should -Be Query
        $job | Wait-SfBulkJob | Receive-SfBulkJob | Should -HaveCount 1000
        (Wait-SfBulkJob $job | Receive-SfBulkJob -Path $target).Records | Should -Be 1000
    }

    It 'stops when the pipeline has enough' {
        Export-SfBulk $soql | Select-Object -First 3 | ForEach-Object Id | Should -Be $expected[0..2].Id
    }

    It 'leaves no half file when it is stopped in the middle' {
        Add-OrgFault $org @{ path = '/results$'; kind = 'Hang'; skip = 3; times = 0 }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $connection, $soql, $target) Import-Module $module; Export-SfBulk $soql $target -Connection $connection').
            AddParameters(@{ module = Get-TestModule; connection = Get-SfConnection -Default; soql = $soql; target = $target })
        $null = $shell.BeginInvoke()
        for ($i = 0; -not (Get-ChildItem $folder) -and $i -lt 300; $i++) { Start-Sleep -Milliseconds 50 }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $shell.Dispose()
    }
}

Describe 'Bulk jobs' {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1; resultPageSize = 100000 } }
    }

    It 'lists jobs, newest first, and finds them by state, kind and object' {
        $write = @{ LastName = 'Listed' } | Import-SfBulk Contact Insert
        $read = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        (Get-SfBulkJob).Id | Should -Contain $write.Jobs[0].Id
        (Get-SfBulkJob -Kind Query).Id | Should -Not -Contain $write.Jobs[0].Id
        (Get-SfBulkJob -State Open, InProgress) | Should -BeNullOrEmpty
        (Get-SfBulkJob -Type contact -State JobComplete).Id | Should -Contain $read.Id
        Get-SfBulkJob -Type Account | Should -BeNullOrEmpty
        Get-SfBulkJob -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        $times = (Get-SfBulkJob).CreatedAt
        $times | Should -Be ($times | Sort-Object -Descending)
    }

    It 'tells how a job is, by its id or from the pipeline' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        (Get-SfBulkJob $job.Id).RecordsProcessed | Should -BeGreaterThan 999
        ($job | Get-SfBulkJob).Id | Should -Be $job.Id
        (Get-SfBulkJob -Kind Query | Get-SfBulkJob | Where-Object Id -EQ $job.Id).State | Should -Be JobComplete
        $shown = $job | Out-String -Width 80
        $shown | Should -Match "$($job.Id) +query +Contact +JobComplete +1,00\d"
    }

    It 'names an id that there is not, and goes on: <Name>' -ForEach @(
        @{ Name = 'Get'; Call = { param($id) Get-SfBulkJob $id } }, @{ Name = 'Wait'; Call = { param($id) Wait-SfBulkJob $id } }
        @{ Name = 'Stop'; Call = { param($id) Stop-SfBulkJob $id } }, @{ Name = 'Remove'; Call = { param($id) Remove-SfBulkJob $id -Confirm:$false } }
    ) {
        $ErrorActionPreference = 'Continue'
        $job = Export-SfBulk $soql -NoWait
        $failed = & $Call @('750000000000000AAA', $job.Id) 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $failed[0].TargetObject | Should -Be '750000000000000AAA'
        (Get-OrgRequest $org | Where-Object path -Match $job.Id) | Should -Not -BeNullOrEmpty
    }

    It 'waits for a time, and says which job has not ended' {
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1000 } }
        $job = Export-SfBulk $soql -NoWait
        Wait-SfBulkJob $job -TimeoutSec 1 -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $failed[0].TargetObject | Should -Be $job.Id
        (Get-ThrownError { Receive-SfBulkJob $job -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SfBulkJobUnfinished,*'

        Stop-SfBulkJob $job -WhatIf
        (Stop-SfBulkJob $job).State | Should -Be Aborted
        (Get-ThrownError { Receive-SfBulkJob $job -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SfBulkJobAborted,*'
        Wait-SfBulkJob $job -ErrorVariable failed -ErrorAction SilentlyContinue | ForEach-Object State | Should -Be Aborted
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfBulkJobAborted,*'
    }

    It 'asks a job that has ended only once, and gives it whatever the time limit' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        Clear-OrgRequest $org
        (Wait-SfBulkJob $job -Kind Query -TimeoutSec 0).State | Should -Be JobComplete
        Get-OrgRequest $org | Should -HaveCount 1
    }

    It 'receives what was written, failed and not worked on, as objects or a file' {
        $null = Invoke-OrgAdmin $org Post record-faults @{ index = 1; times = 2 }
        $jobs = 1..2 | ForEach-Object { 1..3 | ForEach-Object { @{ LastName = "Received$_" } } | Import-SfBulk Contact Insert -NoWait } | Wait-SfBulkJob
        ($jobs | Receive-SfBulkJob).LastName | Should -Be Received1, Received3, Received1, Received3
        $failed = $jobs | Receive-SfBulkJob -Result Failed
        $failed.LastName | Should -Be Received2, Received2
        $failed[0].sf__Error | Should -BeLike '*UNABLE_TO_LOCK_ROW*'
        $jobs | Receive-SfBulkJob -Result Unprocessed | Should -BeNullOrEmpty
        $export = $jobs | Receive-SfBulkJob -Result Failed -Path (Join-Path $TestDrive failed.csv)
        $export.Records | Should -Be 2
        $export.JobId | Should -Be $jobs.Id
        @(Import-Csv $export.Path).Count | Should -Be 2
    }

    It 'names the jobs whose columns do not go into one file, and leaves no file' {
        $jobs = @{ LastName = 'Columns1' }, [ordered]@{ LastName = 'Columns2'; Email = 'x@example.com' } | ForEach-Object { $_ | Import-SfBulk Contact Insert -NoWait } | Wait-SfBulkJob
        $failed = Get-ThrownError { $jobs | Receive-SfBulkJob -Path (Join-Path $TestDrive mixed.csv) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $failed.ErrorDetails.Message | Should -BeLike "*$($jobs[1].Id)*other columns than*$($jobs[0].Id)*"
        $failed.ErrorDetails.RecommendedAction | Should -BeLike "*Receive-SfBulkJob $($jobs[1].Id)*"
        Join-Path $TestDrive mixed.csv | Should -Not -Exist
        ($jobs | Receive-SfBulkJob).LastName | Should -Be Columns1, Columns2
    }

    It 'names a query that came to nothing, and receives the others' {
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1000 } }
        $aborted = Export-SfBulk $soql -NoWait | Stop-SfBulkJob
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 0 } }
        $whole = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        $rows = $aborted, $whole | Receive-SfBulkJob -ErrorVariable failed -ErrorAction SilentlyContinue
        $rows.Count | Should -Be $whole.RecordsProcessed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfBulkJobAborted,*'
        $failed[0].TargetObject | Should -Be $aborted.Id
    }

    It 'puts no results of a query into one file with those of a job that writes' {
        $jobs = (Export-SfBulk $soql -NoWait), (@{ LastName = 'Mixed' } | Import-SfBulk Contact Insert -NoWait) | Wait-SfBulkJob
        $path = Join-Path $TestDrive mixed.csv
        (Get-ThrownError { $jobs | Receive-SfBulkJob -Path $path }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $path | Should -Not -Exist
    }

    It 'asks for no job any more once the pipeline has enough' {
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 0 } }
        $ended = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1000 } }
        $running = Export-SfBulk $soql -NoWait
        ($ended, $running | Wait-SfBulkJob | Select-Object -First 1).Id | Should -Be $ended.Id
        $before = @(Get-OrgRequest $org | Where-Object path -Match $running.Id).Count
        Start-Sleep -Seconds 2
        @(Get-OrgRequest $org | Where-Object path -Match $running.Id).Count | Should -Be $before
        $null = Stop-SfBulkJob $running
    }

    It 'deletes a job for good, after a question' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        Remove-SfBulkJob $job -WhatIf
        (Get-Command Remove-SfBulkJob).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).ConfirmImpact | Should -Be High
        Remove-SfBulkJob $job -Confirm:$false
        (Get-ThrownError { Get-SfBulkJob $job -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }

    It 'does not take a page for a deletion or an abort, and looks the job up if the answer is lost' {
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1000 } }
        $job = Export-SfBulk $soql -NoWait
        Add-OrgFault $org @{ method = 'PATCH'; kind = 'Html'; status = 200; afterActing = $true }
        (Stop-SfBulkJob $job).State | Should -Be Aborted
        Add-OrgFault $org @{ method = 'DELETE'; kind = 'Html'; status = 200 }
        (Get-ThrownError { Remove-SfBulkJob $job -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        (Get-SfBulkJob $job).State | Should -Be Aborted
        Add-OrgFault $org @{ method = 'DELETE'; kind = 'Html'; status = 200; afterActing = $true }
        Remove-SfBulkJob $job -Confirm:$false
        (Get-SfBulkJob).Id | Should -Not -Contain $job.Id
    }

    It 'names the job that may have been created if the answer was lost' {
        Add-OrgFault $org @{ method = 'POST'; path = '/jobs/query'; kind = 'Html'; status = 200; afterActing = $true }
        $failed = Get-ThrownError { Export-SfBulk $soql }
        $failed.ErrorDetails.Message | Should -BeLike "*$((Get-SfBulkJob -Kind Query)[0].Id)*"
    }

    It 'refuses what is no id' {
        (Get-ThrownError { Get-SfBulkJob '../x' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
