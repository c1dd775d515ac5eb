BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $contacts = Invoke-SfQuery 'SELECT Id, LastName, Email, Account.Name FROM Contact WHERE AccountId != null ORDER BY Id LIMIT 20'
    $accounts = Invoke-SfQuery 'SELECT Id, Name, (SELECT Id, LastName FROM Contacts ORDER BY LastName LIMIT 2) FROM Account ORDER BY Name LIMIT 3'

    # Answers the next query with these records.
    function Set-Record([string] $Json) {
        $count = @($Json | ConvertFrom-Json -AsHashtable).Count
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; kind = 'Status'; status = 200; times = 1; contentType = 'application/json'
            body = "{`"totalSize`":$count,`"done`":true,`"records`":$Json}" }
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'A record' {
    It 'is an object of a class with its fields' {
        $contacts[0].GetType().FullName | Should -Be 'Salesforce.Contact'
        $contacts[0] -is [SalesforceJwt.Model.SfRecord] | Should -BeTrue
        ($contacts[0] | Get-Member -MemberType Property).Name | Should -Be 'Account', 'Email', 'Id', 'LastName'
        $contacts[0].Account.GetType().FullName | Should -Be 'Salesforce.Account'
    }

    It 'shares its class with records of the same fields' {
        (Invoke-SfQuery 'SELECT Id, LastName, Email, Account.Name FROM Contact WHERE AccountId != null LIMIT 1').GetType() | Should -Be $contacts[0].GetType()
        (Invoke-SfQuery 'SELECT Id, Email, LastName FROM Contact LIMIT 1').GetType() | Should -Not -Be $contacts[0].GetType()
    }

    It 'works with Select-Object, Where-Object, Sort-Object and Group-Object' {
        ($contacts | Select-Object -First 1 *).PSObject.Properties.Name | Should -Be 'Id', 'LastName', 'Email', 'Account'
        ($contacts | Select-Object -First 1 Id, @{ n = 'Company'; e = { $_.Account.Name } }).Company | Should -Be $contacts[0].Account.Name
        ($contacts | Where-Object LastName -EQ $contacts[3].LastName)[0].LastName | Should -Be $contacts[3].LastName
        ($contacts | Sort-Object LastName -Descending)[0].LastName | Should -Be ($contacts.LastName | Sort-Object -Descending)[0]
        ($contacts | Group-Object { $_.Account.Name } | Measure-Object Count -Sum).Sum | Should -Be $contacts.Count
        ($contacts | Select-Object -ExpandProperty Account)[0].Name | Should -Be $contacts[0].Account.Name
        ($contacts | Select-Object -Unique).Count | Should -Be $contacts.Count
    }

    It 'is shown, and written as CSV, with parents and children that a person can read' {
        $csv = $contacts | ConvertTo-Csv | ConvertFrom-Csv
        $csv[0].PSObject.Properties.Name | Should -Be 'Id', 'LastName', 'Email', 'Account'
        $csv[0].Account | Should -Be $contacts[0].Account.Name
        ($accounts | ConvertTo-Csv | ConvertFrom-Csv)[0].Contacts | Should -Be "$($accounts[0].Contacts[0].Id); $($accounts[0].Contacts[1].Id)"
        ($contacts | Format-Table | Out-String) | Should -Match ([regex]::Escape($contacts[0].Account.Name))
        "$($accounts[0])" | Should -Be $accounts[0].Name
        "$($contacts[0])" | Should -Be $contacts[0].Id
        "$(Invoke-SfQuery 'SELECT COUNT(Id) n FROM Contact')" | Should -Match '^n=\d+$'
    }

    It 'gives its fields to ConvertTo-Html, to Format-Table -Property * and to a DataTable, as Out-GridView builds one' {
        $record = Invoke-SfQuery 'SELECT Id, LastName, Account.Name FROM Contact WHERE AccountId != null LIMIT 1'
        $record | ConvertTo-Html | Out-String | Should -Match "<th>Id</th><th>LastName</th><th>Account</th>[\s\S]*<td>$($record.Account.Name)</td>"
        $record | Format-Table -Property * | Out-String | Should -Match "Id\s+LastName\s+Account[\s\S]*$($record.Account.Name)"
        $table = [Data.DataTable]::new()
        foreach ($property in $record.PSObject.Properties) { $null = $table.Columns.Add($property.Name, [object]) }
        $null = $table.Rows.Add(@($record.PSObject.Properties.Value))
        $table.Rows[0]['LastName'] | Should -Be $record.LastName
    }

    It 'becomes JSON with all its fields and no others' {
        $back = $accounts[0] | ConvertTo-Json -Depth 5 | ConvertFrom-Json
        $back.PSObject.Properties.Name | Should -Be 'Id', 'Name', 'Contacts'
        $back.Contacts.Count | Should -Be 2
        $back.Contacts[1].LastName | Should -Be $accounts[0].Contacts[1].LastName
    }

    It 'can be changed, and gets members of its own' {
        $one, $two = Invoke-SfQuery 'SELECT Id, LastName FROM Contact LIMIT 2'
        $one.lastname = 'Changed'
        $one.LastName | Should -Be 'Changed'
        $two.LastName | Should -Not -Be 'Changed'
        $one | Add-Member Extra 1
        $one.Extra | Should -Be 1
        $two.PSObject.Properties.Name | Should -Be 'Id', 'LastName'
        $one.PSObject.Properties['LastName'].Value = 'Again'
        $one.LastName | Should -Be 'Again'
    }

    It 'is asked for by its id' {
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-TestModule)'; Get-SfRecord Contact")
        $null = $shell.Invoke()
        "$($shell.Streams.Error)" | Should -Match 'mandatory parameters: Id\.'
    }

    It 'has no other fields in strict mode' {
        { Set-StrictMode -Version Latest; $contacts[0].Nothing } | Should -Throw '*Nothing*cannot be found*'
        & { Set-StrictMode -Version Latest; $contacts[0].Account.Name } | Should -Be $contacts[0].Account.Name
    }

    It 'is compared as a whole by Compare-Object, and by reference by -eq' {
        $same = Invoke-SfQuery 'SELECT Id, LastName, Email, Account.Name FROM Contact WHERE AccountId != null ORDER BY Id LIMIT 20'
        Compare-Object $contacts $same | Should -BeNullOrEmpty
        $same[4].Email = 'other@example.com'
        $found = Compare-Object $contacts $same
        $found.Count | Should -Be 2
        $found.InputObject.Id | Should -Be $same[4].Id, $same[4].Id
        $contacts[0] -eq $contacts[0] | Should -BeTrue
        $contacts[0] -eq $same[0] | Should -BeFalse
        $contacts -contains $contacts[3] | Should -BeTrue
    }

    It 'survives Export-Clixml, jobs and remoting with fields, parents and its object' {
        $file = Join-Path $TestDrive 'contacts.xml'
        $contacts | Export-Clixml $file
        $back = Import-Clixml $file
        $back[0].PSTypeNames[0..1] | Should -Be 'Deserialized.Salesforce.Contact', 'Deserialized.SalesforceJwt.Model.SfRecord'
        $back[0].Account.Name | Should -Be $contacts[0].Account.Name
        $inJob = Start-Job { $using:contacts | Select-Object -First 1 } | Receive-Job -Wait -AutoRemoveJob
        $inJob.LastName | Should -Be $contacts[0].LastName
        $back[0].LastName = 'Restored'
        ($back[0] | Select-Object -ExcludeProperty Account Id, LastName | Set-SfRecord Contact -Confirm:$false).Success | Should -BeTrue
        ($contacts[0] | Get-SfRecord -Field LastName).LastName | Should -Be 'Restored'
    }

    It 'knows its object, live and deserialised' {
        (Invoke-SfQuery 'SELECT Id, LastName FROM Contact ORDER BY Id LIMIT 1' | Set-SfRecord -Confirm:$false).Success | Should -BeTrue
        $file = Join-Path $TestDrive 'one.xml'
        Invoke-SfQuery 'SELECT Id, LastName FROM Contact ORDER BY Id LIMIT 1' | Export-Clixml $file
        (Import-Clixml $file | Set-SfRecord -Confirm:$false).Success | Should -BeTrue
        (Invoke-SfQuery 'SELECT LastName FROM Contact LIMIT 3' | Import-SfBulk Contact Insert).RecordsProcessed | Should -Be 3
    }

    It 'has a list of child records that works like an array' {
        $list = $accounts[0].Contacts
        $list.Count | Should -Be 2
        $list.Length | Should -Be 2
        $list[-1].LastName | Should -Be $list.LastName[1]
        @($list | ForEach-Object Id).Count | Should -Be 2
        @($list + $accounts[1].Contacts).Count | Should -Be 4
        @(foreach ($contact in $list) { $contact.LastName }) | Should -Be $list.LastName
    }
}

