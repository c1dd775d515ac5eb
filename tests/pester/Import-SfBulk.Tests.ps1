BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 5
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $null = Set-OrgSetting $org @{ bulk = @{ strictLineEndings = $true } }

    function Get-Imported { Invoke-SfQuery 'SELECT Id, LastName, Email, Birthdate FROM Contact' | Where-Object LastName -Like "$prefix*" }
    function New-Row([int] $Count) { 1..$Count | ForEach-Object { [pscustomobject]@{ LastName = "$prefix$_"; Email = "$prefix$_@bulk.example" } } }
    function Get-Sent([string] $Method, [string] $Path) { @(Get-OrgRequest $org | Where-Object { $_.method -eq $Method -and $_.path -match $Path }) }
}
AfterAll { Stop-TestOrg $org }

Describe 'Import-SfBulk' {
    BeforeEach {
        Clear-OrgRequest $org
        $prefix = 'P' + [guid]::NewGuid().ToString('N').Substring(0, 8)
        $folder = New-TestFolder
    }

    It 'writes objects from the pipeline, and returns a summary' {
        $result = New-Row 20 | Import-SfBulk Contact Insert
        $result | Should -BeOfType ([SalesforceJwt.Model.SfBulkResult])
        $result.Records, $result.RecordsProcessed, $result.RecordsFailed, $result.RecordsUnprocessed | Should -Be 20, 20, 0, 0
        $result.Jobs.State | Should -Be JobComplete
        $result.SuccessfulPath | Should -BeNullOrEmpty
        @(Get-Imported).Count | Should -Be 20
    }

    It 'writes values in Salesforce''s formats' {
        @(
            [pscustomobject]@{ LastName = "${prefix}1"; Birthdate = [datetime]::SpecifyKind('2001-02-03', 'Utc'); Email = 'a@x.example' }
            @{ LastName = "${prefix}2, `"x`""; Birthdate = [DateOnly]::new(2001, 2, 3); Email = $null }
        ) | Select-Object LastName, Birthdate, Email | Import-SfBulk Contact insert -WhatIf
        Get-OrgRequest $org | Should -BeNullOrEmpty

        $rows = [pscustomobject]@{ LastName = "${prefix}1"; Birthdate = [DateOnly]::new(2001, 2, 3); Email = 'a@x.example' }, @{ LastName = "${prefix}2, `"x`"`ny"; Birthdate = '2001-02-03'; Email = $null }
        ($rows | Import-SfBulk Contact insert).RecordsFailed | Should -Be 0
        $found = Get-Imported | Sort-Object LastName
        $found.LastName | Should -Be "${prefix}1", "${prefix}2, `"x`"`ny"
        $found.Birthdate | Should -Be '2001-02-03', '2001-02-03'
        $found[1].Email | Should -BeNullOrEmpty
    }

    It 'sets parents by external ids, of polymorphic relationships with the object before or after' {
        $email = (Invoke-SfQuery 'SELECT Email FROM User LIMIT 1').Email
        "Subject,Owner:User.Email`n$prefix,$email" | Set-Content $folder/cases.csv
        $null = Import-SfBulk Case Insert -Path $folder/cases.csv
        $null = [pscustomobject]@{ Subject = $prefix; 'Owner:User.Email' = $email } | Import-SfBulk Case Insert
        $null = [pscustomobject]@{ Subject = $prefix; 'User:Owner.Email' = $email } | Import-SfBulk Case Insert
        @(Invoke-SfQuery 'SELECT Id FROM Case WHERE Subject = :prefix AND Owner.Email = :email' @{ prefix = $prefix; email = $email }) | Should -HaveCount 3
        (Get-ThrownError { [pscustomobject]@{ LastName = $prefix; 'Account.Parent.Name' = 'x' } | Import-SfBulk Contact Insert }).FullyQualifiedErrorId | Should -BeLike 'SfCsvInvalid,*'
    }

    It 'sets fields to null for #N/A and for the text of -NullValue, of files and of objects' {
        $null = New-Row 3 | Import-SfBulk Contact Insert
        $ids = (Get-Imported | Sort-Object LastName).Id
        "Id,Email,`"Birthdate`"`n$($ids[0]),NULL,`"2001-02-03`"`n$($ids[1]),`"NULL`",`n" | Set-Content $folder/a.csv
        (Import-SfBulk Contact Update -Path $folder/a.csv -NullValue NULL).RecordsFailed | Should -Be 0
        (Get-Imported | Sort-Object LastName).Email | Should -Be $null, $null, "${prefix}3@bulk.example"
        (Get-Imported | Sort-Object LastName).Birthdate | Should -Be '2001-02-03', $null, $null
        $null = [pscustomobject]@{ Id = $ids[0]; Birthdate = '-' } | Import-SfBulk Contact Update -NullValue '-'
        $null = [pscustomobject]@{ Id = $ids[2]; Email = '' } | Import-SfBulk Contact Update -NullValue ''
        (Get-Imported | Sort-Object LastName).Email | Should -Be $null, $null, $null
        (Get-Imported | Sort-Object LastName).Birthdate | Should -Be $null, $null, $null
    }

    It 'accepts arrays and lists as -InputObject' {
        (Import-SfBulk Contact Insert -InputObject (New-Row 3)).Records | Should -Be 3
        (Import-SfBulk Contact Insert -InputObject ([Collections.Generic.List[object]] (New-Row 2))).Records | Should -Be 2
        @(Get-Imported).Count | Should -Be 5
    }

    It 'updates, upserts and deletes' {
        $null = New-Row 3 | Import-SfBulk Contact Insert
        $null = Get-Imported | Select-Object Id, @{ n = 'Email'; e = { $null } } | Import-SfBulk Contact Update
        (Get-Imported).Email | Should -Be $null, $null, $null
        $null = Get-Imported | ForEach-Object { @{ Id = $_.Id; LastName = $_.LastName + 'x' } } | Import-SfBulk Contact Upsert -ExternalId Id
        (Get-Imported).LastName | Sort-Object | Should -Be "${prefix}1x", "${prefix}2x", "${prefix}3x"
        $null = Get-Imported | Select-Object Id | Import-SfBulk Contact Delete
        Get-Imported | Should -BeNullOrEmpty
    }

    It 'splits rows into several jobs, and compresses uploads' {
        $result = New-Row 200 | Import-SfBulk Contact Insert -JobSize 2kb
        $result.Jobs.Count | Should -BeGreaterThan 3
        ($result.Jobs | Measure-Object RecordsProcessed -Sum).Sum | Should -Be 200
        @(Get-Imported).LastName | Sort-Object -Unique | Should -HaveCount 200
        (Get-Sent PUT '/batches').headers.'Content-Encoding' | Sort-Object -Unique | Should -Be gzip
    }

    It 'imports a file, with its own delimiter' {
        "LastName;Email`r`n`"${prefix}1;a`";a@x.example`r`n${prefix}2;`r`n" | Set-Content -NoNewline (Join-Path $folder in.csv)
        (Import-SfBulk Contact Insert -Path (Join-Path $folder in.csv) -Delimiter ';').RecordsProcessed | Should -Be 2
        (Get-Imported).LastName | Sort-Object | Should -Be "${prefix}1;a", "${prefix}2"
    }

    It 'saves results, and reports the number of failed rows and their file' {
        $null = Invoke-OrgAdmin $org Post record-faults @{ index = 1; errorCode = 'REQUIRED_FIELD_MISSING'; message = 'Required fields are missing: [Shoe]' }
        $result = New-Row 5 | Import-SfBulk Contact Insert -ResultPath $folder -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfBulkRowsFailed,*'
        $failed[0].CategoryInfo.Category | Should -Be InvalidData
        $failed[0].ErrorDetails.Message | Should -BeLike "1 of 5 rows failed; the first: *Required fields are missing*$($result.FailedPath)*"
        $rows = Import-Csv $result.FailedPath
        $rows.LastName | Should -Be "${prefix}2"
        $rows.sf__Error | Should -BeLike '*Required fields are missing*'
        @(Import-Csv $result.SuccessfulPath).Count | Should -Be 4
        $result.UnprocessedPath | Should -BeNullOrEmpty
        @(Get-ChildItem $folder).Count | Should -Be 2
    }

    It 'names the command that gets the failed rows if no folder was given, and ends a script with Stop' {
        $null = Invoke-OrgAdmin $org Post record-faults @{ index = 0 }
        $failed = Get-ThrownError { New-Row 2 | Import-SfBulk Contact Insert -ErrorAction Stop }
        $failed.ErrorDetails.RecommendedAction | Should -BeLike 'See them all with their errors: Receive-SfBulkJob 750* -Result Failed*'
        $id = [regex]::Match($failed.ErrorDetails.RecommendedAction, '750\w+').Value
        (Receive-SfBulkJob $id -Result Failed).LastName | Should -Be "${prefix}1"
    }

    It 'explains bad input immediately: <Name>' -ForEach @(
        @{ Name = 'an upsert without its field'; Call = { New-Row 1 | Import-SfBulk Contact Upsert }; Id = 'SfValueMissing' }
        @{ Name = 'an insert with one'; Call = { New-Row 1 | Import-SfBulk Contact Insert -ExternalId X__c }; Id = 'SfArgumentConflict' }
        @{ Name = 'no such folder'; Call = { New-Row 1 | Import-SfBulk Contact Insert -ResultPath no/such/folder }; Id = 'SfFolderNotFound' }
        @{ Name = 'no such file'; Call = { Import-SfBulk Contact Insert -Path nosuch.csv }; Id = 'SfFileNotFound' }
        @{ Name = 'a delimiter that there is not'; Call = { Import-SfBulk Contact Insert -Path x.csv -Delimiter ':' }; Id = 'SfCsvInvalid' }
        @{ Name = 'text'; Call = { 'a', 'b' | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a file object'; Call = { Get-Item $PSCommandPath | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a nested object'; Call = { @{ LastName = 'x'; Account = [pscustomobject]@{ Name = 'y' } } | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a list'; Call = { @{ LastName = 'x'; Colors__c = 'a', 'b' } | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a secret'; Call = { @{ LastName = [securestring]::new() } | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a property that cannot be read'; Call = { @{ LastName = 'x' } | ForEach-Object { [pscustomobject]$_ | Add-Member ScriptProperty Title { throw 'x' } -PassThru } | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'a name that no field has'; Call = { @{ 'Last Name' = 'x' } | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'objects of a CSV file with another delimiter'; Call = { '"LastName";"Email"', '"a";"b"' | ConvertFrom-Csv | Import-SfBulk Contact Insert }; Id = 'SfCsvInvalid' }
        @{ Name = 'an operation that there is not'; Call = { New-Row 1 | Import-SfBulk Contact Merge }; Id = 'ParameterArgumentValidationError' }
        @{ Name = 'jobs too large'; Call = { New-Row 1 | Import-SfBulk Contact Insert -JobSize 200mb }; Id = 'ParameterArgumentValidationError' }
    ) {
        (Get-ThrownError $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'finds a bad row of a file before it sends anything' {
        "LastName,Email`nA,a@x.example`nB`n" | Set-Content -NoNewline (Join-Path $folder in.csv)
        $failed = Get-ThrownError { Import-SfBulk Contact Insert -Path (Join-Path $folder in.csv) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfCsvInvalid,*'
        $failed.ErrorDetails.Message | Should -BeLike 'in.csv: line 3:*'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike '*Nothing was sent to Salesforce.'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'explains a full disk for temporary files, and leaves none: <Name>' -Skip:(-not $IsLinux) -ForEach @(
        @{ Name = 'no folder' }, @{ Name = 'a full disk' }
    ) {
        $full = $Name -eq 'a full disk'
        if ($full) {
            $mounted = (id -u) -eq 0
            if ($mounted) { $null = mount -t tmpfs -o size=16k tmpfs $folder 2>&1; $mounted = $LASTEXITCODE -eq 0 }
            if (-not $mounted) { Set-ItResult -Skipped -Because 'a small tmpfs can be mounted by root only'; return }
        }
        $before = $env:TMPDIR
        $env:TMPDIR = $full ? $folder : (Join-Path $folder missing)
        try {
            # Incompressible text.
            $failed = Get-ThrownError { 1..3000 | ForEach-Object { @{ LastName = [guid]::NewGuid().ToString('N') } } | Import-SfBulk Contact Insert }
            $failed.FullyQualifiedErrorId | Should -BeLike 'SfFileAccessFailed,*'
            $failed.ErrorDetails.RecommendedAction | Should -BeLike '*TMPDIR*'
            Get-ChildItem $folder | Should -BeNullOrEmpty
            Get-OrgRequest $org | Should -BeNullOrEmpty
        } finally {
            $env:TMPDIR = $before
            if ($full) { umount $folder }
        }
    }

    It 'imports the unchanged file of failed rows again: <Name>' -ForEach @(
        @{ Name = 'the file'; Call = { param($path) (Import-SfBulk Contact Insert -Path $path).RecordsFailed | Should -Be 0 } }
        @{ Name = 'its rows'; Call = { param($path) (Import-Csv $path | Import-SfBulk Contact Insert).RecordsFailed | Should -Be 0 } }
        @{ Name = 'record by record'; Call = { param($path) Import-Csv $path | New-SfRecord Contact | Should -HaveCount 1 } }
        @{ Name = 'received rows'; Call = { param($path, $result) ($result.Jobs | Receive-SfBulkJob -Result Failed | Import-SfBulk Contact Insert).RecordsFailed | Should -Be 0 } }
    ) {
        $null = Invoke-OrgAdmin $org Post record-faults @{ index = 1 }
        $result = New-Row 3 | Import-SfBulk Contact Insert -ResultPath $folder -ErrorAction SilentlyContinue
        & $Call $result.FailedPath $result
        (Get-Imported).LastName | Sort-Object | Should -Be "${prefix}1", "${prefix}2", "${prefix}3"
    }

    It 'updates records from the file of failed rows' {
        $null = New-Row 2 | Import-SfBulk Contact Insert
        $null = Invoke-OrgAdmin $org Post record-faults @{ index = 0 }
        $rows = Get-Imported | ForEach-Object { @{ Id = $_.Id; LastName = $_.LastName + 'x' } }
        $result = $rows | Import-SfBulk Contact Update -ResultPath $folder -ErrorAction SilentlyContinue
        Import-Csv $result.FailedPath | Set-SfRecord Contact
        (Get-Imported).LastName | Sort-Object | Should -Be "${prefix}1x", "${prefix}2x"
    }

    It 'skips lines that other programs put before the header, with a warning: <Line>' -ForEach @(
        @{ Line = '#TYPE System.Management.Automation.PSCustomObject' }, @{ Line = 'sep=,' }
    ) {
        Set-Content (Join-Path $folder in.csv) $Line, '"LastName","Email"', "`"$prefix`",`"`""
        (Import-SfBulk Contact Insert -Path (Join-Path $folder in.csv) -WarningVariable warnings -WarningAction SilentlyContinue).RecordsProcessed | Should -Be 1
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike "in.csv: its line '$Line' is skipped*"
    }

    It 'accepts objects whose first property name starts with a byte order mark, as from CSV text' {
        $rows = "$([char]0xFEFF)LastName,Email`n${prefix}1,a@x.example" | ConvertFrom-Csv
        ($rows | Import-SfBulk Contact Insert).RecordsFailed | Should -Be 0
        $rows | New-SfRecord Contact | Should -HaveCount 1
        (Get-Imported).LastName | Should -Be "${prefix}1", "${prefix}1"
    }

    It 'names the delimiter of a quoted header' {
        Set-Content (Join-Path $folder in.csv) '"LastName";"Email"', '"a";"b"'
        $failed = Get-ThrownError { Import-SfBulk Contact Insert -Path (Join-Path $folder in.csv) }
        $failed.ErrorDetails.RecommendedAction | Should -BeLike "Name the delimiter.*Parameter: -Delimiter ';'."
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'keeps line breaks in values, in jobs with the same line ending' {
        [IO.File]::WriteAllText((Join-Path $folder in.csv), "LastName,Description`n${prefix}1,`"a`r`nb`"`n${prefix}2,`"a`nb`"`n${prefix}3,`n")
        $result = Import-SfBulk Contact Insert -Path (Join-Path $folder in.csv)
        $result.RecordsProcessed, $result.RecordsFailed, $result.Jobs.Count | Should -Be 3, 0, 2
        $found = Invoke-SfQuery 'SELECT LastName, Description FROM Contact' | Where-Object LastName -Like "$prefix*" | Sort-Object LastName
        $found.Description | Should -Be "a`r`nb", "a`nb", $null
    }

    It 'does not accept an HTML page as a successful upload' {
        Add-OrgFault $org @{ path = '/batches$'; kind = 'Html'; status = 200 }
        $failed = Get-ThrownError { New-Row 5 | Import-SfBulk Contact Insert }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        (Get-SfBulkJob -Kind Ingest)[0].State | Should -Be Aborted
        Get-Imported | Should -BeNullOrEmpty
    }

    It 'looks a job up whose start was answered with <Name>' -ForEach @(
        @{ Name = 'a page'; Fault = @{ kind = 'Html'; status = 200 } }, @{ Name = 'a gateway'; Fault = @{ status = 503 } }, @{ Name = 'nothing'; Fault = @{ kind = 'Reset' } }
    ) {
        Add-OrgFault $org (@{ method = 'PATCH'; path = '/jobs/ingest'; afterActing = $true } + $Fault)
        (New-Row 5 | Import-SfBulk Contact Insert).RecordsProcessed | Should -Be 5
        @(Get-Imported).Count | Should -Be 5
        Get-Sent PATCH /jobs/ingest | Should -HaveCount 1
    }

    It 'names a job if it is unknown whether it started' {
        Add-OrgFault $org @{ method = 'PATCH'; path = '/jobs/ingest'; kind = 'Html'; status = 200; afterActing = $true }
        Add-OrgFault $org @{ method = 'GET'; path = '/jobs/ingest/750'; kind = 'Html'; status = 200 }
        $warnings = $failed = $null
        try { New-Row 5 | Import-SfBulk Contact Insert -WarningVariable warnings -WarningAction SilentlyContinue } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $id = [regex]::Match($failed.ErrorDetails.Message, '750\w+').Value
        $warnings[0] | Should -BeLike "*may have begun*$id (rows 1 to 5)*Get-SfBulkJob $id*"
        (Wait-SfBulkJob $id).RecordsProcessed | Should -Be 5
    }

    It 'names the rows that a complete job did not process' {
        $null = Invoke-OrgAdmin $org Post jobs @{ state = 'JobComplete'; message = '' }
        $result = New-Row 5 | Import-SfBulk Contact Insert -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.RecordsProcessed | Should -Be 0
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        $failed[0].ErrorDetails.Message | Should -BeLike "Bulk job $($result.Jobs[0].Id) (rows 1 to 5)*processed 0 of them*"
    }

    It 'rejects an object with a property that the first one does not have' {
        $bad = [pscustomobject]@{ LastName = "${prefix}bad"; Mail = 'x' }
        $result = @(New-Row 1; $bad; [pscustomobject]@{ Email = 'y@x.example'; LastName = "${prefix}good" }) | Import-SfBulk Contact Insert -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed.TargetObject.LastName | Should -Be $bad.LastName
        $failed.ErrorDetails.Message | Should -Be "The object has a property 'Mail', which the first one does not have."
        $result.Records | Should -Be 2
        (Get-Imported).LastName | Sort-Object | Should -Be "${prefix}1", "${prefix}good"
    }

    It 'shows Salesforce''s message for a failed job' {
        $null = Invoke-OrgAdmin $org Post jobs @{ state = 'Failed'; message = 'InvalidBatch : Field name not found : Foo' }
        $result = New-Row 5 | Import-SfBulk Contact Insert -ResultPath $folder -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfBulkJobFailed,*'
        $failed[0].ErrorDetails.Message | Should -BeLike '*Field name not found : Foo*'
        $result.Jobs.State | Should -Be Failed
        $result.RecordsUnprocessed | Should -Be 5
        @(Import-Csv $result.UnprocessedPath).Count | Should -Be 5
    }

    It 'repeats a broken upload in another job, and reports it' {
        Add-OrgFault $org @{ path = '/batches$'; kind = 'Reset' }
        $output = New-Row 5 | Import-SfBulk Contact Insert -Verbose 4>&1
        $output -match 'was aborted before it began; its data goes into another one' | Should -HaveCount 1
        @(Get-Imported).Count | Should -Be 5
        (Get-SfBulkJob -Kind Ingest).State | Select-Object -First 2 | Sort-Object | Should -Be JobComplete, Aborted
    }

    It 'renews a session that expires during the upload, or while it waits: <Method>' -ForEach @(@{ Method = 'PUT' }, @{ Method = 'GET' }) {
        Add-OrgFault $org @{ method = $Method; path = '/jobs/ingest/'; status = 401; errorCode = 'INVALID_SESSION_ID'; message = 'Session expired or invalid' }
        (New-Row 5 | Import-SfBulk Contact Insert).RecordsProcessed | Should -Be 5
        (Get-Sent POST '/oauth2/token').Count | Should -Be 1
    }

    It 'names the running job if the quota is used up' {
        Add-OrgFault $org @{ method = 'GET'; path = '/jobs/ingest/'; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'TotalRequests Limit exceeded.' }
        $warnings = @()
        $failed = $null
        try { New-Row 5 | Import-SfBulk Contact Insert -WarningVariable warnings -WarningAction SilentlyContinue } catch { $failed = $_ }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -BeLike '*bulk job 750* (rows 1 to 5)*Wait-SfBulkJob*'
        $id = [regex]::Match($warnings[0], '750\w+').Value
        (Wait-SfBulkJob $id).RecordsProcessed | Should -Be 5
    }

    It 'returns the jobs immediately with -NoWait' {
        $job = New-Row 5 | Import-SfBulk Contact Insert -NoWait
        $job | Should -BeOfType ([SalesforceJwt.Model.SfBulkJob])
        $job | Wait-SfBulkJob | Receive-SfBulkJob | Should -HaveCount 5
    }

    It 'returns nothing for empty input' {
        @() | Import-SfBulk Contact Insert | Should -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'aborts open jobs if the pipeline ends early' {
        Add-OrgFault $org @{ path = '/batches$'; kind = 'Hang'; times = 0 }
        $failed = Get-ThrownError { & { New-Row 100; throw 'elsewhere' } | Import-SfBulk Contact Insert -JobSize 2kb }
        $failed | Should -BeLike 'elsewhere*'

        # A job that was being created has no known id, and contains no rows.
        $sent = @(Get-OrgRequest $org | Where-Object method -EQ PUT | ForEach-Object path)
        Get-SfBulkJob -Kind Ingest | Where-Object State -EQ Open | Where-Object { $id = $_.Id; $sent -match $id } | Should -BeNullOrEmpty
        Get-Imported | Should -BeNullOrEmpty
    }
}

Describe 'Ctrl+C' -Skip:(-not $IsLinux -and -not $IsMacOS) {
    BeforeEach { Clear-OrgRequest $org }

    # A separate PowerShell, which receives SIGINT as from a terminal.
    It 'during <Name> names the jobs that continue' -ForEach @(
        @{ Name = 'the upload'; Fault = @{ path = '/batches$'; kind = 'Hang' }; After = 'POST', '/jobs/ingest$'; Message = $null }
        @{ Name = 'the beginning'; Fault = @{ method = 'PATCH'; path = '/jobs/ingest/750'; kind = 'Hang' }; After = 'PUT', '/batches$'; Message = 'may have begun with what was uploaded: bulk job 750\w+ \(rows 1 to 3\)' }
        @{ Name = 'the wait'; Fault = @{ method = 'GET'; path = '/jobs/ingest/750'; kind = 'Hang' }; After = 'PATCH', '/jobs/ingest/750'; Message = 'works on what was uploaded: bulk job 750\w+ \(rows 1 to 3\)' }
        @{ Name = 'the download'; Fault = @{ path = '/successfulResults$'; kind = 'Hang' }; After = 'GET', '/jobs/ingest/750'; Message = 'works on what was uploaded: bulk job 750\w+ \(rows 1 to 3\)' }
    ) {
        Add-OrgFault $org $Fault
        $folder = New-TestFolder
        $run = Start-TestScript @"
`$null = Connect-SfJwt -ClientId testapp -Username user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url) -ApiVersion 68.0
1..3 | ForEach-Object { @{ LastName = "Ctrl`$_" } } | Import-SfBulk Contact Insert -ResultPath '$folder'
"@ $folder
        Wait-OrgRequest $org @After
        Start-Sleep -Milliseconds 500
        $null = kill -INT $run.Process.Id
        $run.Process.WaitForExit(10000) | Should -BeTrue
        $text = $run.Output.Result -replace '\s+', ' '
        if ($Message) { $text | Should -Match $Message } else {
            $text | Should -Not -Match 'bulk job'
            (Get-SfBulkJob -Kind Ingest | Select-Object -First 1).State | Should -Be Aborted
        }
        Get-ChildItem $folder -Filter '*.partial' | Should -BeNullOrEmpty
    }
}
