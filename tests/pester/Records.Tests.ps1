BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 300
    $signIn = $org.SignIn
    $collections = '/services/data/v68.0/composite/sobjects'
    function Reset-Org {
        $null = Clear-OrgRequest $org
        $null = Invoke-OrgAdmin $org Delete record-faults
        $null = Set-OrgSetting $org @{ apiUsage = 0; dailyApiLimit = 100000 }
        Disconnect-Sf -All
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -RetryIntervalSec 1
        $tag = [guid]::NewGuid().ToString('N')
        $null = Clear-OrgRequest $org
        $tag
    }
    function Requests { Get-OrgRequest $org | Where-Object path -Like '*composite*' | ForEach-Object { "$($_.method) $($_.path)" } }
    function Get-Tagged([string] $Tag) { Invoke-SfQuery 'SELECT Id, LastName, Title, Email, Birthdate FROM Contact WHERE Department = :tag ORDER BY LastName' @{ tag = $Tag } }
    function New-Row([int] $Count) { 1..$Count | ForEach-Object { @{ LastName = 'N{0:D5}' -f $_; Department = $tag } } }
}
AfterAll { Stop-TestOrg $org }

Describe 'New-SfRecord' {
    BeforeEach { $tag = Reset-Org }

    It 'creates one record' {
        $result = New-SfRecord Account @{ Name = 'Acme' }
        $result.Success | Should -BeTrue
        $result.Created | Should -BeTrue
        $result.Type | Should -Be 'Account'
        $result.Errors | Should -BeNullOrEmpty
        (Get-SfRecord Account $result.Id -Field Name).Name | Should -Be 'Acme'
    }

    It 'takes hashtables, ordered dictionaries, objects, rows of Import-Csv and instances of classes, in one pipeline' {
        class Person { [string] $LastName; [string] $Department }
        $csv = "LastName,Department,Birthdate,Email`nCsv,$tag,2001-02-03," | ConvertFrom-Csv
        $results = @(
            @{ LastName = 'Hash'; Department = $tag }
            [ordered]@{ LastName = 'Ordered'; Department = $tag }
            [pscustomobject]@{ LastName = 'Object'; Department = $tag; Birthdate = [DateOnly]::new(1999, 12, 31) }
            $csv
            [Person]@{ LastName = 'Class'; Department = $tag }
        ) | New-SfRecord -Type Contact
        $results.Success | Should -Be @($true, $true, $true, $true, $true)
        $results.Number | Should -Be @(1..5)
        $results[3].InputObject | Should -Be $csv
        $found = Get-Tagged $tag
        $found.LastName | Should -Be @('Class', 'Csv', 'Hash', 'Object', 'Ordered')
        ($found | Where-Object LastName -EQ 'Csv').Birthdate | Should -Be '2001-02-03'
        ($found | Where-Object LastName -EQ 'Csv').Email | Should -BeNullOrEmpty
        ($found | Where-Object LastName -EQ 'Object').Birthdate | Should -Be '1999-12-31'
        Requests | Should -Be @("POST $collections")
    }

    It 'needs 50 requests for 10,000 records, and gives their results in order' {
        $results = New-Row 10000 | New-SfRecord Contact -ThrottleLimit 2
        Requests | Should -HaveCount 50
        $results | Should -HaveCount 10000
        ($results.Success -eq $false) | Should -BeNullOrEmpty
        Compare-Object $results.Number (1..10000) -SyncWindow 0 | Should -BeNullOrEmpty
        (Get-SfRecord Contact $results[7654].Id -Field LastName).LastName | Should -Be 'N07655'
    }

    It 'saves records of several objects in their order, so that later ones find earlier ones' {
        $results = @(
            New-Object psobject -Property @{ attributes = @{ type = 'Account' }; Name = $tag; External_Id__c = $tag }
            New-Object psobject -Property @{ attributes = @{ type = 'Contact' }; LastName = 'Child'; Account = @{ External_Id__c = $tag } }
        ) | New-SfRecord
        $results.Success | Should -Be @($true, $true)
        $results.Type | Should -Be @('Account', 'Contact')
        (Invoke-SfQuery "SELECT AccountId FROM Contact WHERE Id = :id" @{ id = $results[1].Id }).AccountId | Should -Be $results[0].Id
    }

    It 'gives a result and an error for each record that fails, and saves the others' {
        $results = @{ LastName = 'Good'; Department = $tag }, @{ Department = $tag }, @{ LastName = 'X'; Foo = 1 } | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $false, $false)
        $results[1].Errors[0].ErrorCode | Should -Be 'REQUIRED_FIELD_MISSING'
        $results[1].Errors[0].Fields | Should -Be 'LastName'
        $errors | Should -HaveCount 2
        $errors[0].FullyQualifiedErrorId | Should -Be 'SfRequestInvalid,SalesforceJwt.PS.Cmdlets.Data.NewSfRecordCommand'
        $errors[0].ErrorDetails.Message | Should -BeLike 'Record 2 (Contact): REQUIRED_FIELD_MISSING*LastName*'
        $errors[0].TargetObject | Should -Be $results[1].InputObject
        $errors[1].ErrorDetails.Message | Should -BeLike '*Foo*'
        (Get-Tagged $tag).LastName | Should -Be 'Good'
    }

    It 'writes all results of a batch before -ErrorAction Stop ends the pipeline' {
        $results = [Collections.Generic.List[object]]::new()
        $thrown = Get-ThrownError { @{ Department = $tag }, @{ LastName = 'Saved'; Department = $tag } | New-SfRecord Contact -ErrorAction Stop | ForEach-Object { $results.Add($_) } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $results.Success | Should -Be @($false, $true)
    }

    It 'undoes a batch with -AllOrNone, and no other batch' {
        $results = @(New-Row 2) + @{ Department = $tag } + @{ LastName = 'Last'; Department = $tag } | New-SfRecord Contact -AllOrNone -BatchSize 2 -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $true, $false, $false)
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be @('SfRequestInvalid', 'SfRolledBack')
        Get-Tagged $tag | Should -HaveCount 2
    }

    It 'sends nothing with -WhatIf' {
        New-Row 250 | New-SfRecord Contact -WhatIf | Should -BeNullOrEmpty
        Requests | Should -BeNullOrEmpty
    }

    It 'refuses a record <Name>' -ForEach @(
        @{ Name = 'without fields'; Record = @{}; Id = 'SfRecordInvalid' }
        @{ Name = 'with empty fields alone'; Record = @{ LastName = '' }; Id = 'SfRecordInvalid' }
        @{ Name = 'with an Id'; Record = @{ Id = '003gL0000000001QAA'; LastName = 'x' }; Id = 'SfRecordInvalid' }
        @{ Name = 'that is a number'; Record = 42; Id = 'SfRecordInvalid' }
        @{ Name = 'that is a text'; Record = 'LastName'; Id = 'SfRecordInvalid' }
        @{ Name = 'with a secret in it'; Record = @{ LastName = [securestring]::new() }; Id = 'SfBodyInvalid' }
    ) {
        $result = $Record | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Requests | Should -BeNullOrEmpty
    }

    It 'names a record with a property that cannot be read, and saves the others' {
        $bad = [pscustomobject]@{ LastName = 'Bad'; Department = $tag }
        $bad | Add-Member ScriptProperty Title { throw 'out of order' }
        $results = $bad, @{ LastName = 'Good'; Department = $tag } | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be $false, $true
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "*Title*out of order*"
    }

    It 'takes rows of a database''s answer, and tables of them' {
        $table = [Data.DataTable]::new()
        'LastName', 'Department', 'Title' | ForEach-Object { $null = $table.Columns.Add($_) }
        $null = $table.Rows.Add('Row1', $tag, [DBNull]::Value)
        $null = $table.Rows.Add('Row2', $tag, 'Boss')
        ($table.Rows | New-SfRecord Contact).Success | Should -Be $true, $true
        (New-SfRecord Contact -InputObject $table).Success | Should -Be $true, $true
        ($table.Rows | Import-SfBulk Contact Insert).RecordsFailed | Should -Be 0
        $found = Get-Tagged $tag
        $found.LastName | Should -Be Row1, Row1, Row1, Row2, Row2, Row2
        $found.Title | Should -Be $null, $null, $null, 'Boss', 'Boss', 'Boss'
    }

    It 'refuses two fields that differ in case alone' {
        $record = [Collections.Generic.Dictionary[string, object]]::new()
        $record['LastName'] = 'a'
        $record['lastname'] = 'b'
        $result = $record | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Errors[0].ErrorCode | Should -Be 'SfRecordInvalid'
        $errors[0].ErrorDetails.Message | Should -Match 'twice'
    }

    It 'ends at a record that does not say of which object it is' {
        $thrown = Get-ThrownError { @{ LastName = 'x' } | New-SfRecord }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        (Get-ThrownError { New-SfRecord 'Con tact' @{ LastName = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'SfNameInvalid,*'
    }
}

Describe 'Set-SfRecord' {
    BeforeEach {
        $tag = Reset-Org
        $ids = (New-Row 3 | New-SfRecord Contact).Id
        $null = Clear-OrgRequest $org
    }

    It 'changes one record, and several in the same way' {
        (Set-SfRecord Contact $ids[0] @{ Title = 'One' }).Id | Should -Be $ids[0]
        $ids | Set-SfRecord Contact -Field @{ Email = 'all@example.com' } | ForEach-Object Success | Should -Be @($true, $true, $true)
        Get-Tagged $tag | Set-SfRecord -Field @{ Title = 'Boss' } | ForEach-Object Created | Should -Be @($false, $false, $false)
        $found = Get-Tagged $tag
        $found.Title | Should -Be @('Boss', 'Boss', 'Boss')
        $found.Email | Should -Be (@('all@example.com') * 3)
        $found.LastName | Should -Be @('N00001', 'N00002', 'N00003')
    }

    It 'sends back what a query gave and a script changed, without -Type' {
        Get-Tagged $tag | ForEach-Object { $_.Title = "T-$($_.LastName)"; $_ } | Set-SfRecord | ForEach-Object Success | Should -Be @($true, $true, $true)
        (Get-Tagged $tag).Title | Should -Be @('T-N00001', 'T-N00002', 'T-N00003')
    }

    It 'says which fields to leave out where a record has some that cannot be written' {
        $records = Invoke-SfQuery 'SELECT Id, Title, CreatedDate FROM Contact WHERE Department = :tag' @{ tag = $tag }
        $null = $records | Set-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 3
        $errors[0].ErrorDetails.Message | Should -BeLike "*$($records[0].Id)*INVALID_FIELD_FOR_INSERT_UPDATE*CreatedDate*"
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ExcludeProperty CreatedDate (and -Type Contact*'
        $null = Invoke-SfQuery 'SELECT Id, Title, Account.Name FROM Contact WHERE AccountId != null LIMIT 1' | Set-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ExcludeProperty Account (and -Type Contact*'
        $records | Select-Object -ExcludeProperty CreatedDate | Set-SfRecord -Type Contact | ForEach-Object Success | Should -Be @($true, $true, $true)
    }

    It 'clears a field with $null and with an empty text, unless -SkipEmpty leaves it alone' {
        $null = $ids | Set-SfRecord Contact -Field @{ Title = 'T'; Birthdate = [DateOnly]::new(2000, 1, 1) }
        $null = "Id,Title,Birthdate,Email`n$($ids[0]),,,new@example.com" | ConvertFrom-Csv | Set-SfRecord Contact -SkipEmpty
        $null = "Id,Title,Birthdate`n$($ids[1]),," | ConvertFrom-Csv | Set-SfRecord Contact
        $null = Set-SfRecord Contact $ids[2] @{ Title = $null }
        $found = Get-Tagged $tag
        $found[0].Title, $found[0].Birthdate, $found[0].Email | Should -Be @('T', '2000-01-01', 'new@example.com')
        $found[1].Title, $found[1].Birthdate | Should -Be @($null, $null)
        $found[2].Title, $found[2].Birthdate | Should -Be @($null, '2000-01-01')
    }

    It 'upserts by an external id: changes what is there, creates what is not, names what matches several' {
        $null = New-SfRecord Contact @{ LastName = 'Twin'; External_Id__c = "$tag-2" }
        $null = New-SfRecord Contact @{ LastName = 'Twin'; External_Id__c = "$tag-2" }
        (Set-SfRecord Contact -ExternalId External_Id__c -Field @{ External_Id__c = "$tag-1"; LastName = 'A' }).Created | Should -BeTrue
        $results = 1..3 | ForEach-Object { [pscustomobject]@{ External_Id__c = "$tag-$_"; LastName = 'B' } } |
            Set-SfRecord Contact -ExternalId External_Id__c -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Created | Should -Be @($false, $false, $true)
        $results.Success | Should -Be @($true, $false, $true)
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfMultipleMatches,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "*$tag-2*"
    }

    It 'refuses a record <Name>' -ForEach @(
        @{ Name = 'without Id'; Record = @{ Title = 'x' }; More = @{}; Id = 'SfRecordInvalid' }
        @{ Name = 'with an Id of the wrong length'; Record = @{ Id = '003'; Title = 'x' }; More = @{}; Id = 'SfIdInvalid' }
        @{ Name = 'with an Id that lost its case'; Record = @{ Id = '003GL0000000001QAA'; Title = 'x' }; More = @{}; Id = 'SfIdInvalid' }
        @{ Name = 'with an Id and no field'; Record = @{ Id = '003gL0000000001QAA' }; More = @{}; Id = 'SfRecordInvalid' }
        @{ Name = 'without its external id'; Record = @{ LastName = 'x' }; More = @{ ExternalId = 'External_Id__c' }; Id = 'SfRecordInvalid' }
        @{ Name = 'with the Id of another object'; Record = @{ Id = '001gL0000000001QAA'; Title = 'x' }; More = @{}; Id = 'SfRequestInvalid' }
    ) {
        $result = $Record | Set-SfRecord Contact @More -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'refuses arguments that contradict each other, and an unknown external id field' {
        (Get-ThrownError { $ids[0] | Set-SfRecord Contact -Id $ids[1] -Field @{ Title = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        (Get-ThrownError { Set-SfRecord Contact $ids[0] @{ Title = 'x' } -ExternalId External_Id__c }).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        (Get-ThrownError { Set-SfRecord Contact -Field @{ X__c = 'x'; LastName = 'y' } -ExternalId X__c }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }
}

Describe 'Remove-SfRecord and Get-SfRecord' {
    BeforeEach {
        $tag = Reset-Org
        $ids = (New-Row 3 | New-SfRecord Contact).Id
        $null = Clear-OrgRequest $org
    }

    It 'deletes by id, and what a query gave; another time it is an error' {
        (Remove-SfRecord $ids[0]).Id | Should -Be $ids[0]
        Get-Tagged $tag | Remove-SfRecord | ForEach-Object Success | Should -Be @($true, $true)
        Get-Tagged $tag | Should -BeNullOrEmpty
        $result = $ids[0] | Remove-SfRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "*$($ids[0])*ENTITY_IS_DELETED*"
    }

    It 'asks before each batch' {
        Get-Tagged $tag | Remove-SfRecord -BatchSize 2 -WhatIf | Should -BeNullOrEmpty
        Get-Tagged $tag | Should -HaveCount 3
    }

    It 'gets records in the order of the ids, as Invoke-SfQuery has them, and names those that are missing' {
        $found = $ids[2], '003gL0000zzzzzz', 'short', $ids[0] | Get-SfRecord Contact -Field LastName, Birthdate -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.LastName | Should -Be @('N00003', 'N00001')
        $found[0].PSTypeNames | Should -Contain 'Salesforce.Record#Contact'
        $found[0].PSObject.Properties.Name | Should -Not -Contain 'attributes'
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be @('SfIdInvalid', 'SfNotFound')
        $errors[1].TargetObject | Should -Be '003gL0000zzzzzz'
        Requests | Should -Be @("POST $collections/Contact")
    }

    It 'gets all fields where none are named, and dates with -Typed' {
        $record = Get-SfRecord Contact $ids[0] -Typed
        $record.CreatedDate | Should -BeOfType ([DateTimeOffset])
        $record.Department | Should -Be $tag
    }

    It 'takes objects of a query and knows their type' {
        (Get-Tagged $tag | Get-SfRecord -Field Id).Id | Should -Be $ids
        (Get-ThrownError { $ids | Get-SfRecord }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
    }

    It 'finds by external id, and names a field that is unknown' {
        $found = Get-SfRecord Contact C-000002, nobody, C-000001 -ExternalId External_Id__c -Field LastName -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.LastName | Should -Be @('Bianchi', 'Abbott')
        $errors[0].ErrorDetails.Message | Should -BeLike "*External_Id__c 'nobody'*"
        (Get-ThrownError { Get-SfRecord Contact $ids[0] -Field Nonsense }).ErrorDetails.Message | Should -BeLike '*Nonsense*'
    }

    It 'gets 2,000 records a request' {
        $many = @($ids) * 1000
        ($many | Get-SfRecord Contact -Field Id | Measure-Object).Count | Should -Be 3000
        Requests | Should -HaveCount 2
    }
}
