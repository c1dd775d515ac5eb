# -Flat of Invoke-SfQuery, Search-SfRecord and Invoke-SfRest, and the way back through a CSV file.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'NodeClients.psm1') -Force
    $noSalesforceCli = Get-NoClientReason '@salesforce/cli'
    if ($noSalesforceCli) { Write-Warning "Comparison with sf skipped: $noSalesforceCli." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'NodeClients.psm1') -Force
    $org = Start-TestOrg -Records 300
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    $orphan = New-SfRecord @{ LastName = 'Orphan'; External_Id__c = 'orphan'; Description = "two`nlines, ""quoted"", and ,commas" } -Type Contact
    $first, $second = Invoke-SfQuery 'SELECT Id FROM Account ORDER BY Id LIMIT 2'
    $null = Set-SfRecord -Id $second.Id -Type Account -Field @{ ParentId = $first.Id }
    $soql = "SELECT LastName, Account.Name, Id, Account.Parent.Name, DoNotCall, Account.Id FROM Contact"
    $columns = 'LastName', 'Account.Name', 'Id', 'Account.Parent.Name', 'DoNotCall', 'Account.Id'
}
AfterAll { Stop-TestOrg $org }

Describe 'Invoke-SfQuery -Flat' {
    It 'has a column for each field of the SELECT list, in its order, also for a record without a parent' {
        $row = Invoke-SfQuery "$soql WHERE Id = '$($orphan.Id)'" -Flat
        $row.PSObject.Properties.Name | Should -Be $columns
        $row.LastName | Should -Be 'Orphan'
        $row.'Account.Name' | Should -BeNull
        $row.DoNotCall | Should -BeOfType bool
    }

    It 'has the values of nested rows, with their type names' {
        $nested = Invoke-SfQuery "$soql ORDER BY Id"
        $flat = Invoke-SfQuery "$soql ORDER BY Id" -Flat
        $flat.Count | Should -Be 301
        $flat.Id | Should -Be $nested.Id
        @($flat.'Account.Name') | Should -Be @($nested | ForEach-Object { $_.Account.Name })
        @($flat.'Account.Parent.Name') | Should -Be @($nested | ForEach-Object { $_.Account.Parent.Name })
        @($flat.'Account.Parent.Name' | Where-Object { $_ }).Count | Should -BeGreaterThan 0
        $flat[0].PSTypeNames[0..1] | Should -Be 'Salesforce.Contact', 'SalesforceJwt.Model.SfRecord'
    }

    It 'writes names as the org does, and returns dictionaries and dates as well' {
        $row = Invoke-SfQuery "select lastname, account.name, createddate from Contact where AccountId != null limit 1" -Flat -AsHashtable -Typed
        $row | Should -BeOfType ([Collections.IDictionary])
        @($row.Keys) -ceq 'Account.Name' | Should -Be 'Account.Name'
        $row['account.name'] | Should -Not -BeNullOrEmpty
        $row.CreatedDate | Should -BeOfType DateTimeOffset
    }

    It 'leaves aggregates and COUNT() as they are' {
        $row = Invoke-SfQuery 'SELECT Account.Name, COUNT(Id), MAX(LastName) last FROM Contact GROUP BY Account.Name LIMIT 1' -Flat
        $row.PSObject.Properties.Name | Should -Be 'Name', 'expr0', 'last'
        Invoke-SfQuery 'SELECT COUNT() FROM Contact' -Flat | Should -Be 301
    }

    It 'rejects a child query before it is sent' {
        Clear-OrgRequest $org
        $thrown = Get-ThrownError { Invoke-SfQuery 'SELECT Id, (SELECT Id FROM Contacts) FROM Account' -Flat }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        $thrown.Exception.Message | Should -BeLike '*Contacts*'
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*').Count | Should -Be 0
    }

    It 'writes an address and a list as JSON, and keeps fields that the query does not name' {
        $record = '{"attributes":{"type":"Account"},"Id":"1","BillingAddress":{"city":"Zürich","geo":{"lat":47.5},"state":null},"Tags":["a",1],"Owner":{"attributes":{"type":"User"},"Name":"Ada","Manager":null}}'
        $other = '{"attributes":{"type":"Account"},"Id":"2","BillingAddress":null,"Tags":null,"Owner":{"attributes":{"type":"Group"},"Name":"Queue","Email":"q@example.com"}}'
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; kind = 'Status'; status = 200; body = "{""totalSize"":2,""done"":true,""records"":[$record,$other]}"; contentType = 'application/json'; times = 1 }
        $rows = Invoke-SfQuery 'SELECT FIELDS(ALL) FROM Account LIMIT 2' -Flat
        $rows[0].PSObject.Properties.Name | Should -Be 'Id', 'BillingAddress', 'Tags', 'Owner.Name', 'Owner.Manager', 'Owner.Email'
        $rows[0].BillingAddress | Should -BeExactly '{"city":"Zürich","geo":{"lat":47.5},"state":null}'
        $rows[0].Tags | Should -BeExactly '["a",1]'
        $rows[1].'Owner.Email' | Should -Be 'q@example.com'
        $rows[1].BillingAddress | Should -BeNull
    }

    It 'fails for children that the query did not announce' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; kind = 'Status'; status = 200; contentType = 'application/json'; times = 1
            body = '{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account"},"Id":"1","Contacts":{"totalSize":1,"done":true,"records":[{"attributes":{"type":"Contact"},"Id":"2"}]}}]}' }
        (Get-ThrownError { Invoke-SfQuery 'SELECT FIELDS(ALL) FROM Account LIMIT 2' -Flat }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
    }

    It 'runs the query of a file' {
        Set-Content "$TestDrive/contacts.soql" "$soql -- all`nLIMIT 3"
        $rows = Invoke-SfQuery -Path "$TestDrive/contacts.soql" -Flat
        $rows.Count | Should -Be 3
        $rows[0].PSObject.Properties.Name | Should -Be $columns
    }

    It 'saves changed rows without -Type' {
        $rows = Invoke-SfQuery "SELECT Id, Title FROM Contact LIMIT 2" -Flat
        $rows | ForEach-Object { $_.Title = 'Flat' }
        ($rows | Set-SfRecord).Success | Should -Be $true, $true
        (Invoke-SfQuery 'SELECT Title FROM Contact WHERE Id IN :ids' @{ ids = $rows.Id }).Title | Should -Be 'Flat', 'Flat'
    }
}

