BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 300
    $collections = '/services/data/v68.0/composite/sobjects'
    . (Join-Path $PSScriptRoot 'RecordHelpers.ps1')
}
AfterAll { Stop-TestOrg $org }

Describe 'New-SfRecord' {
    BeforeEach { $tag = Reset-RecordTest }

    It 'creates one record' {
        $result = New-SfRecord Account @{ Name = 'Acme' }
        $result.Success | Should -BeTrue
        $result.Created | Should -BeTrue
        $result.Type | Should -Be 'Account'
        $result.Errors | Should -BeNullOrEmpty
        (Get-SfRecord Account $result.Id -Field Name).Name | Should -Be 'Acme'
    }

    It 'accepts hashtables, ordered dictionaries, objects, rows of Import-Csv and instances of classes, in one pipeline' {
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
        Get-RecordRequest | Should -Be @("POST $collections")
    }

    It 'needs 50 requests for 10,000 records, and returns their results in order' {
        $results = New-Row 10000 | New-SfRecord Contact -ThrottleLimit 2
        Get-RecordRequest | Should -HaveCount 50
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

    It 'sets a parent by its external id in a column of its own, as Import-SfBulk does' {
        $null = New-SfRecord Account @{ Name = $tag; External_Id__c = $tag }
        $email = (Invoke-SfQuery 'SELECT Email FROM User LIMIT 1').Email
        $results = "LastName,Department,Account.External_Id__c`nChild,$tag,$tag`nOrphan,$tag,`n" | ConvertFrom-Csv | New-SfRecord Contact
        $results.Success | Should -Be @($true, $true)
        (Invoke-SfQuery 'SELECT Account.Name FROM Contact WHERE Department = :tag ORDER BY LastName' @{ tag = $tag }).Account.Name | Should -Be $tag
        $cases = 'User:Owner.Email', 'Owner:User.Email' | ForEach-Object { @{ Subject = $tag; $_ = $email } } | New-SfRecord Case
        $cases.Success | Should -Be @($true, $true)
        (Get-OrgRequest $org | Where-Object path -Like '*composite/sobjects')[-1].body | Should -Match '"Owner":\{"attributes":\{"type":"User"\},"Email":"[^"]+"\}'
        (New-SfRecord Contact @{ LastName = 'X'; 'Account.External_Id__c' = $null }).Success | Should -BeTrue
        (Get-OrgRequest $org | Where-Object path -Like '*composite/sobjects')[-1].body | Should -Match '"AccountId":null'
    }

    It 'sends null for #N/A and for the text of -NullValue' {
        $null = "LastName,Department,Title,Email,Account.External_Id__c,Phone`nA,$tag,#N/A,NULL,#N/A,null" | ConvertFrom-Csv | New-SfRecord Contact -NullValue NULL
        (Get-OrgRequest $org | Where-Object path -Like '*composite/sobjects')[-1].body | Should -Match '"Title":null,"Email":null,"AccountId":null,"Phone":"null"'
        $result = @{ LastName = '#N/A' } | New-SfRecord Contact -ErrorAction SilentlyContinue
        $result.Errors[0].ErrorCode | Should -Be 'REQUIRED_FIELD_MISSING'
    }

    It 'rejects <Name>' -ForEach @(
        @{ Name = 'two columns of one parent'; Fields = @{ 'Account.External_Id__c' = 'A'; 'account.Id' = 'B' }; Message = '*Account*identify its parent Account*' }
        @{ Name = 'a column of a parent beside a hashtable of it'; Fields = @{ 'Account.External_Id__c' = 'A'; Account = @{ Id = 'B' } }; Message = '*identify its parent Account*' }
        @{ Name = 'a column of a parent beside its id'; Fields = @{ 'Account.External_Id__c' = 'A'; AccountId = 'B' }; Message = '*Account.External_Id__c*AccountId*' }
        @{ Name = 'a column without a field'; Fields = @{ 'Account.' = 'A' }; Message = "*'Account.' is neither*" }
        @{ Name = 'a column without a parent'; Fields = @{ '.Name' = 'A' }; Message = "*'.Name' is neither*" }
        @{ Name = 'a column of a grandparent'; Fields = @{ 'Account.Parent.External_Id__c' = 'A' }; Message = "*'Account.Parent.External_Id__c' is neither*" }
        @{ Name = 'a column of an object without a field'; Fields = @{ 'User:Owner' = 'A' }; Message = "*'User:Owner' is neither*" }
    ) {
        $result = New-SfRecord Contact ($Fields + @{ LastName = 'X' }) -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Success | Should -BeFalse
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
        $errors[0].ErrorDetails.Message | Should -BeLike $Message
        Get-RecordRequest | Should -BeNullOrEmpty
    }

    It 'writes a result and an error for each record that fails, and saves the others' {
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

    It 'rolls back a batch with -AllOrNone, and no other batch' {
        $results = @(New-Row 2) + @{ Department = $tag } + @{ LastName = 'Last'; Department = $tag } | New-SfRecord Contact -AllOrNone -BatchSize 2 -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $true, $false, $false)
        Get-ErrorId $errors | Should -Be @('SfRequestInvalid', 'SfRolledBack')
        Get-Tagged $tag | Should -HaveCount 2
    }

    It 'sends nothing with -WhatIf' {
        New-Row 250 | New-SfRecord Contact -WhatIf | Should -BeNullOrEmpty
        Get-RecordRequest | Should -BeNullOrEmpty
    }

    It 'rejects a record <Name>' -ForEach @(
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
        Get-RecordRequest | Should -BeNullOrEmpty
    }

    It 'names a record with a property that cannot be read, and saves the others' {
        $bad = [pscustomobject]@{ LastName = 'Bad'; Department = $tag }
        $bad | Add-Member ScriptProperty Title { throw 'out of order' }
        $results = $bad, @{ LastName = 'Good'; Department = $tag } | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be $false, $true
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
        $errors[0].ErrorDetails.Message | Should -BeLike "*Title*out of order*"
    }

    It 'accepts data rows and data tables' {
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

    It 'rejects two fields that differ only in case' {
        $record = [Collections.Generic.Dictionary[string, object]]::new()
        $record['LastName'] = 'a'
        $record['lastname'] = 'b'
        $result = $record | New-SfRecord Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $result.Errors[0].ErrorCode | Should -Be 'SfRecordInvalid'
        $errors[0].ErrorDetails.Message | Should -Match 'twice'
    }

    It 'ends at a record without an object name' {
        $thrown = Get-ThrownError { @{ LastName = 'x' } | New-SfRecord }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        (Get-ThrownError { New-SfRecord 'Con tact' @{ LastName = 'x' } }).FullyQualifiedErrorId | Should -BeLike 'SfNameInvalid,*'
    }
}
