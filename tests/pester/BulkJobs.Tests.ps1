BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 1000
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $soql = 'SELECT Id, LastName, Email FROM Contact'
}
AfterAll { Stop-TestOrg $org }

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

    It 'returns a job by its id or from the pipeline' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        (Get-SfBulkJob $job.Id).RecordsProcessed | Should -BeGreaterThan 999
        ($job | Get-SfBulkJob).Id | Should -Be $job.Id
        (Get-SfBulkJob -Kind Query | Get-SfBulkJob | Where-Object Id -EQ $job.Id).State | Should -Be JobComplete
        $shown = $job | Out-String -Width 80
        $shown | Should -Match "$($job.Id) +query +JobComplete +1,00\d +Contact"
    }

    It 'names an unknown id, and continues: <Name>' -ForEach @(
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

    It 'waits up to the time limit, and names the job that has not ended' {
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

    It 'requests a job that has ended only once, and returns it whatever the time limit' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        Clear-OrgRequest $org
        (Wait-SfBulkJob $job -Kind Query -TimeoutSec 0).State | Should -Be JobComplete
        Get-OrgRequest $org | Should -HaveCount 1
    }

    It 'receives successful, failed and unprocessed rows, as objects or a file' {
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

    It 'names the jobs whose columns differ, and leaves no file' {
        $jobs = @{ LastName = 'Columns1' }, [ordered]@{ LastName = 'Columns2'; Email = 'x@example.com' } | ForEach-Object { $_ | Import-SfBulk Contact Insert -NoWait } | Wait-SfBulkJob
        $failed = Get-ThrownError { $jobs | Receive-SfBulkJob -Path (Join-Path $TestDrive mixed.csv) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $failed.ErrorDetails.Message | Should -BeLike "*$($jobs[1].Id)*other columns than*$($jobs[0].Id)*"
        $failed.ErrorDetails.RecommendedAction | Should -BeLike "*Receive-SfBulkJob $($jobs[1].Id)*"
        Join-Path $TestDrive mixed.csv | Should -Not -Exist
        ($jobs | Receive-SfBulkJob).LastName | Should -Be Columns1, Columns2
    }

    It 'names an aborted query, and receives the results of the others' {
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 1000 } }
        $aborted = Export-SfBulk $soql -NoWait | Stop-SfBulkJob
        $null = Set-OrgSetting $org @{ bulk = @{ inProgressPolls = 0 } }
        $whole = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        $rows = $aborted, $whole | Receive-SfBulkJob -ErrorVariable failed -ErrorAction SilentlyContinue
        $rows.Count | Should -Be $whole.RecordsProcessed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfBulkJobAborted,*'
        $failed[0].TargetObject | Should -Be $aborted.Id
    }

    It 'rejects one file for the results of a query and of an import' {
        $jobs = (Export-SfBulk $soql -NoWait), (@{ LastName = 'Mixed' } | Import-SfBulk Contact Insert -NoWait) | Wait-SfBulkJob
        $path = Join-Path $TestDrive mixed.csv
        (Get-ThrownError { $jobs | Receive-SfBulkJob -Path $path }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $path | Should -Not -Exist
    }

    It 'stops polling once the pipeline has enough' {
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

    It 'deletes a job' {
        $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
        Remove-SfBulkJob $job -WhatIf
        (Get-Command Remove-SfBulkJob).ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).ConfirmImpact | Should -Be Medium
        Remove-SfBulkJob $job -Confirm:$false
        (Get-ThrownError { Get-SfBulkJob $job -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }

    It 'does not accept an HTML page as a deletion or an abort, and looks the job up' {
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

    It 'rejects an invalid id' {
        (Get-ThrownError { Get-SfBulkJob '../x' }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}
