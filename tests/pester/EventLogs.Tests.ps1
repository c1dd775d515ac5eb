# Get-SfEventLog and Save-SfEventLog.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn
    $today = [datetime]::UtcNow.Date
    function Add-Log([string] $EventType, [datetime] $LogDate, [hashtable] $More = @{}) {
        Invoke-OrgAdmin $org Post event-log-files (@{ eventType = $EventType; logDate = $LogDate.ToString('o') } + $More)
    }
    function Get-Download { @(Get-OrgRequest $org | Where-Object path -Like '*/LogFile') }
    $null = Add-Log Report $today.AddDays(-20)
    $null = Add-Log ReportExport $today.AddHours(1) @{ interval = 'Hourly'; sequence = 1; rows = 3 }
    $null = Add-Log ReportExport $today.AddHours(1) @{ interval = 'Hourly'; sequence = 2; rows = 2 }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfEventLog' {
    BeforeEach { Clear-OrgRequest $org }

    It 'lists the files of the last days, the newest first' {
        $logs = Get-SfEventLog
        $logs[0] | Should -BeOfType 'SalesforceJwt.Model.SfEventLog'
        $logs.EventType | Should -Contain API
        $logs.EventType | Should -Not -Contain Report
        $logs.LogDate | Should -Be ($logs.LogDate | Sort-Object -Descending)
        $login = $logs | Where-Object { $_.EventType -eq 'Login' -and $_.Interval -eq 'Daily' }
        $login.LogDate.UtcDateTime | Should -Be $today.AddDays(-1)
        $login.Sequence, $login.FieldNames[0] | Should -Be 0, 'EVENT_TYPE'
        $login.Length | Should -BeGreaterThan 100
    }

    It 'filters by kind, interval, time, count and id' {
        (Get-SfEventLog report* -Since $today.AddDays(-30)).EventType | Should -Be ReportExport, ReportExport, Report
        (Get-SfEventLog report -Since $today.AddDays(-30) -Until $today.AddDays(-10)).EventType | Should -Be Report
        (Get-SfEventLog api, Login -Interval Daily).EventType | Sort-Object | Should -Be API, Login
        (Get-SfEventLog ReportExport -Interval Hourly).Sequence | Sort-Object | Should -Be 1, 2
        (Get-SfEventLog -First 2) | Should -HaveCount 2
        $old = Get-SfEventLog Report -Since $today.AddDays(-30)
        (Get-SfEventLog -Id $old.Id).EventType | Should -Be Report
        ($old.Id.Substring(0, 15) | Get-SfEventLog).EventType | Should -Be Report
        Get-SfEventLog Nothing | Should -BeNullOrEmpty
        @() | Get-SfEventLog | Should -BeNullOrEmpty
    }

    It 'returns the events as objects, with commas, quotation marks and line breaks' {
        $rows = Get-SfEventLog ReportExport | Sort-Object Sequence | Get-SfEventLog -AsObject
        $rows | Should -HaveCount 5
        $rows[0].EVENT_TYPE, $rows[0].REQUEST_STATUS | Should -Be ReportExport, S
        $rows[0].URI | Should -BeLike '*Name = "0"'
        $rest = Get-SfEventLog RestApi -AsObject
        $rest | Should -HaveCount 20
        $rest[0].USER_AGENT | Should -Be "Example, ""quoted""`nwith a line break"
        $rest[0].PSObject.Properties.Name | Should -Be (Get-SfEventLog RestApi).FieldNames
        (Get-SfEventLog RestApi -AsObject | Select-Object -First 2) | Should -HaveCount 2
    }

    It 'returns the rows of many once, and begins a broken download again' {
        $id = (Add-Log BulkApi $today @{ rows = 3000 }).id
        Add-OrgFault $org @{ path = '/LogFile$'; kind = 'Truncate'; times = 1 }
        $rows = Get-SfEventLog -Id $id -AsObject
        $rows | Should -HaveCount 3000
        ($rows.REQUEST_ID | Sort-Object -Unique) | Should -HaveCount 3000
        Get-Download | Should -HaveCount 2
    }

    It 'goes on with the other files after <Name>, and leaves no file behind' -ForEach @(
        @{ Name = 'a page'; Fault = @{ body = '<html><title>Blocked</title></html>'; contentType = 'text/html' }; Id = 'SfResponseInvalid' }
        @{ Name = 'a file that is cut off'; Fault = @{ body = 'EVENT_TYPE'; contentType = 'text/csv' }; Id = 'SfResponseInvalid' }
        @{ Name = 'an error'; Fault = @{ status = 404; errorCode = 'NOT_FOUND'; message = 'The requested resource does not exist' }; Id = 'SfNotFound' }
    ) {
        $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter tmp*).Count
        $all = @{ path = '/LogFile$'; status = 200; times = 1 }
        foreach ($key in $Fault.Keys) { $all[$key] = $Fault[$key] }
        Add-OrgFault $org $all
        $rows = Get-SfEventLog ReportExport -AsObject -ErrorVariable errors -ErrorAction SilentlyContinue
        $rows.Count | Should -BeIn 2, 3
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter tmp*).Count | Should -BeLessOrEqual $before
    }

    It 'reports ids that are not there, and no ids' {
        Get-SfEventLog -Id 0AT5g00000AaaaaGAB, 'no id' -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId | Should -Be 'SfIdInvalid,SalesforceJwt.PS.Cmdlets.Admin.GetSfEventLogCommand', 'SfNotFound,SalesforceJwt.PS.Cmdlets.Admin.GetSfEventLogCommand'
    }

    It 'names the permission that is missing' {
        $log = Get-SfEventLog API
        Use-MissingPermission $org 'viewEventLogFiles' {
            (Get-ThrownError { Get-SfEventLog }).ErrorDetails.Message | Should -Match "needs the permission 'View Event Log Files'"
            $log | Save-SfEventLog -Path (New-TestFolder) -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors | Should -HaveCount 1
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
            $errors[0].ErrorDetails.Message | Should -Match "/$($log.Id)/LogFile .*needs the permission 'View Event Log Files'"
            $errors[0].TargetObject.Id | Should -Be $log.Id
        }
    }

    It 'completes the kinds' {
        Get-Completion 'Get-SfEventLog Rep' | Should -Be Report, ReportExport
    }
}

