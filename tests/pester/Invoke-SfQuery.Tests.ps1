BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 5000
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $all = 'SELECT Id, LastName FROM Contact'
    function Get-QueryCount { @(Get-OrgRequest $org | Where-Object path -Like '/services/data/*/query*').Count }
}
AfterAll { Stop-TestOrg $org }

Describe 'Invoke-SfQuery' {
    BeforeEach { Clear-OrgRequest $org }

    It 'returns every record once, in order, from all pages' {
        $records = Invoke-SfQuery "$all ORDER BY Id"
        $records.Count | Should -Be 5000
        ($records.Id | Sort-Object -Unique).Count | Should -Be 5000
        Get-QueryCount | Should -Be 3
    }

    It 'returns records with their own fields, type names and nothing else' {
        $record = Invoke-SfQuery 'SELECT Id, LastName, CreatedDate FROM Contact LIMIT 1'
        $record.PSObject.Properties.Name | Should -Be 'Id', 'LastName', 'CreatedDate'
        $record.PSTypeNames[0..1] | Should -Be 'Salesforce.Contact', 'SalesforceJwt.Model.SfRecord'
        $record.CreatedDate | Should -BeOfType string
        $record | ConvertTo-Json -Compress | Should -Not -Match 'attributes'
    }

    It 'returns each record with its own type names' {
        $one, $two = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 2'
        $one.PSTypeNames.Insert(0, 'Changed')
        $one.PSTypeNames[0] | Should -Be 'Changed'
        $two.PSTypeNames | Should -Be 'Salesforce.Contact', 'SalesforceJwt.Model.SfRecord', 'System.Object'
        $two | Add-Member Extra 1
        $two.Extra | Should -Be 1
        $one.PSObject.Properties.Name | Should -Be 'Id'
    }

    It 'returns parents as objects, with their own types and fields' {
        $record = Invoke-SfQuery 'SELECT LastName, Account.Name FROM Contact WHERE AccountId != null LIMIT 1'
        $record.PSObject.Properties.Name | Should -Be 'LastName', 'Account'
        $record.Account.Name | Should -Not -BeNullOrEmpty
        $record.Account.PSTypeNames[0] | Should -Be 'Salesforce.Account'
        $record.Account.PSObject.Properties.Name | Should -Be 'Name'
    }

    It 'returns child queries completely, though they have their own pages' -ForEach @{ As = @{} }, @{ As = @{ AsHashtable = $true } } {
        $expected = @{}
        Invoke-SfQuery 'SELECT Id, AccountId FROM Contact WHERE AccountId != null' | ForEach-Object { $expected[$_.AccountId]++ }
        Set-OrgSetting $org @{ nestedPageSize = 3 }
        try { $accounts = Invoke-SfQuery 'SELECT Id, (SELECT Id, LastName FROM Contacts) FROM Account' @As }
        finally { Set-OrgSetting $org @{ nestedPageSize = 500 } }
        ($expected.Values | Measure-Object -Maximum).Maximum | Should -BeGreaterThan 3
        foreach ($account in $accounts) {
            @($account.Contacts | Where-Object { $_ }).Count | Should -Be ([int]$expected[$account.Id])
        }
    }

    It 'runs the query of a file, without its comments' {
        Set-Content "$TestDrive/one.soql" -Value '/* The first', 'contacts */', 'SELECT LastName -- the name', 'FROM Contact // all', "WHERE LastName IN :names AND FirstName != '-- // /*'", 'ORDER BY LastName LIMIT 5'
        $names = (Invoke-SfQuery 'SELECT LastName FROM Contact ORDER BY LastName LIMIT 5').LastName
        (Invoke-SfQuery -Path "$TestDrive/one.soql" @{ names = $names }).LastName | Should -Be $names
        (Invoke-SfQuery -Path "$TestDrive/on*.soql" -Parameter @{ names = $names }).LastName | Should -Be $names
        (Invoke-SfQuery -LiteralPath "$TestDrive/one.soql" -Parameter @{ names = $names } -AsHashtable)[0] | Should -BeOfType ([Collections.IDictionary])
        Invoke-SfQuery -Path "$TestDrive/one.soql" -Parameter @{ names = $names } -Raw | Should -BeLike '*"totalSize"*'
        Set-Content -LiteralPath "$TestDrive/two[1].soql" -Value 'SELECT COUNT() FROM Contact'
        Invoke-SfQuery -LiteralPath "$TestDrive/two[1].soql" | Should -Be 5000
        @(Get-Item -LiteralPath "$TestDrive/two[1].soql", "$TestDrive/two[1].soql" | Invoke-SfQuery) | Should -Be 5000, 5000
    }

    It 'names the file: <Name>' -ForEach @(
        @{ Name = 'a query that Salesforce rejects'; Text = "-- x`nSELECT Nothing FROM Contact"; Id = 'SfRequestInvalid' }
        @{ Name = 'a parameter without a value'; Text = 'SELECT Id FROM Contact WHERE Id = :id'; Id = 'SfQueryParameterMissing' }
        @{ Name = 'no query'; Text = '-- nothing'; Id = 'SfValueMissing' }
        @{ Name = 'no file'; Text = $null; Id = 'SfFileNotFound' }
    ) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).soql"
        if ($Text) { Set-Content $file $Text }
        $thrown = Get-ThrownError { Invoke-SfQuery -LiteralPath $file }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.Exception.Message | Should -BeLike "*'$file'*"
        $thrown.TargetObject | Should -Be $file
    }

    It 'goes on with the next query or file after a bad one' {
        $found = 'SELECT Id FROM Contact LIMIT 1', 'SELECT Nothing FROM Contact', 'SELECT Id FROM Account LIMIT 1' |
            Invoke-SfQuery -ErrorVariable errors -ErrorAction SilentlyContinue
        $found | ForEach-Object { $_.PSTypeNames[0] } | Should -Be 'Salesforce.Contact', 'Salesforce.Account'
        $errors.TargetObject | Should -Be 'SELECT Nothing FROM Contact'
        Set-Content "$TestDrive/bad.soql" 'SELECT Nothing FROM Contact'
        Set-Content "$TestDrive/good.soql" 'SELECT COUNT() FROM Contact'
        Get-Item "$TestDrive/bad.soql", "$TestDrive/good.soql" | Invoke-SfQuery -ErrorAction SilentlyContinue | Should -Be 5000
    }

    It 'ends at an error that every query would have' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; kind = 'Status'; status = 403; contentType = 'application/json'; times = 2
            body = '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]' }
        (Get-ThrownError { $all, $all | Invoke-SfQuery }).FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
        Get-QueryCount | Should -Be 1
    }

    It 'rejects -Raw with -<_>' -ForEach 'Typed', 'Flat', 'AsHashtable' {
        Set-Content "$TestDrive/a.soql" 'SELECT Id FROM Contact'
        $other = @{ $_ = $true }
        (Get-ThrownError { Invoke-SfQuery -Path "$TestDrive/a.soql" -Raw @other }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
    }

    It 'returns aggregates by their names' {
        $row = Invoke-SfQuery 'SELECT LastName name, COUNT(Id) n, COUNT(Id) FROM Contact GROUP BY LastName ORDER BY LastName LIMIT 1'
        $row.PSObject.Properties.Name | Should -Be 'name', 'n', 'expr0'
        $row.n | Should -BeGreaterThan 0
    }

    It 'finds deleted rows with -IncludeDeleted, and queries the Tooling API with -Tooling' {
        $id = (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Deleted soon' }).id
        $null = Invoke-SfRest "sobjects/Contact/$id" -Method Delete
        Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id = :id' @{ id = $id } | Should -BeNullOrEmpty
        (Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id = :id' @{ id = $id } -IncludeDeleted).Id | Should -Be $id
        (Invoke-SfQuery 'SELECT Id, Name FROM ApexClass LIMIT 1' -Tooling).Name | Should -Not -BeNullOrEmpty
    }

    It 'runs a query that is too long for a URL' {
        $ids = (Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1200').Id
        $found = Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id IN :ids' @{ ids = $ids }
        $found.Count | Should -Be 1200
        (Get-OrgRequest $org)[-1].path | Should -BeLike '*/composite/batch'
        (Get-ThrownError { Invoke-SfQuery 'SELECT Nothing FROM Contact WHERE Id IN :ids' @{ ids = $ids } }).Exception.Message | Should -BeLike '*INVALID_FIELD*Nothing*'
    }

    It 'returns dates with -Typed' {
        (Invoke-SfQuery 'SELECT CreatedDate FROM Contact LIMIT 1' -Typed).CreatedDate | Should -BeOfType DateTimeOffset
    }

    It 'returns dictionaries with -AsHashtable, and text with -Raw' {
        $record = Invoke-SfQuery 'SELECT Id, LastName FROM Contact LIMIT 1' -AsHashtable
        $record | Should -BeOfType System.Collections.IDictionary
        $record['lastname'] | Should -Not -BeNullOrEmpty
        $text = Invoke-SfQuery "$all" -Raw
        $text.Count | Should -Be 3
        ($text[0] | ConvertFrom-Json).totalSize | Should -Be 5000
    }

    It 'requests no more than -First needs' {
        (Invoke-SfQuery $all -First 10).Count | Should -Be 10
        $requests = Get-OrgRequest $org | Where-Object path -Like '*/query'
        $requests.headers.'Sforce-Query-Options' | Should -Be 'batchSize=200'
    }

    It 'requests <Pages> pages for -First <First>' -ForEach @(
        @{ First = 2000; Pages = 1 }
        @{ First = 2001; Pages = 2 }
        @{ First = 450; BatchSize = 200; Pages = 3 }
        @{ First = 9999; Pages = 3 }
    ) {
        $size = if ($BatchSize) { @{ BatchSize = $BatchSize } } else { @{} }
        $ids = (Invoke-SfQuery "$all ORDER BY Id" -First $First @size).Id
        $ids.Count | Should -Be ([Math]::Min($First, 5000))
        ($ids | Sort-Object -Unique).Count | Should -Be $ids.Count
        Get-QueryCount | Should -Be $Pages
    }

    It 'stops when downstream has had enough' {
        Invoke-SfQuery $all -BatchSize 200 | Select-Object -First 5 | Should -HaveCount 5
        Get-QueryCount | Should -BeLessThan 12
    }

    It 'returns the number for COUNT(), also if it is 0' {
        Invoke-SfQuery 'SELECT COUNT() FROM Contact' | Should -Be 5000
        Invoke-SfQuery "SELECT count( ) FROM Contact WHERE LastName = 'nobody at all'" | Should -Be 0
    }

    It 'returns nothing if nothing is found' {
        Invoke-SfQuery "SELECT Id FROM Contact WHERE LastName = 'nobody at all'" | Should -BeNullOrEmpty
    }

    It 'binds values: <Name>' -ForEach @(
        @{ Name = 'text with a quote'; Value = "O'Neil" }
        @{ Name = 'an attack'; Value = "x' OR LastName != '" }
        @{ Name = 'a backslash at the end'; Value = 'x\' }
    ) {
        $id = (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = $Value }).id
        $found = Invoke-SfQuery 'SELECT Id, LastName FROM Contact WHERE LastName = :name' @{ name = $Value }
        $found.Id | Should -Be $id
        $found.LastName | Should -Be $Value
        $null = Invoke-SfRest "sobjects/Contact/$id" -Method Delete
    }

    It 'binds values that PowerShell wraps' {
        $name = 'Abbott' | Write-Output
        $wrapped = [psobject]::AsPSObject($name)
        (Invoke-SfQuery 'SELECT Id FROM Contact WHERE LastName = :n LIMIT 1' @{ n = $wrapped }).Id | Should -Not -BeNullOrEmpty
    }

    It 'accepts queries from the pipeline' {
        ('SELECT COUNT() FROM Contact', 'SELECT COUNT() FROM Organization' | Invoke-SfQuery) | Should -Be 5000, 1
    }

    It 'names a parameter without a value, and a value without a parameter' {
        (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact WHERE LastName = :name' @{ nam = 1 } }).FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterMissing*'
        (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact WHERE LastName = :name' }).FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterMissing*'
        (Get-ThrownError { Export-SfBulk 'SELECT Id FROM Contact WHERE LastName = :name' }).FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterMissing*'
        (Get-ThrownError { Invoke-SfQuery "SELECT Id FROM Contact WHERE LastName = ':name'" @{ name = 1 } }).FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterUnused*'
        (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id IN :ids' @{ ids = @() } }).FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterInvalid*'
        Get-QueryCount | Should -Be 0
    }

    It 'suggests -Parameter if a parameter was sent unbound' {
        (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact WHERE LastName = :name' }).ErrorDetails.RecommendedAction | Should -BeLike '*-Parameter @{ name = *'
    }

    It 'shows Salesforce''s own message for bad SOQL' {
        $failure = Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid*'
        $failure.ErrorDetails.Message | Should -Match 'MALFORMED_QUERY at row 1, column 15 \(SELECT Id FROM\^\): unexpected token'
        $failure.TargetObject | Should -Be 'SELECT Id FROM'
    }
}

Describe 'Errors during Invoke-SfQuery' {
    BeforeEach { Clear-OrgRequest $org }

    It 'continues after the session has expired between two pages' {
        $first = $true
        $records = Invoke-SfQuery "$all ORDER BY Id" -BatchSize 200 | ForEach-Object {
            if ($first) { $first = $false; $null = Invoke-OrgAdmin $org Post tokens/expire }
            $_
        }
        $records.Count | Should -Be 5000
        ($records.Id | Sort-Object -Unique).Count | Should -Be 5000
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'fetches a truncated page again: <_>' -ForEach 'Truncate', 'Reset', 'ResetAfterActing' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; kind = $_; times = 1 }
        $records = Invoke-SfQuery "$all ORDER BY Id"
        $records.Count | Should -Be 5000
        ($records.Id | Sort-Object -Unique).Count | Should -Be 5000
    }

    It 'renews a session that expires on page 37 of 100, and neither loses nor duplicates records' {
        $large = Start-TestOrg -Records 20000
        try {
            $signIn = $large.SignIn
            $connection = Connect-SfJwt @signIn -Name large -ApiVersion 68.0
            $expected = (Invoke-SfQuery "$all ORDER BY Id" -Connection $connection).Id
            Clear-OrgRequest $large
            Add-OrgFault $large @{ path = '/services/data/v68.0/query/'; skip = 35; status = 401; errorCode = 'INVALID_SESSION_ID'; message = 'Session expired or invalid' }
            $ids = (Invoke-SfQuery "$all ORDER BY Id" -BatchSize 200 -Connection $connection).Id
            $ids.Count | Should -Be 20000
            ($ids -join ',') -ceq ($expected -join ',') | Should -BeTrue
            $requests = Get-OrgRequest $large
            @($requests | Where-Object path -EQ '/services/oauth2/token').Count | Should -Be 1
            $pages = @($requests | Where-Object path -Like '/services/data/v68.0/query*')
            $pages.Count | Should -Be 101
            $pages[36].path | Should -Be $pages[37].path
        }
        finally {
            Disconnect-Sf -Name large
            Stop-TestOrg $large
        }
    }

    It 'stops with an error if a page is always truncated: <_>' -ForEach 'Truncate', 'Reset' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; skip = 1; kind = $_; times = 0 }
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -RetryIntervalSec 1 -MaximumRetryCount 1
        $records = [Collections.Generic.List[object]]::new()
        $failure = Get-ThrownError { Invoke-SfQuery "$all ORDER BY Id" | ForEach-Object { $records.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SfConnectionBroken,*'
        $records.Count | Should -Be 4000
        ($records.Id | Sort-Object -Unique).Count | Should -Be 4000
    }

    It 'stops at the daily limit, after the earlier pages' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; times = 0; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'TotalRequests Limit exceeded.' }
        $records = [Collections.Generic.List[object]]::new()
        $failure = Get-ThrownError { Invoke-SfQuery $all | ForEach-Object { $records.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitExceeded,*'
        $records.Count | Should -Be 2000
        Get-QueryCount | Should -Be 2
    }

    It 'waits if too many requests run at the same time' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; status = 403; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.' }
        (Invoke-SfQuery $all).Count | Should -Be 5000
        Get-QueryCount | Should -Be 4
    }

    It 'returns nothing from a page that is complete for HTTP but not as JSON, and fails' {
        $page = '{"totalSize":5000,"done":false,"nextRecordsUrl":"/services/data/v68.0/query/x-2000","records":[{"attributes":{"type":"Contact"},"Id":"003"},{"Id":"0'
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; kind = 'Status'; status = 200; body = $page; contentType = 'application/json'; times = 9 }
        $records = [Collections.Generic.List[object]]::new()
        $failure = Get-ThrownError { Invoke-SfQuery $all | ForEach-Object { $records.Add($_) } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid*'
        $failure.Exception.Message | Should -BeLike '*records are not whole*none of this page*'
        $records.Count | Should -Be 2000
    }

    It 'reports an HTML page as one' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; kind = 'Html'; status = 200; times = 9 }
        (Get-ThrownError { Invoke-SfQuery $all }).Exception.Message | Should -BeLike '*text/html*Down for maintenance*'
    }

    It 'ends immediately at Ctrl+C while a page hangs' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query/'; kind = 'Hang' }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$(Get-TestModule)'; Invoke-SfQuery '$all' -Connection `$args[0]").AddArgument((Get-SfConnection -Default))
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            for ($i = 0; $output.Count -lt 2000 -and $i -lt 300; $i++) { Start-Sleep -Milliseconds 50 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
            $running.IsCompleted | Should -BeTrue
        }
        finally { $shell.Dispose() }
    }
}

Describe 'Lists of one, or none, in -Parameter' {
    AfterEach { Clear-OrgRequest $org }

    It 'finds with <Name> after IN' -ForEach @(
        @{ Name = 'one text'; Value = { $ids[0] }; Count = 1 }
        @{ Name = 'the field of one record'; Value = { (Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1').Id }; Count = 1 }
        @{ Name = 'the fields of several'; Value = { (Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 3').Id }; Count = 3 }
        @{ Name = 'the output of a pipeline'; Value = { $ids | Select-Object -First 2 }; Count = 2 }
        @{ Name = 'nested arrays'; Value = { @(@($ids[0]), $ids[1]) }; Count = 2 }
        @{ Name = 'an array list of wrapped values'; Value = { [Collections.ArrayList] @($ids | ForEach-Object { $_ } | Select-Object -First 2) }; Count = 2 }
        @{ Name = 'a set with duplicates'; Value = { , [Collections.Generic.HashSet[string]] [string[]] ($ids[0], $ids[0]) }; Count = 1 }
        @{ Name = 'an enumeration of LINQ'; Value = { , [Linq.Enumerable]::Take([string[]] $ids, 2) }; Count = 2 }
        @{ Name = 'values of data rows'; Value = { $table = [Data.DataTable]::new(); $null = $table.Columns.Add('Id'); $ids[0..1] | ForEach-Object { $null = $table.Rows.Add($_) }; $table.Rows.Id }; Count = 2 }
    ) {
        $ids = @((Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 3').Id)
        $value = & $Value
        @(Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id IN :ids' @{ ids = $value }).Count | Should -Be $Count
        @(Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id in(:ids)' @{ ids = $value }).Count | Should -Be $Count
        Invoke-SfQuery 'SELECT COUNT() FROM Contact WHERE Id NOT IN :ids' @{ ids = $value } | Should -Be ((Invoke-SfQuery 'SELECT COUNT() FROM Contact') - $Count)
    }

    It 'rejects <Name> as a list before anything is sent' -ForEach @(
        @{ Name = '$null'; Value = { $null } }
        @{ Name = 'no output'; Value = { } }
        @{ Name = 'AutomationNull'; Value = { , [Management.Automation.Internal.AutomationNull]::Value } }
        @{ Name = 'an empty array'; Value = { , @() } }
        @{ Name = 'the field of no record, in an array'; Value = { , @((Invoke-SfQuery "SELECT Id FROM Contact WHERE LastName = 'nobody has this'").Id) } }
        @{ Name = 'a DBNull'; Value = { [DBNull]::Value } }
    ) {
        $value = & $Value
        Clear-OrgRequest $org
        foreach ($soql in 'SELECT Id FROM Contact WHERE Id IN :ids', 'SELECT Id FROM Contact WHERE Id NOT IN (:ids)') {
            $failure = Get-ThrownError { Invoke-SfQuery $soql @{ ids = $value } }
            $failure.FullyQualifiedErrorId | Should -BeLike 'SfQueryParameterInvalid*'
            $failure.Exception.Message | Should -BeLike '*:ids*holds no value*'
        }
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'explains that records are not ids' {
        $failure = Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id IN :ids' @{ ids = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 2' } }
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*one of its fields*'
    }

    It 'sends thousands of ids' {
        $ids = 1..3000 | ForEach-Object { '003{0:d12}AAA' -f $_ }
        Invoke-SfQuery 'SELECT Id FROM Contact WHERE Id IN :ids' @{ ids = $ids } | Should -BeNullOrEmpty
        (Get-OrgRequest $org).path | Should -Be '/services/data/v68.0/composite/batch'
    }
}