Describe 'A flat row with fields of a parent that cannot be written' {
    It 'is saved without them, as the error says' {
        $rows = Invoke-SfQuery "SELECT Id, Title, Account.Name FROM Contact WHERE AccountId != null LIMIT 1" -Flat
        $null = $rows | Set-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*Select-Object -ExcludeProperty Account, Account.`* (and -Type Contact*'
        ($rows | Select-Object * -ExcludeProperty Account, Account.* | Set-SfRecord -Type Contact).Success | Should -BeTrue
    }
}

Describe 'Flat rows of other cmdlets' {
    It 'are those of the fields to return in Search-SfRecord' {
        $rows = Search-SfRecord Orphan -Returning 'Contact(LastName, Account.Name, Id)', 'Account(Owner.Name)' -Flat
        $rows.PSObject.Properties.Name | Should -Be 'LastName', 'Account.Name', 'Id'
        $row = Search-SfRecord -Search 'FIND {Orphan} RETURNING Contact(Account.Owner.Name, Id)' -Flat -AsHashtable
        @($row.Keys) | Should -Be 'Account.Owner.Name', 'Id'
    }

    It 'are those of the query in Invoke-SfRest -FollowNextRecords' {
        $rows = Invoke-SfRest query -Query @{ q = "$soql ORDER BY Id" } -FollowNextRecords -Flat
        $rows.Count | Should -Be 301
        $rows[-1].PSObject.Properties.Name | Should -Be $columns
        $path = "query?q=$([uri]::EscapeDataString("$soql WHERE AccountId = null LIMIT 1"))"
        @((Invoke-SfRest $path -FollowNextRecords -Flat -AsHashtable).Keys) | Should -Be $columns
    }

    It 'are those of the records where Invoke-SfRest knows no query' {
        $page = Invoke-SfRest query -Query @{ q = "$soql ORDER BY Id" } -Headers @{ 'Sforce-Query-Options' = 'batchSize=200' }
        $rows = Invoke-SfRest $page.nextRecordsUrl -FollowNextRecords -Flat -ErrorAction Stop
        $rows.Count | Should -Be 101
        $rows[0].PSObject.Properties.Name | Should -Be 'LastName', 'Account.Name', 'Account.Parent', 'Account.Id', 'Id', 'DoNotCall'
        $rows[0].'Account.Name' | Should -Not -BeNullOrEmpty
    }

    It 'need -FollowNextRecords in Invoke-SfRest' {
        (Get-ThrownError { Invoke-SfRest query -Query @{ q = $soql } -Flat }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
    }
}

Describe 'The way back' {
    It 'restores each column that -Flat | Export-Csv wrote' {
        $fields = 'LastName, FirstName, Email, Birthdate, DoNotCall, Description, External_Id__c, Account.External_Id__c'
        $read = "SELECT $fields FROM Contact WHERE External_Id__c IN :ids ORDER BY External_Id__c"
        $account = New-SfRecord @{ Name = 'Parent'; External_Id__c = 'parent-1' } -Type Account
        $null = @(
            [ordered]@{ External_Id__c = 'back-1'; LastName = 'Ørsted, "Ø"'; FirstName = $null; Email = 'a@example.com'; Birthdate = '1999-12-31'
                DoNotCall = $true; Description = "two`nlines"; AccountId = $account.Id }
            [ordered]@{ External_Id__c = 'back-2'; LastName = '#hash'; FirstName = 'Élan'; Email = $null; Birthdate = $null; DoNotCall = $false
                Description = $null; AccountId = $null }
        ) | New-SfRecord -Type Contact
        $ids = @{ ids = 'back-1', 'back-2' }
        $before = Invoke-SfQuery $read $ids -Flat
        $before | Export-Csv "$TestDrive/contacts.csv"

        $changed = Invoke-SfQuery 'SELECT Id, LastName, FirstName, Email, Birthdate, DoNotCall, Description, AccountId FROM Contact WHERE External_Id__c IN :ids' $ids
        $changed | ForEach-Object {
            $_.LastName = 'Changed'; $_.FirstName = 'Changed'; $_.Email = 'changed@example.com'; $_.Birthdate = '2000-01-01'
            $_.DoNotCall = -not $_.DoNotCall; $_.Description = 'Changed'
            $_.AccountId = $_.AccountId ? $null : $account.Id
        }
        ($changed | Set-SfRecord).Success | Should -Be $true, $true

        (Import-Csv "$TestDrive/contacts.csv" | Set-SfRecord -Type Contact -ExternalId External_Id__c).Success | Should -Be $true, $true
        $after = Invoke-SfQuery $read $ids -Flat
        foreach ($name in $before[0].PSObject.Properties.Name) { @($after.$name) | Should -Be @($before.$name) -Because $name }
        $after[0].'Account.External_Id__c' | Should -Be 'parent-1'
        $after[1].'Account.External_Id__c' | Should -BeNull
    }
}