Describe 'Save-SfEventLog' {
    BeforeEach {
        Clear-OrgRequest $org
        $folder = New-TestFolder
    }

    It 'saves files under safe names, and skips those that are there' {
        $logs = Get-SfEventLog ReportExport | Sort-Object Sequence
        $files = $logs | Save-SfEventLog -Path $folder
        $files | Should -BeOfType IO.FileInfo
        $files.Name | Should -Be ($logs | ForEach-Object { "ReportExport_$($today.ToString('yyyy-MM-dd'))T01_Hourly_$($_.Sequence)_$($_.Id).csv" })
        $files.Length | Should -Be $logs.Length
        @(Import-Csv $files[0]) | Should -HaveCount 3
        Clear-OrgRequest $org
        (Get-SfEventLog ReportExport | Save-SfEventLog -Path $folder).Name | Sort-Object | Should -Be ($files.Name | Sort-Object)
        Get-Download | Should -HaveCount 0
        $null = $logs | Save-SfEventLog -Path $folder -Force
        Get-Download | Should -HaveCount 2
        (Get-SfEventLog API | Save-SfEventLog -Path $folder).Name | Should -BeLike "API_$($today.AddDays(-1).ToString('yyyy-MM-dd'))_Daily_0_0AT*.csv"
        Get-ChildItem $folder | Should -HaveCount 3
    }

    It 'downloads a file again that is not whole' {
        $log = Get-SfEventLog API
        $path = ($log | Save-SfEventLog -Path $folder).FullName
        Set-Content $path half
        ($log | Save-SfEventLog -Path $folder).Length | Should -Be $log.Length
    }

    It 'begins a broken download again, and leaves nothing if it never succeeds' {
        Add-OrgFault $org @{ path = '/LogFile$'; kind = 'Truncate'; times = 1 }
        (Get-SfEventLog API | Save-SfEventLog -Path $folder) | Should -HaveCount 1
        Remove-Item $folder/*
        Add-OrgFault $org @{ path = '/LogFile$'; status = 200; body = 'EVENT_TYPE'; contentType = 'text/csv'; times = 0 }
        Get-SfEventLog API | Save-SfEventLog -Path $folder -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'says that Salesforce has the file no longer' {
        $log = Get-SfEventLog API
        Add-OrgFault $org @{ path = '/LogFile$'; status = 404; errorCode = 'NOT_FOUND'; message = 'The requested resource does not exist'; times = 1 }
        Add-OrgFault $org @{ path = '/query'; status = 200; body = '{"totalSize":0,"done":true,"records":[]}'; contentType = 'application/json'; times = 1 }
        $log | Save-SfEventLog -Path $folder -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].ErrorDetails.Message | Should -Match "no event log file with the id '$($log.Id)'"
    }

    It 'reports the error of the download of a file that is there, and if why is not known' {
        $log = Get-SfEventLog API
        $notFound = @{ path = '/LogFile$'; status = 404; errorCode = 'NOT_FOUND'; message = 'The requested resource does not exist'; times = 0 }
        Add-OrgFault $org $notFound
        $log | Save-SfEventLog -Path $folder -ErrorVariable errors -ErrorAction SilentlyContinue
        Add-OrgFault $org @{ path = '/query'; status = 400; errorCode = 'MALFORMED_QUERY'; message = 'no'; times = 1 }
        $log | Save-SfEventLog -Path $folder -ErrorVariable +errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        "$errors" | Should -BeLike '*LogFile*LogFile*'
        Clear-OrgRequest $org
        Add-OrgFault $org @{ path = '/LogFile$'; status = 403; errorCode = 'INSUFFICIENT_ACCESS'; message = 'insufficient access rights'; times = 1 }
        $log | Save-SfEventLog -Path $folder -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].ErrorDetails.Message | Should -Match "needs the permission 'View Event Log Files'"
    }

    It 'warns of a file of a day that Salesforce has replaced' {
        $null = Add-Log Logout $today.AddDays(-3)
        $first = Get-SfEventLog Logout | Save-SfEventLog -Path $folder
        $second = (Add-Log Logout $today.AddDays(-3) @{ rows = 30 }).id
        $null = Get-SfEventLog -Id $second | Save-SfEventLog -Path $folder -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "*$($first.Name)*"
    }

    It 'saves no file of the default org for one that was read from another' {
        $other = Start-TestOrg
        try {
            $signInThere = $other.SignIn
            $there = Connect-SfJwt @signInThere -Name other -NoDefault
            $log = Get-SfEventLog -First 1 -Connection $there
            $folder = New-TestFolder
            Get-ErrorId (Get-ThrownError { $log | Save-SfEventLog -Path $folder }) | Should -Be SfRecordOfOtherOrg
            Get-ChildItem $folder | Should -BeNullOrEmpty
            $log | Save-SfEventLog -Path $folder -Connection $there | Should -HaveCount 1
        } finally { Stop-TestOrg $other }
    }

    It 'says what to give in place of an id or of a copy' {
        $log = Get-SfEventLog API
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($log))
        $copy | Save-SfEventLog -Path $folder -ErrorVariable errors -ErrorAction SilentlyContinue
        "$($errors[0])" | Should -BeLike '*is a copy*Get-SfEventLog -Id ID*'
        $thrown = Get-ThrownError { Save-SfEventLog $log.Id -Path $folder }
        "$thrown" | Should -BeLike '*is a text*Get-SfEventLog -Id ID*'
    }

    It 'saves nothing with -WhatIf, and needs a folder' {
        Get-SfEventLog API | Save-SfEventLog -Path $folder -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $null = New-Item -ItemType Directory (Join-Path $folder x)
        $null = Get-SfEventLog API | Save-SfEventLog -Path $folder -WhatIf
        { Get-SfEventLog API | Save-SfEventLog -Path (Join-Path $folder none) } | Should -Throw -ErrorId 'SfFolderNotFound,*'
        Get-Download | Should -HaveCount 0
    }
}
