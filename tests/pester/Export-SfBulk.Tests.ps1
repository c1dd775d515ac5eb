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
        $folder = New-TestFolder
        $target = Join-Path $folder out.csv
    }

    It 'returns records as objects, in order' {
        $found = Export-SfBulk $soql
        $found.Id | Should -Be $expected.Id
        $found[0].pstypenames | Should -Contain 'Salesforce.Contact'
        $found[0].psobject.Properties.Name | Should -Be Id, LastName, Email
        $found.Email | Should -Be $expected.Email
    }

    It 'returns null for empty values' {
        $null = @{ LastName = 'Nullable'; Email = $null } | Import-SfBulk Contact Insert
        $found = Export-SfBulk "$soql WHERE LastName = :name" -Parameter @{ name = 'Nullable' }
        $found | Should -HaveCount 1
        $found.Email | Should -Be $null
        $found | Select-Object Id | Import-SfBulk Contact Delete | ForEach-Object RecordsFailed | Should -Be 0
    }

    It 'writes a file, with one header' {
        $export = Export-SfBulk $soql $target
        $export | Should -BeOfType ([SalesforceJwt.Model.SfBulkExport])
        $export.Records | Should -Be 1000
        $export.Bytes | Should -Be (Get-Item $target).Length
        (Import-Csv $target).Id | Should -Be $expected.Id
        @(Get-ChildItem $folder).Count | Should -Be 1
    }

    It 'writes a file with another delimiter' {
        $null = Export-SfBulk $soql $target -Delimiter ';'
        (Import-Csv $target -Delimiter ';').Email | Should -Be $expected.Email
    }

    It 'resumes a page where the connection broke: <Kind>' -ForEach @(@{ Kind = 'Truncate' }, @{ Kind = 'Reset' }) {
        Add-OrgFault $org @{ path = '/results$'; kind = $Kind; skip = 2; times = 2 }
        (Export-SfBulk $soql).Id | Should -Be $expected.Id
        Add-OrgFault $org @{ path = '/results$'; kind = $Kind; skip = 2; times = 2 }
        $null = Export-SfBulk $soql $target
        (Import-Csv $target).Id | Should -Be $expected.Id
    }

    It 'leaves the old file if it fails, and names the job' {
        'before' | Set-Content $target
        Add-OrgFault $org @{ path = '/results$'; kind = 'Truncate'; skip = 2; times = 0 }
        $warnings = $failed = $null
        try { Export-SfBulk $soql $target -WarningVariable warnings -WarningAction SilentlyContinue } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfConnectionBroken,*'
        Get-Content $target | Should -Be before
        @(Get-ChildItem $folder).Count | Should -Be 1
        $warnings[0] | Should -BeLike '*as bulk job 750*Wait-SfBulkJob 750* | Receive-SfBulkJob -Path *'

        # The command of the warning runs unchanged.
        Clear-OrgRequest $org
        $null = & ([scriptblock]::Create([regex]::Match($warnings[0], 'Wait-SfBulkJob.*').Value))
        (Import-Csv $target).Id | Should -Be $expected.Id
    }

    It 'does not accept another response as results: <Name>' -ForEach @(
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

    It 'leaves no file if the disk is full' {
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

    It 'reports why a query fails: <Name>' -ForEach @(
        @{ Name = 'no such field'; Call = { Export-SfBulk 'SELECT Nonsense FROM Contact' }; Id = 'SfRequestInvalid'; Message = 'Nonsense' }
        @{ Name = 'a parameter without a value'; Call = { Export-SfBulk 'SELECT Id FROM Contact WHERE LastName = :name' -Parameter @{} }; Id = 'SfQueryParameterMissing'; Message = ':name' }
        @{ Name = 'no such folder'; Call = { Export-SfBulk 'SELECT Id FROM Contact' no/such/folder/x.csv }; Id = 'SfFolderNotFound'; Message = 'no folder' }
    ) {
        $failed = Get-ThrownError $Call
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failed.ErrorDetails.Message | Should -Match $Message
    }

    It 'fails with the error of a failed job' {
        $null = Invoke-OrgAdmin $org Post jobs @{ state = 'Failed'; message = 'QUERY_TIMEOUT: too long' }
        $warnings = $failed = $null
        try { Export-SfBulk $soql -WarningVariable warnings } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfBulkJobFailed,*'
        $failed.ErrorDetails.Message | Should -BeLike '*QUERY_TIMEOUT: too long*'
        $warnings | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf, and returns the job immediately with -NoWait' {
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

    It 'leaves no partial file if it is stopped' {
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
