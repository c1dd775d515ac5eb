# JSON answers that Salesforce would not send: users get data or an error of the module, never a raw exception.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0

    # Makes the org respond to requests for a path with this text.
    function Set-Answer([string] $Body, [string] $Path = '/services/data/v68.0/query', [int] $Status = 200, [int] $Times = 0, [int] $Skip = 0) {
        Add-OrgFault $org @{ path = $Path; kind = 'Status'; status = $Status; body = $Body; contentType = 'application/json'; times = $Times; skip = $Skip }
    }
}

AfterAll { Stop-TestOrg $org }

Describe 'Members of JSON objects in another order' {
    AfterEach { Clear-OrgRequest $org }

    It 'reads a record whose attributes are <Name>' -ForEach @(
        @{ Name = 'last'; Record = '{"Id":"1","Name":"a","attributes":{"url":"/x","type":"Account"}}'; Type = 'Salesforce.Account' }
        @{ Name = 'in the middle'; Record = '{"Id":"1","attributes":{"type":"Account"},"Name":"a"}'; Type = 'Salesforce.Account' }
        @{ Name = 'missing'; Record = '{"Id":"1","Name":"a"}'; Type = 'Salesforce.Record' }
        @{ Name = 'null'; Record = '{"attributes":null,"Id":"1","Name":"a"}'; Type = 'Salesforce.Record' }
        @{ Name = 'a text'; Record = '{"attributes":"x","Id":"1","Name":"a"}'; Type = 'Salesforce.Record' }
        @{ Name = 'without a type'; Record = '{"attributes":{"url":"/x"},"Id":"1","Name":"a"}'; Type = 'Salesforce.Record' }
    ) {
        Set-Answer "{`"totalSize`":2,`"done`":true,`"records`":[$Record,$Record]}"
        $records = Invoke-SfQuery 'SELECT Id, Name FROM Account'
        $records.Count | Should -Be 2
        $records.Id | Should -Be '1', '1'
        $records.Name | Should -Be 'a', 'a'
        $records[1].PSTypeNames[0] | Should -Be $Type
        (Invoke-SfQuery 'SELECT Id, Name FROM Account' -AsHashtable)[1].Name | Should -Be 'a'
    }

    It 'returns the children of <Name> as an array' -ForEach @(
        @{ Name = 'the Tooling API'; Answer = '{"size":1,"totalSize":1,"done":true,"queryLocator":null,"entityTypeName":"F","records":[{"N":"a"}]}'; Count = 1 }
        @{ Name = 'the records first'; Answer = '{"records":[{"N":"a"}],"done":true,"totalSize":1}'; Count = 1 }
        @{ Name = 'an unknown member first'; Answer = '{"unknown":{"records":[1]},"done":true,"records":[{"N":"a"},{"N":"b"}],"totalSize":2}'; Count = 2 }
        @{ Name = 'an empty answer'; Answer = '{"done":true,"records":[],"totalSize":0}'; Count = 0 }
    ) {
        Set-Answer "{`"totalSize`":1,`"done`":true,`"records`":[{`"Id`":`"1`",`"Fields`":$Answer,`"Z`":1}]}"
        $record = Invoke-SfQuery 'SELECT Id, (SELECT N FROM Fields) FROM A'
        , $record.Fields | Should -BeOfType ([array])
        $record.Fields -is [array] | Should -BeTrue
        $record.Fields.Count | Should -Be $Count
        $record.Z | Should -Be 1
        (Invoke-SfQuery 'SELECT Id, (SELECT N FROM Fields) FROM A' -AsHashtable).Fields.Count | Should -Be $Count
    }

    It 'does not mistake a record with fields of such names for a response' {
        Set-Answer '{"totalSize":1,"done":true,"records":[{"Id":"1","P":{"attributes":{"type":"X"},"done":true,"records":[1]},"Q":{"records":[1,2]}}]}'
        $record = Invoke-SfQuery 'SELECT Id FROM A'
        $record.P.done | Should -BeTrue
        $record.Q.records | Should -Be 1, 2
    }

    It 'gets the further pages of children, and of children of children on them' {
        Set-Answer '{"totalSize":1,"done":true,"records":[{"Id":"3"}]}' '/services/data/v68.0/query/grandchild'
        Set-Answer '{"done":true,"records":[{"Id":"2","Kids":{"records":[],"nextRecordsUrl":"/services/data/v68.0/query/grandchild","totalSize":1,"done":false}}],"totalSize":2}' '/services/data/v68.0/query/child'
        Set-Answer '{"totalSize":1,"done":true,"records":[{"Id":"0","Kids":{"nextRecordsUrl":"/services/data/v68.0/query/child","done":false,"totalSize":2,"records":[{"Id":"1"}]}}]}'
        $record = Invoke-SfQuery 'SELECT Id FROM A'
        $record.Kids.Id | Should -Be '1', '2'
        $record.Kids[1].Kids.Id | Should -Be '3'
        $record.Kids -is [array] | Should -BeTrue
        ($record | ConvertTo-Csv)[1] | Should -Be '"0","1; 2"'
        $hashtable = Invoke-SfQuery 'SELECT Id FROM A' -AsHashtable
        $hashtable.Kids.Id | Should -Be '1', '2'
        $hashtable.Kids[1].Kids.Id | Should -Be '3'
    }
}

Describe 'An org whose JSON has another order and unknown members' {
    BeforeAll {
        # Everything that a session reads, as one text; fields that a query names keep their order.
        function Get-Everything {
            $null = Connect-SfJwt @signIn -ApiVersion 68.0
            $query = 'SELECT Id, Name, (SELECT LastName, Account.Name FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name LIMIT 5'
            $contact = @{ LastName = 'Order' } | New-SfRecord Contact -Confirm:$false
            [ordered]@{
                User = (Get-SfUser).Username
                Query = Invoke-SfQuery $query | ForEach-Object { "$($_.Id) $($_.Name) $($_.Contacts.LastName) $($_.Contacts.Account.Name | Select-Object -Unique) $($_.PSTypeNames[0])" }
                Tooling = (Invoke-SfQuery 'SELECT Name FROM ApexClass' -Tooling -ErrorAction SilentlyContinue).Name
                Long = (Invoke-SfQuery 'SELECT LastName FROM Contact WHERE LastName IN :names ORDER BY LastName' @{ names = @('Kim') + (1..2000 | ForEach-Object { "nobody $_" }) }).LastName
                Pages = (Invoke-SfQuery 'SELECT Id FROM Contact' -BatchSize 200).Count
                Rest = (Invoke-SfRest query -Query @{ q = 'SELECT Name FROM Account ORDER BY Name' } -FollowNextRecords).Name
                Search = (Search-SfRecord 'Kim' -Returning 'Contact(Id, LastName)').LastName | Sort-Object
                Record = (Get-SfRecord Contact $contact.Id).LastName
                Fields = (Get-SfRecord Contact $contact.Id LastName).LastName
                Set = (@{ Id = $contact.Id; LastName = 'Changed' } | Set-SfRecord Contact -Confirm:$false).Success
                Bad = (Get-ThrownError { @{ FirstName = 'x' } | New-SfRecord Contact -Confirm:$false -ErrorAction Stop }).FullyQualifiedErrorId
                Composite = (Invoke-SfComposite @{ Url = "sobjects/Contact/$($contact.Id)" }, @{ Url = 'limits' }).StatusCode
                Object = (Get-SfObject Contact).Fields.Name
                Limit = (Get-SfLimit).Name
                Malformed = (Get-ThrownError { Invoke-SfQuery 'SELECT' }).FullyQualifiedErrorId
                Removed = (Remove-SfRecord $contact.Id -Confirm:$false).Success
            } | ConvertTo-Json -Depth 5
        }
    }

    AfterEach { $null = Set-OrgSetting $org @{ memberOrder = 0 } }

    It 'is read like any other: seed <_>' -ForEach 1, 2, 3 {
        $plain = Get-Everything
        $null = Set-OrgSetting $org @{ memberOrder = $_ }
        Get-Everything | Should -Be $plain
    }
}

Describe 'Text that is valid JSON and invalid Unicode' {
    AfterEach { Clear-OrgRequest $org }

    It 'returns a text that Salesforce cut in the middle of a character, from <Name>' -ForEach @(
        @{ Name = 'Invoke-SfQuery'; Path = '/services/data/v68.0/query'; Run = { (Invoke-SfQuery 'SELECT Name FROM A').Name } }
        @{ Name = 'Invoke-SfQuery -AsHashtable'; Path = '/services/data/v68.0/query'; Run = { (Invoke-SfQuery 'SELECT Name FROM A' -AsHashtable).Name } }
        @{ Name = 'Invoke-SfRest'; Path = '/services/data/v68.0/query'; Run = { (Invoke-SfRest query).records[0].Name } }
        @{ Name = 'Invoke-SfRest -FollowNextRecords'; Path = '/services/data/v68.0/query'; Run = { (Invoke-SfRest query -FollowNextRecords).Name } }
        @{ Name = 'Search-SfRecord'; Path = '/services/data/v68.0/search'; Run = { (Search-SfRecord cut).Name } }
    ) {
        $member = $Path -like '*search' ? 'searchRecords' : 'records'
        Set-Answer "{`"totalSize`":1,`"done`":true,`"$member`":[{`"attributes`":{`"type`":`"A`"},`"Name`":`"cut \ud83d`"}]}" $Path
        & $Run | Should -Be "cut $([char] 0xFFFD)"
    }

    It 'shows an error whose text was cut, of <Name>' -ForEach @(
        @{ Name = 'Invoke-SfQuery'; Path = '/services/data/v68.0/query'; Run = { Invoke-SfQuery 'SELECT Name FROM A' } }
        @{ Name = 'Invoke-SfRest'; Path = '/services/data/v68.0/limits'; Run = { Invoke-SfRest limits } }
        @{ Name = 'Get-SfLimit'; Path = '/services/data/v68.0/limits'; Run = { Get-SfLimit } }
        @{ Name = 'Get-SfObject'; Path = '/services/data/v68.0/sobjects'; Run = { Get-SfObject Nothing__x } }
        @{ Name = 'Get-SfBulkJob'; Path = '/services/data/v68.0/jobs'; Run = { Get-SfBulkJob 750000000000001AAA } }
        @{ Name = 'Invoke-SfApex'; Path = '/services/data/v68.0/tooling'; Run = { Invoke-SfApex 'x();' -Confirm:$false } }
        @{ Name = 'Save-SfFile'; Path = '/services/data/v68.0/sobjects'; Run = { Save-SfFile 068000000000001AAA -Path $TestDrive } }
        @{ Name = 'Get-SfUser'; Path = '/services/oauth2/userinfo'; Run = { Get-SfUser } }
    ) {
        Set-Answer '[{"message":"cut \ud83d, \\ud83d","errorCode":"INVALID_FIELD","fields":["\udc00"]}]' $Path 400
        $failure = Get-ThrownError { $ErrorActionPreference = 'Stop'; & $Run }
        Get-ErrorId $failure | Should -BeLike 'Sf*'
        $failure.Exception.Message | Should -BeLike "*INVALID_FIELD: cut $([char] 0xFFFD), \ud83d*"
    }

    It 'reports a response that is <Name> as invalid, in each cmdlet' -ForEach @(
        @{ Name = 'null'; Body = 'null' }
        @{ Name = 'a list in a list'; Body = '[[]]' }
        @{ Name = 'a text'; Body = '"\ud83d"' }
        @{ Name = 'of names that are cut'; Body = '{"\ud83d":{"\ud83d":"\ud83d"}}' }
        @{ Name = 'of numbers in place of texts'; Body = '{"id":1,"state":2,"success":"true","records":[1],"done":1,"sobjects":[{"name":1}],"fields":1}' }
        @{ Name = 'too deep'; Body = ('[' * 5000) + (']' * 5000) }
        @{ Name = 'cut off'; Body = '{"id":' }
    ) {
        Set-Answer $Body '/services/data/v68.0'
        $runs = { Invoke-SfQuery 'SELECT Id FROM A' }, { Search-SfRecord something }, { Get-SfObject Case }, { Get-SfBulkJob 750000000000001AAA }, { Get-SfBulkJob },
            { @{ Name = 'x' } | New-SfRecord Account -Confirm:$false }, { Get-SfRecord Account 001000000000001AAA }, { Get-SfRecord Account 001000000000001AAA Name },
            { Invoke-SfComposite @{ Url = 'limits' } }, { Save-SfFile 068000000000001AAA -Path $TestDrive -Force }, { Invoke-SfApex 'x();' -Confirm:$false }
        foreach ($run in $runs) {
            $failure = Get-ThrownError { $ErrorActionPreference = 'Stop'; & $run }
            Get-ErrorId $failure | Should -Match '^Sf(ResponseInvalid|OutcomeUnknown)$' -Because $run
        }
    }

    It 'rejects a record that no PowerShell object can represent: <Record>' -ForEach @(
        @{ Record = '{"Name":1,"name":2}' }
        @{ Record = '{"":1}' }
        @{ Record = '{"a":1e999}' }
        @{ Record = "{`"a`":$('9' * 10000)}" }
        @{ Record = '{"a":{"records":[1],"done":true}}' }
    ) {
        foreach ($records in $Record, "{`"x`":1,`"y`":2},{`"y`":3},$Record") {
            Set-Answer "{`"totalSize`":1,`"done`":true,`"records`":[$records]}"
            Get-ErrorId (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM A' }) | Should -Be SfResponseInvalid
            Get-ErrorId (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM A' -AsHashtable }) | Should -Be SfResponseInvalid
            Clear-OrgRequest $org
        }
    }

    It 'keeps records of other fields apart' {
        Set-Answer '{"totalSize":4,"done":true,"records":[{"a":1,"b":2,"c":3},{"b":4,"c":5},{"c":6,"a":7},{"a":8,"b":9,"c":10}]}'
        $records = Invoke-SfQuery 'SELECT Id FROM A'
        ($records | ForEach-Object { $_ | ConvertTo-Json -Compress }) | Should -Be '{"a":1,"b":2,"c":3}', '{"b":4,"c":5}', '{"c":6,"a":7}', '{"a":8,"b":9,"c":10}'
    }

    It 'keeps whole numbers of 30 digits' {
        Set-Answer '{"totalSize":1,"done":true,"records":[{"a":123456789012345678901234567890}]}'
        (Invoke-SfQuery 'SELECT Id FROM A').a.ToString() | Should -Be '123456789012345678901234567890'
    }

    It 'decodes a token with half a character in it' {
        $part = { param($json) [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($json)).TrimEnd('=').Replace('+', '-').Replace('/', '_') }
        $token = ConvertFrom-SfJwt "$(& $part '{"alg":"RS256"}').$(& $part '{"sub":"\ud83d","aud":["\ud83d"]}').AAAA"
        $token.Subject | Should -Be ([string] [char] 0xFFFD)
        $token.Claims.aud | Should -Be ([string] [char] 0xFFFD)
    }

    It 'returns the results of composite subrequests for any body' {
        Set-Answer '{"results":[{"result":{"a":1,"A":2,"b":"\ud83d"},"statusCode":200},{"statusCode":200,"result":{"a":1e999}}],"hasErrors":false}' '/services/data/v68.0/composite'
        $results = Invoke-SfComposite @{ Method = 'Post'; Url = 'sobjects/A'; Body = @{} }, @{ Method = 'Post'; Url = 'sobjects/A'; Body = @{} } -Confirm:$false
        $results.Count | Should -Be 2
        $results[0].Body['A'] | Should -Be 2
        $results[1].Body | Should -Be '{"a":1e999}'
    }
}

Describe 'The number of records that the server reports' {
    AfterEach { Clear-OrgRequest $org }

    It 'returns the records of a response that has <Name> than reported, with a non-terminating error' -ForEach @(
        @{ Name = 'fewer'; Total = 3 }
        @{ Name = 'more'; Total = 1 }
    ) {
        Set-Answer "{`"totalSize`":$Total,`"done`":true,`"records`":[{`"Id`":`"1`"},{`"Id`":`"2`"}]}"
        $quiet = @{ ErrorVariable = 'failures'; ErrorAction = 'SilentlyContinue' }
        foreach ($run in { Invoke-SfQuery 'SELECT Id FROM A' @quiet }, { Invoke-SfRest query -Query @{ q = 'SELECT Id FROM A' } -FollowNextRecords @quiet }) {
            $records = . $run
            $records.Id | Should -Be '1', '2'
            Get-ErrorId $failures[0] | Should -Be SfResponseInvalid
            $failures[0].Exception.Message | Should -BeLike "*announced $Total records, and ended after 2*"
        }
    }

    It 'is checked for a child query too' {
        Set-Answer '{"totalSize":1,"done":true,"records":[{"Id":"1","Kids":{"totalSize":3,"done":true,"records":[{"Id":"2"}]}}]}'
        $record = Invoke-SfQuery 'SELECT Id FROM A' -ErrorVariable failures -ErrorAction SilentlyContinue
        $record.Kids.Id | Should -Be '2'
        $failures[0].Exception.Message | Should -BeLike "*child query 'Kids'*announced 3 records*"
    }

    It 'may belong to COUNT(), or be unknown for an external object' {
        Set-Answer '{"totalSize":7,"done":true,"records":[]}'
        Invoke-SfQuery 'SELECT COUNT() FROM A' -ErrorAction Stop | Should -Be 7
        Invoke-SfRest 'query?q=SELECT+COUNT()+FROM+A' -FollowNextRecords -ErrorAction Stop | Should -BeNullOrEmpty
        Clear-OrgRequest $org
        Set-Answer '{"totalSize":-1,"done":true,"records":[{"Id":"1"}]}'
        (Invoke-SfQuery 'SELECT Id FROM A' -ErrorAction Stop).Id | Should -Be '1'
    }

    It 'does not cause an endless loop: <Name>' -ForEach @(
        @{ Name = 'the same page'; Body = '{"totalSize":9999,"done":false,"nextRecordsUrl":"/services/data/v68.0/query/x","records":[{"Id":"1"}]}' }
        @{ Name = 'more than there is'; Body = '{"totalSize":2,"done":false,"nextRecordsUrl":"/services/data/v68.0/query/x","records":[{"Id":"1"},{"Id":"2"}]}' }
        @{ Name = 'a child''s same page'; Body = '{"totalSize":9999,"done":true,"records":[{"Id":"1","Kids":{"done":false,"records":[],"totalSize":9,"nextRecordsUrl":"/services/data/v68.0/query/x"}}]}' }
    ) {
        Set-Answer $Body
        $runs = @({ Invoke-SfQuery 'SELECT Id FROM A' })
        if ($Name -notlike '*child*') { $runs += { Invoke-SfRest query -FollowNextRecords } }
        if ($Name -like 'the same*') { $runs += { Invoke-SfQuery 'SELECT Id FROM A' -Raw } }
        foreach ($run in $runs) {
            $failure = Get-ThrownError { $ErrorActionPreference = 'Stop'; & $run }
            Get-ErrorId $failure | Should -Be SfResponseInvalid -Because $run
        }
        (Get-OrgRequest $org).Count | Should -BeLessThan 20
    }

    It 'fails if an answer is incomplete and names no next page' {
        Set-Answer '{"totalSize":1,"done":false,"records":[{"Id":"1"}]}'
        $records = Invoke-SfRest query -FollowNextRecords -ErrorVariable failures -ErrorAction SilentlyContinue
        $records.Id | Should -Be '1'
        $failures[0].Exception.Message | Should -BeLike '*announces more records*'
    }

    It 'does not follow an endless list of bulk jobs' {
        Set-Answer '{"done":false,"nextRecordsUrl":"/services/data/v68.0/jobs/ingest?x","records":[{"id":"750000000000001AAA"}]}' '/services/data/v68.0/jobs'
        Get-ErrorId (Get-ThrownError { Get-SfBulkJob }) | Should -Be SfResponseInvalid
    }
}