Describe 'Records whose fields differ' {
    It 'keeps each field of each record' {
        Set-Record '[{"attributes":{"type":"A"},"Id":"1"},{"attributes":{"type":"A"},"Id":"2","More":"x"},{"attributes":{"type":"B"},"More":"y","Id":"3"},{"Id":"4"},{"attributes":{"type":"A"},"Id":"5"}]'
        $records = Invoke-SfQuery 'SELECT Id FROM A'
        $records.ForEach({ $_.PSObject.Properties.Name -join ',' }) | Should -Be 'Id', 'Id,More', 'More,Id', 'Id', 'Id'
        $records.ForEach({ $_.PSTypeNames[0] }) | Should -Be 'Salesforce.A', 'Salesforce.A', 'Salesforce.B', 'Salesforce.Record', 'Salesforce.A'
        $records.Id | Should -Be '1', '2', '3', '4', '5'
        $records.Where({ $_.PSObject.Properties['More'] }).More | Should -Be 'x', 'y'
    }

    It 'holds a field with the name <_>' -ForEach 'Equals', 'GetType', 'ToString', 'Count', 'Length', 'Source', 'GetValue', 'Item', 'class', 'A.B', 'not a name', 'größe', '1st', 'Create' {
        Set-Record "[{`"attributes`":{`"type`":`"A`"},`"$_`":`"value`",`"Id`":`"1`"}]"
        $record = Invoke-SfQuery 'SELECT Id FROM A'
        $record.$_ | Should -Be 'value'
        $record.Id | Should -Be '1'
        $record.PSObject.Properties[$_].Value | Should -Be 'value'
        ($record | Select-Object $_).$_ | Should -Be 'value'
        ($record | ConvertTo-Csv)[0] | Should -Be "`"$_`",`"Id`""
    }

    It 'holds a field with the name PSObject, which PowerShell itself hides' {
        Set-Record '[{"PSObject":"value","Id":"1"}]'
        $record = Invoke-SfQuery 'SELECT Id FROM A'
        $record.PSObject.Properties['PSObject'].Value | Should -Be 'value'
        ($record | ConvertTo-Json -Compress) | Should -Be '{"PSObject":"value","Id":"1"}'
    }

    It 'fails for names that differ only in case' {
        Set-Record '[{"a":1,"A":2}]'
        (Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM A' }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }

    It 'is right and bounded in memory with more classes than are made' {
        # In a process of its own, since classes stay as long as the process. 1,200 lists of fields; the last 200 are PSObjects.
        Add-OrgFault $org @{ path = '/services/data/v68.0/tooling/query/child'; kind = 'Status'; status = 200; times = 1; contentType = 'application/json'
            body = '{"totalSize":2,"done":true,"records":[{"Id":"2"}]}' }
        Add-OrgFault $org @{ path = '/services/data/v68.0/tooling/query'; kind = 'Status'; status = 200; times = 1; contentType = 'application/json'
            body = '{"totalSize":1,"done":true,"records":[{"Id":"0","Kids":{"nextRecordsUrl":"/services/data/v68.0/tooling/query/child","done":false,"totalSize":2,"records":[{"Id":"1"}]}}]}' }
        $script = {
            param($Module, $SignIn)
            Import-Module $Module
            $null = Connect-SfJwt @SignIn -ApiVersion 68.0
            $wrong = 0
            for ($i = 0; $i -lt 1200; $i++) {
                $name = "f$i"
                $row = Invoke-SfQuery "SELECT COUNT(Id) $name, MAX(LastName) Last FROM Contact"
                if (-not $row.$name -or $row.PSTypeNames[0] -ne 'Salesforce.AggregateResult' -or $row.PSTypeNames[1] -ne 'SalesforceJwt.Model.SfRecord') { $wrong++ }
            }
            $wrong
            $row.GetType().Name
            $parent = Invoke-SfQuery 'SELECT Id, (SELECT Id FROM Kids) FROM A' -Tooling
            "$($parent.GetType().Name) $($parent.Kids -is [array]) $(($parent | ConvertTo-Csv)[1])"
            [GC]::Collect()
            [int]((Get-Process -Id $PID).WorkingSet64 / 1MB)
        }
        $result = Start-Job $script -ArgumentList (Get-Module SalesforceJwt.PS).Path, $signIn | Receive-Job -Wait -AutoRemoveJob
        $result[0] | Should -Be 0
        $result[1] | Should -Be 'PSCustomObject'
        $result[2] | Should -Be 'PSCustomObject True "0","@{Id=1}; @{Id=2}"'
        $result[3] | Should -BeLessThan 600
    }
}
