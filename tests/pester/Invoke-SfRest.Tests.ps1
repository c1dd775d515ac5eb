BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 500
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'The target of a request' {
    BeforeEach { Reset-TestOrg $org }

    It 'takes a path as relative to the data API, and with a leading slash to the instance' {
        $null = Invoke-SfRest sobjects/Contact/describe
        $null = Invoke-SfRest /services/data
        $null = Invoke-SfRest "$($org.Url)/services/data/v60.0/limits"
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v68.0/sobjects/Contact/describe', 'GET /services/data', 'GET /services/data/v60.0/limits')
    }

    It 'requests the newest version once, when it is first needed' {
        Disconnect-Sf -All
        $connection = Connect-SfJwt @signIn
        Clear-OrgRequest $org
        $null = Invoke-SfRest /services/data/v60.0/limits
        $connection.ApiVersion | Should -BeNullOrEmpty
        1..3 | ForEach-Object { $null = Invoke-SfRest limits }
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v60.0/limits', 'GET /services/data', 'GET /services/data/v68.0/limits', 'GET /services/data/v68.0/limits', 'GET /services/data/v68.0/limits')
        $connection.ApiVersion | Should -Be '68.0'
    }

    It 'uses -ApiVersion for one call' {
        $null = Invoke-SfRest limits -ApiVersion v55.0
        $null = Invoke-SfRest limits
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v55.0/limits', 'GET /services/data/v68.0/limits')
    }

    It 'names the versions of the org if the requested one is unknown' {
        $thrown = Get-ThrownError { Invoke-SfRest limits -ApiVersion 99 }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfApiVersionNotFound,*'
        $thrown.ErrorDetails.Message | Should -Match '99\.0.*to 68\.0'
    }

    It 'rejects <Uri>' -ForEach @(
        @{ Uri = 'https://evil.example/services/data' }
        @{ Uri = '//evil.example/x' }
        @{ Uri = 'ftp://evil.example/x' }
        @{ Uri = 'services/data/v60.0/limits' }
        @{ Uri = 'query?q=SELECT+Id+FROM+Case+WHERE+Subject=#1' }
    ) {
        $thrown = Get-ThrownError { Invoke-SfRest $Uri }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfUriInvalid,*'
        $thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'escapes -Query' {
        $echo = Invoke-SfRest /services/apexrest/echo -Query ([ordered]@{ a = 'x&y=ü +#'; b = 1, 2; c = $true })
        $echo.query.a | Should -Be 'x&y=ü +#'
        Get-OrgRequest $org | ForEach-Object queryString | Should -Be '?a=x%26y%3D%C3%BC%20%2B%23&b=1&b=2&c=true'
    }

    It 'uses the given connection, by name or object' {
        $other = Connect-SfJwt @signIn -Name other -ApiVersion 50
        $null = Connect-SfJwt @signIn -Name third -ApiVersion 51
        Clear-OrgRequest $org
        $null = Invoke-SfRest limits -Connection other
        $null = Invoke-SfRest limits -Connection $other
        $null = Invoke-SfRest limits
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v50.0/limits', 'GET /services/data/v50.0/limits', 'GET /services/data/v51.0/limits')
        (Get-ThrownError { Invoke-SfRest limits -Connection nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }

    It 'fails without a connection' {
        Disconnect-Sf -All
        (Get-ThrownError { Invoke-SfRest limits }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }
}

Describe 'The output' {
    BeforeEach { Reset-TestOrg $org }

    It 'returns objects with the types of JSON' {
        $created = Invoke-SfRest sobjects/Account -Method Post -Body @{ Name = 'Äpfel & Söhne'; AnnualRevenue = 12.5; NumberOfEmployees = 7 }
        $created.success | Should -BeTrue
        $account = Invoke-SfRest "sobjects/Account/$($created.id)"
        $account.Name | Should -BeExactly 'Äpfel & Söhne'
        $account.AnnualRevenue | Should -Be 12.5
        $account.NumberOfEmployees | Should -BeOfType ([long])
        $account.CreatedDate | Should -BeOfType ([string])
        $account.attributes.type | Should -Be 'Account'
    }

    It 'returns nothing for an empty response' {
        $id = (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Gone' }).id
        Invoke-SfRest "sobjects/Contact/$id" -Method Patch -Body @{ FirstName = 'All' } | Should -BeNullOrEmpty
        (Invoke-SfRest "sobjects/Contact/$id").FirstName | Should -Be 'All'
        Invoke-SfRest "sobjects/Contact/$id" -Method Delete | Should -BeNullOrEmpty
        (Get-ThrownError { Invoke-SfRest "sobjects/Contact/$id" }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }

    It 'returns text with -Raw, dictionaries with -AsHashtable, strings for text, bytes for other types' {
        Invoke-SfRest limits -Raw | Should -Match '^\{.*"DailyApiRequests"'
        $table = Invoke-SfRest limits -AsHashtable
        $table | Should -BeOfType ([Collections.Specialized.OrderedDictionary])
        $table['DailyApiRequests']['Max'] | Should -Be 100000
        Invoke-SfRest /services/apexrest/text | Should -BeOfType ([string])
        $bytes = Invoke-SfRest '/services/apexrest/binary?size=1000'
        , $bytes | Should -BeOfType ([byte[]])
        $bytes.Count | Should -Be 1000
    }

    It 'streams all pages of a query with -FollowNextRecords, the next page ahead' {
        $headers = @{ 'Sforce-Query-Options' = 'batchSize=200' }
        $records = Invoke-SfRest query -Query @{ q = 'SELECT Id, LastName FROM Contact' } -FollowNextRecords -Headers $headers
        $total = (Invoke-SfRest query -Query @{ q = 'SELECT COUNT() FROM Contact' }).totalSize
        $records.Count | Should -Be $total
        ($records.Id | Sort-Object -Unique).Count | Should -Be $total
        (Get-OrgRequest $org | Where-Object path -Match '/query').Count | Should -Be ([math]::Ceiling($total / 200) + 1)
    }

    It 'stops requesting pages when downstream has enough' {
        $records = Invoke-SfRest query -Query @{ q = 'SELECT Id FROM Contact' } -FollowNextRecords -Headers @{ 'Sforce-Query-Options' = 'batchSize=200' } | Select-Object -First 3
        $records.Count | Should -Be 3
        @(Get-OrgRequestLine $org).Count | Should -BeLessOrEqual 2
    }

    It 'follows the pages of a query from one in the middle' {
        $page = Invoke-SfRest query -Query @{ q = 'SELECT Id FROM Contact' } -Headers @{ 'Sforce-Query-Options' = 'batchSize=200' }
        $rest = Invoke-SfRest $page.nextRecordsUrl -FollowNextRecords -ErrorAction Stop
        $rest.Count | Should -Be ($page.totalSize - 200)
    }

    It 'returns a response without records unchanged with -FollowNextRecords' {
        (Invoke-SfRest limits -FollowNextRecords).DailyApiRequests.Max | Should -Be 100000
    }

    It 'sets -StatusCodeVariable and -ResponseHeadersVariable' {
        $null = Invoke-SfRest limits -StatusCodeVariable status -ResponseHeadersVariable headers
        $status | Should -Be 200
        $headers['Sforce-Limit-Info'] | Should -Match '^api-usage=\d+/100000$'
        $headers['content-type'] | Should -Match 'application/json'
        (Get-SfConnection -Default).ApiUsage | Should -Match '^\d+/100000$'
    }

    It 'returns the body of an error with -SkipHttpErrorCheck' {
        $body = Invoke-SfRest sobjects/Nope/describe -SkipHttpErrorCheck -StatusCodeVariable status
        $status | Should -Be 404
        $body.errorCode | Should -Be 'NOT_FOUND'
    }

    It 'reads gzip' {
        Get-OrgRequest $org | Should -BeNullOrEmpty
        (Invoke-SfRest query -Query @{ q = 'SELECT Id, LastName FROM Contact' } -ResponseHeadersVariable headers).records.Count | Should -BeGreaterThan 100
        (Get-OrgRequest $org).headers.'Accept-Encoding' | Should -Match 'gzip'
    }

    It 'rejects an incomplete response: <Name>' -ForEach @(
        @{ Name = 'truncated JSON'; Fault = @{ status = 200; body = '{ "a": [1, 2' } }
        @{ Name = 'HTML'; Fault = @{ status = 200; body = '<html><title>Maintenance</title></html>'; contentType = 'text/html' } }
    ) {
        Add-OrgFault $org ($Fault + @{ path = '/services/data/v68.0/limits' })
        $thrown = Get-ThrownError { Invoke-SfRest limits }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        $thrown.CategoryInfo.Category | Should -Be 'InvalidData'
    }

    It 'accepts an HTML page as data only with -SkipHttpErrorCheck' {
        Add-OrgFault $org @{ status = 200; body = '<html><title>Maintenance</title></html>'; contentType = 'text/html'; path = '/services/data/v68.0/limits'; times = 3 }
        $thrown = Get-ThrownError { Invoke-SfRest limits -Raw }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        $thrown.ErrorDetails.Message | Should -BeLike '*HTML page*Maintenance*'
        (Get-ThrownError { Invoke-SfRest limits -FollowNextRecords }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        Invoke-SfRest limits -SkipHttpErrorCheck -StatusCodeVariable status | Should -BeLike '<html>*Maintenance*'
        $status | Should -Be 200
    }

    It 'sends no invalid method: <_>' -ForEach 'A B', "A`tB", ' ', "A`n", 'Ä' {
        $method = $_
        { Invoke-SfRest limits -CustomMethod $method } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'fails if names differ only in case, and returns them with -AsHashtable' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 200; body = '{ "id": 1, "Id": 2 }'; times = 2 }
        (Get-ThrownError { Invoke-SfRest limits }).ErrorDetails.RecommendedAction | Should -Match '-AsHashtable'
        (Invoke-SfRest limits -AsHashtable)['Id'] | Should -Be 2
    }
}

Describe 'The request' {
    BeforeEach { Reset-TestOrg $org }

    BeforeAll { function Sent($Body) { (Invoke-SfRest /services/apexrest/echo -Method Post -Body $Body).body } }

    It 'writes <Name> as JSON' -ForEach @(
        @{ Name = 'a hashtable'; Body = { @{ a = 1 } }; Json = '{"a":1}' }
        @{ Name = 'an object'; Body = { [pscustomobject]@{ a = 'x'; b = $null; c = $true; d = @(1, 'two', 3.5) } }; Json = '{"a":"x","b":null,"c":true,"d":[1,"two",3.5]}' }
        @{ Name = 'nested values'; Body = { [ordered]@{ a = @{ b = @{ c = @() } } } }; Json = '{"a":{"b":{"c":[]}}}' }
        @{ Name = 'dates in UTC'; Body = { @{ d = [datetimeoffset]'2026-03-01T12:00:00.123+02:00' } }; Json = '{"d":"2026-03-01T10:00:00.123Z"}' }
        @{ Name = 'a day'; Body = { @{ d = [DateOnly]::new(2026, 3, 1) } }; Json = '{"d":"2026-03-01"}' }
        @{ Name = 'umlauts, quotes and emoji'; Body = { @{ s = 'Ü "x" 😀' } }; Json = '{"s":"Ü \"x\" \uD83D\uDE00"}' }
        @{ Name = 'bytes as base64'; Body = { @{ b = [byte[]](1, 2, 3) } }; Json = '{"b":"AQID"}' }
        @{ Name = 'numbers of all sizes'; Body = { [ordered]@{ a = [long]::MaxValue; b = 1.10d; c = -1e-7; d = [bigint]::Parse('123456789012345678901234567890') } }; Json = '{"a":9223372036854775807,"b":1.10,"c":-1E-07,"d":123456789012345678901234567890}' }
        @{ Name = 'a float'; Body = { @{ f = [float]1.1 } }; Json = '{"f":1.1}' }
        @{ Name = 'a list'; Body = { , @(@{ a = 1 }, @{ a = 2 }) }; Json = '[{"a":1},{"a":2}]' }
        @{ Name = 'a row of Import-Csv'; Body = { "a,b`n1,x" | ConvertFrom-Csv }; Json = '{"a":"1","b":"x"}' }
        @{ Name = 'the output of a cmdlet'; Body = { @{ n = (Get-Item $PSScriptRoot | Select-Object Name) } }; Json = '{"n":{"Name":"pester"}}' }
    ) {
        Sent (& $Body) | Should -BeExactly $Json
    }

    It 'sends text unchanged, as JSON' {
        $echo = Invoke-SfRest /services/apexrest/echo -Method Post -Body '{ "raw" : 1 }'
        $echo.body | Should -BeExactly '{ "raw" : 1 }'
        $echo.contentType | Should -Match '^application/json'
    }

    It 'accepts -ContentType and headers' {
        $echo = Invoke-SfRest /services/apexrest/echo -Method Put -Body "a,b`n1,2" -ContentType 'text/csv' -Headers @{ 'Sforce-Auto-Assign' = $false } -UserAgent me/1
        $echo.contentType | Should -Match '^text/csv'
        $echo.headers.'Sforce-Auto-Assign' | Should -Be 'false'
        $echo.headers.'User-Agent' | Should -Be 'me/1'
        (Invoke-SfRest /services/apexrest/echo -Method Post -Body x -Headers @{ 'Content-Type' = 'text/plain' }).contentType | Should -Match '^text/plain'
    }

    It 'sends one request per object of the pipeline, and continues after an error' {
        $results = @{ LastName = 'A' }, @{ Nope = 1 }, @{ LastName = 'C' } | Invoke-SfRest sobjects/Contact -Method Post -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.success | Should -Be @($true, $true)
        $errors.Count | Should -Be 1
        $errors[0].TargetObject.Nope | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $errors[0].ErrorDetails.Message | Should -Match 'INVALID_FIELD|REQUIRED_FIELD_MISSING|JSON_PARSER_ERROR'
    }

    It 'continues after a row that cannot be sent, and accepts a column named Connection as data' {
        $rows = [pscustomobject]@{ LastName = 'A' }, [pscustomobject]@{ LastName = { 1 } }, [pscustomobject]@{ LastName = 'C' }
        $results = $rows | Invoke-SfRest sobjects/Contact -Method Post -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.success | Should -Be @($true, $true)
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfBodyInvalid,*'
        ([pscustomobject]@{ Connection = 'wire' } | Invoke-SfRest /services/apexrest/echo -Method Post).body | Should -Be '{"Connection":"wire"}'
    }

    It 'sends each item of a list in a form' {
        $body = (Invoke-SfRest /services/apexrest/echo -Form @{ n = [int[]](4, 5) }).body
        $body | Should -Match '(?s)name="n".*\r\n4\r\n.*name="n".*\r\n5\r\n'
    }

    It 'sends a hashtable as the query of a GET, as Invoke-RestMethod does' {
        (Invoke-SfRest query -Body @{ q = 'SELECT COUNT() FROM Contact' }).totalSize | Should -BeGreaterThan 400
    }

    It 'offers other methods with -CustomMethod' {
        (Get-ThrownError { Invoke-SfRest limits -CustomMethod PURGE }).FullyQualifiedErrorId | Should -Match '^Sf(MethodNotAllowed|NotFound),'
        (Get-OrgRequest $org)[0].method | Should -Be 'PURGE'
    }

    It 'changes nothing with -WhatIf, but reads' {
        Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'X' } -WhatIf | Should -BeNullOrEmpty
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
        Invoke-SfRest limits -WhatIf | Should -Not -BeNullOrEmpty
    }

    It 'names a value that cannot be JSON: <Name>' -ForEach @(
        @{ Name = 'a secret'; Body = { @{ a = @{ p = [securestring]::new() } } }; At = '\$\.a\.p' }
        @{ Name = 'a script block'; Body = { @{ s = { 1 } } }; At = '\$\.s' }
        @{ Name = 'a loop'; Body = { $h = @{}; $h.self = $h; $h }; At = 'refers to itself' }
        @{ Name = 'not a number'; Body = { @{ n = [double]::NaN } }; At = '\$\.n' }
        @{ Name = 'half an emoji'; Body = { @{ t = @('ok', "x$([char]0xD83D)") } }; At = '\$\.t\[1\]' }
    ) {
        $thrown = Get-ThrownError { Invoke-SfRest /services/apexrest/echo -Method Post -Body (& $Body) }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfBodyInvalid,*'
        $thrown.ErrorDetails.Message | Should -Match $At
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'rejects a record as a query value' {
        $record = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1'
        (Get-ThrownError { Invoke-SfRest limits -Query @{ q = $record } }).FullyQualifiedErrorId | Should -BeLike 'SfBodyInvalid,*'
    }

    It 'rejects <Name>' -ForEach @(
        @{ Name = 'a body with GET'; With = @{ Uri = 'limits'; Body = 'x' }; Id = 'SfBodyInvalid' }
        @{ Name = 'an object as a query value'; With = @{ Uri = 'limits'; Query = @{ q = [pscustomobject]@{ a = 1 } } }; Id = 'SfBodyInvalid' }
        @{ Name = 'an Authorization header'; With = @{ Uri = 'limits'; Headers = @{ Authorization = 'Bearer x' } }; Id = 'SfHeaderInvalid' }
        @{ Name = 'a header with a line break'; With = @{ Uri = 'limits'; Headers = @{ X = "a`r`nY: b" } }; Id = 'SfHeaderInvalid' }
        @{ Name = 'a bad content type'; With = @{ Uri = 'limits'; Method = 'Post'; Body = 'x'; ContentType = 'nonsense' }; Id = 'SfHeaderInvalid' }
        @{ Name = 'two methods'; With = @{ Uri = 'limits'; Method = 'Get'; CustomMethod = 'X' }; Id = 'SfArgumentConflict' }
        @{ Name = '-PassThru alone'; With = @{ Uri = 'limits'; PassThru = $true }; Id = 'SfArgumentConflict' }
    ) {
        (Get-ThrownError { Invoke-SfRest @With }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }
}

Describe 'An error of Salesforce' {
    BeforeEach { Reset-TestOrg $org }

    It 'becomes <Id> (<Status>)' -ForEach @(
        @{ Status = 400; Code = 'MALFORMED_QUERY'; Id = 'SfRequestInvalid'; Category = 'InvalidArgument' }
        @{ Status = 300; Code = ''; Id = 'SfMultipleMatches'; Category = 'InvalidArgument' }
        @{ Status = 403; Code = 'INSUFFICIENT_ACCESS'; Id = 'SfPermissionDenied'; Category = 'PermissionDenied' }
        @{ Status = 403; Code = 'REQUEST_LIMIT_EXCEEDED'; Message = 'TotalRequests Limit exceeded.'; Id = 'SfRequestLimitExceeded'; Category = 'LimitsExceeded' }
        @{ Status = 403; Code = 'REQUEST_LIMIT_EXCEEDED'; Message = 'ConcurrentRequests (Concurrent API Get-OrgRequestLine $org) Limit exceeded.'; Id = 'SfConcurrentLimitExceeded'; Category = 'LimitsExceeded' }
        @{ Status = 404; Code = 'NOT_FOUND'; Id = 'SfNotFound'; Category = 'ObjectNotFound' }
        @{ Status = 409; Code = 'CONFLICT'; Id = 'SfConflict'; Category = 'ResourceExists' }
        @{ Status = 400; Code = 'UNABLE_TO_LOCK_ROW'; Id = 'SfRowLocked'; Category = 'ResourceBusy' }
        @{ Status = 412; Code = 'PRECONDITION_FAILED'; Id = 'SfPreconditionFailed'; Category = 'InvalidOperation' }
        @{ Status = 414; Code = ''; Id = 'SfUriTooLong'; Category = 'InvalidArgument' }
        @{ Status = 420; Code = ''; Id = 'SfOrgGone'; Category = 'ObjectNotFound' }
        @{ Status = 429; Code = ''; Id = 'SfConcurrentLimitExceeded'; Category = 'LimitsExceeded' }
        @{ Status = 500; Code = 'UNKNOWN_EXCEPTION'; Id = 'SfServerFault'; Category = 'ResourceUnavailable' }
        @{ Status = 503; Code = 'SERVER_UNAVAILABLE'; Id = 'SfServerFault'; Category = 'ResourceUnavailable' }
    ) {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = $Status; errorCode = $Code; message = "$Message"; times = 99 }
        $thrown = Get-ThrownError { Invoke-SfRest limits -MaximumRetryCount 0 }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -Be $Category
        $thrown.Exception.StatusCode | Should -Be $Status
        if ($Code) { $thrown.ErrorDetails.Message | Should -Match $Code }
        $thrown.TargetObject | Should -Be 'limits'
    }

    It 'explains the 414 of a query that is too long' {
        $soql = "SELECT Id FROM Contact WHERE LastName = '$('x' * 20000)'"
        (Get-ThrownError { Invoke-SfRest query -Query @{ q = $soql } }).FullyQualifiedErrorId | Should -BeLike 'SfUriTooLong,*'
    }

    It 'ends pwsh -Command with exit code 1' {
        $run = Invoke-FreshPowerShell "Import-Module `$module; `$null = Connect-SfJwt testapp user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url); Invoke-SfRest sobjects/Nope"
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match 'NOT_FOUND'
        $run.Errors | Should -Match 'Recommendation'
    }
}

Describe 'Renewal and retry' {
    BeforeEach { Reset-TestOrg $org }

    It 'renews an expired session once and repeats the call' {
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Once' }).success | Should -BeTrue
        Get-OrgRequestLine $org | Should -Be @('POST /services/data/v68.0/sobjects/Contact', 'POST /services/oauth2/token', 'POST /services/data/v68.0/sobjects/Contact')
    }

    It 'shares one renewal among 16 parallel calls' {
        Invoke-OrgAdmin $org Post tokens/expire
        $connection = Get-SfConnection -Default
        $module = Get-TestModule
        # All begin when the last has imported the module: otherwise the first renews the session before the others need it.
        $barrier = [Threading.Barrier]::new(16)
        $answers = 1..16 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:module
            $null = ($using:barrier).SignalAndWait([timespan]::FromMinutes(2))
            (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max
        }
        $answers | Should -HaveCount 16
        $sent = Get-OrgRequest $org
        $sent.Count | Should -BeGreaterThan 18 -Because 'several calls met the expired session'
        @($sent | Where-Object path -EQ '/services/oauth2/token').Count |
            Should -Be 1 -Because "of these requests: $($sent.ForEach({ "$($_ | ConvertTo-Json -Compress -Depth 3)`n" }))"
    }

    It 'does not try a third time' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 401; errorCode = 'INVALID_SESSION_ID'; message = 'Session expired or invalid'; times = 99 }
        (Get-ThrownError { Invoke-SfRest limits }).FullyQualifiedErrorId | Should -BeLike 'SfSessionExpired,*'
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v68.0/limits', 'POST /services/oauth2/token', 'GET /services/data/v68.0/limits')
    }

    It 'repeats a GET after <Name>' -ForEach @(
        @{ Name = '503'; Fault = @{ status = 503; times = 2 }; Attempts = 3 }
        @{ Name = '429 with Retry-After'; Fault = @{ status = 429; headers = @{ 'Retry-After' = '1' } }; Attempts = 2 }
        @{ Name = 'a reset connection'; Fault = @{ kind = 'Reset' }; Attempts = 2 }
        @{ Name = 'a truncated body'; Fault = @{ kind = 'Truncate' }; Attempts = 2 }
    ) {
        Add-OrgFault $org ($Fault + @{ path = '/services/data/v68.0/limits' })
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
        @(Get-OrgRequestLine $org).Count | Should -Be $Attempts
    }

    It 'never sends a POST twice if the first may have acted: <Name>' -ForEach @(
        @{ Name = 'reset after acting'; Fault = @{ kind = 'ResetAfterActing' } }
        @{ Name = 'reset'; Fault = @{ kind = 'Reset' } }
        @{ Name = '502'; Fault = @{ status = 502; afterActing = $true } }
        @{ Name = '504'; Fault = @{ status = 504; afterActing = $true } }
        @{ Name = '503 without Retry-After'; Fault = @{ status = 503; afterActing = $true } }
        @{ Name = '503 with Retry-After'; Fault = @{ status = 503; afterActing = $true; headers = @{ 'Retry-After' = '0' } } }
        @{ Name = '429 of a proxy'; Fault = @{ status = 429; afterActing = $true; body = '<html>slow down</html>'; contentType = 'text/html'; headers = @{ 'Retry-After' = '0' } } }
        @{ Name = 'truncated answer'; Fault = @{ kind = 'Truncate'; afterActing = $true } }
        @{ Name = 'page in place of the answer'; Fault = @{ status = 200; afterActing = $true; body = '<html>blocked</html>'; contentType = 'text/html' } }
        @{ Name = 'half an answer'; Fault = @{ status = 201; afterActing = $true; body = '{"id":"003' } }
    ) {
        Add-OrgFault $org ($Fault + @{ path = '/services/data/v68.0/sobjects/Contact' })
        $thrown = Get-ThrownError { Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Twice' } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike 'Look whether it was done*'
        @(Get-OrgRequestLine $org | Where-Object { $_ -like 'POST */sobjects/Contact' }).Count | Should -Be 1
    }

    It 'repeats a POST if the server certainly did not act: <Name>' -ForEach @(
        @{ Name = '429'; Fault = @{ status = 429 } }
        @{ Name = '503 that Salesforce explains'; Fault = @{ status = 503; errorCode = 'REQUEST_LIMIT_EXCEEDED'; message = 'ConcurrentRequests Limit exceeded.'; headers = @{ 'Retry-After' = '0' } } }
        @{ Name = 'a locked row'; Fault = @{ status = 400; errorCode = 'UNABLE_TO_LOCK_ROW'; message = 'unable to obtain exclusive access to this record' } }
    ) {
        Add-OrgFault $org ($Fault + @{ path = '/services/data/v68.0/sobjects/Contact' })
        (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Again' }).success | Should -BeTrue
        @(Get-OrgRequestLine $org).Count | Should -Be 2
    }

    It 'shows each attempt as verbose output, without the query' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; status = 503 }
        $lines = Invoke-SfRest query -Query @{ q = 'SELECT Id FROM Contact LIMIT 1' } -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message
        $lines[0] | Should -Match '^GET \S+/query -> 503, \d+ bytes, \d+ ms$'
        $lines[1] | Should -Match '^Trying again in '
        $lines[2] | Should -Match '^GET \S+/query -> 200, \d+ bytes, \d+ ms$'
        "$lines" | Should -Not -Match 'SELECT'
    }

    It 'shows verbose output for the preference variable, in any scope' {
        $lines = & { $VerbosePreference = 'Continue'; Invoke-SfRest limits } 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -Match '^GET '
    }

    It 'shows requests and their headers with -Debug only, without a prompt' {
        $lines = Invoke-SfRest limits -Debug 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message
        $lines[0] | Should -Match '^GET \S+/limits -> 200'
        "$($lines[1..9])" | Should -Match 'Authorization: \S*\*\*\*'
    }

    It 'gives up after -MaximumRetryCount and after -ConnectionTimeoutSeconds' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 503; times = 99 }
        $null = Get-ThrownError { Invoke-SfRest limits -MaximumRetryCount 1 -RetryIntervalSec 1 }
        @(Get-OrgRequestLine $org).Count | Should -Be 2
        Clear-OrgRequest $org
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; kind = 'Hang' }
        (Get-ThrownError { Invoke-SfRest limits -TimeoutSec 1 }).FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        Clear-OrgRequest $org
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; kind = 'SlowDrip'; delaySeconds = 3 }
        (Get-ThrownError { Invoke-SfRest limits -OperationTimeoutSeconds 1 -MaximumRetryCount 0 }).FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
    }

    It 'stops immediately if the pipeline is stopped' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; kind = 'Hang' }
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($module, $connection) Import-Module $module; Invoke-SfRest limits -Connection $connection').AddParameters(@{ module = Get-TestModule; connection = Get-SfConnection -Default })
        $null = $shell.BeginInvoke()
        while (-not (Get-OrgRequest $org)) { Start-Sleep -Milliseconds 50 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
        $shell.Dispose()
    }
}