Describe 'Results of requests at the same time' {
    AfterEach { Clear-OrgRequest $org }

    It 'are returned for the others if one response is <Name>' -ForEach @(
        @{ Name = 'not to be read'; Status = 200; Body = '[{"success":"\ud83d"}]' }
        @{ Name = 'an error in cut text'; Status = 500; Body = '[{"message":"\ud83d","errorCode":"UNKNOWN_EXCEPTION"}]' }
        @{ Name = 'the end of the session'; Status = 403; Body = '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]' }
    ) {
        Set-Answer $Body '/services/data/v68.0/composite' $Status 1 1
        $results = [Collections.Generic.List[object]]::new()
        try {
            1..800 | ForEach-Object { @{ LastName = "Parallel $_" } } | New-SfRecord Contact -ThrottleLimit 4 -Confirm:$false -ErrorAction SilentlyContinue | ForEach-Object { $results.Add($_) }
        } catch { Get-ErrorId $_ | Should -BeLike 'Sf*' }
        $saved = (Invoke-SfQuery "SELECT COUNT() FROM Contact WHERE LastName LIKE 'Parallel %'")
        @($results | Where-Object Success).Count | Should -Be $saved
        Invoke-SfQuery "SELECT Id FROM Contact WHERE LastName LIKE 'Parallel %'" | Remove-SfRecord -Confirm:$false | Out-Null
    }

    It 'are returned for the others if -ErrorAction Stop ends the pipeline' {
        $results = [Collections.Generic.List[object]]::new()
        $failure = Get-ThrownError {
            1..800 | ForEach-Object { $_ -eq 1 ? @{ FirstName = 'no last name' } : @{ LastName = "Parallel $_" } } |
                New-SfRecord Contact -ThrottleLimit 4 -Confirm:$false -ErrorAction Stop | ForEach-Object { $results.Add($_) }
        }
        $failure | Should -Not -BeNullOrEmpty
        @($results | Where-Object Success).Count | Should -Be (Invoke-SfQuery "SELECT COUNT() FROM Contact WHERE LastName LIKE 'Parallel %'")
        Invoke-SfQuery "SELECT Id FROM Contact WHERE LastName LIKE 'Parallel %'" | Remove-SfRecord -Confirm:$false | Out-Null
    }
}