Describe 'The CSV of sf' -Skip:([bool] $noSalesforceCli) {
    BeforeAll {
        # Whether sf groups the fields of a parent is Salesforce's choice: here they stand together.
        function Get-Both([string] $Query) {
            $null = Invoke-SalesforceCli $org data, query, --query, $Query, --result-format, csv, --output-file, "$TestDrive/theirs.csv"
            Invoke-SfQuery $Query -Flat | Export-Csv "$TestDrive/ours.csv" -UseQuotes AsNeeded
            @{ Theirs = Get-Content "$TestDrive/theirs.csv" -Raw; Ours = Get-Content "$TestDrive/ours.csv" -Raw }
        }
    }

    It 'is byte for byte the one of -Flat | Export-Csv -UseQuotes AsNeeded' {
        $both = Get-Both 'SELECT Name, Account.Name, Account.AnnualRevenue, Account.Parent.Name, Account.NumberOfEmployees, Description, CreatedDate, Id, Birthdate, MailingCity FROM Contact ORDER BY Id'
        $both.Ours.Length | Should -BeGreaterThan 10000
        $both.Ours | Should -Match '""quoted""'
        $both.Ours -ceq $both.Theirs | Should -BeTrue
    }

    It 'differs for booleans, which .NET writes as True and False' {
        $both = Get-Both "SELECT LastName, DoNotCall FROM Contact ORDER BY Id"
        $both.Ours -creplace ',True\b', ',true' -creplace ',False\b', ',false' | Should -BeExactly $both.Theirs
    }

    It 'differs for aggregates without an alias, which a property calls expr0' {
        $both = Get-Both 'SELECT Account.Name, COUNT(Id), MAX(LastName) last FROM Contact GROUP BY Account.Name ORDER BY Account.Name'
        $both.Ours -creplace '^Name,expr0,', 'Name,count(Id),' | Should -BeExactly $both.Theirs
    }
}
