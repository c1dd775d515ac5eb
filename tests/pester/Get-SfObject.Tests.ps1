BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'The list of objects' {
    BeforeEach { Reset-TestOrg $org }

    It 'has every object with its name, label, prefix and the user''s permissions' {
        $objects = Get-SfObject
        $objects.Name | Should -Contain 'Opportunity'
        $objects.Name | Should -Be ($objects.Name | Sort-Object)
        $contact = $objects | Where-Object Name -EQ Contact
        $contact.Label | Should -Be 'Contact'
        $contact.KeyPrefix | Should -Be '003'
        $contact.IsCustom | Should -BeFalse
        $contact.IsQueryable | Should -BeTrue
        $contact.IsCreateable | Should -BeTrue
        ($objects | Where-Object Name -EQ Organization).IsCreateable | Should -BeFalse
    }

    It 'accepts wildcards in -Name' {
        (Get-SfObject -Name content*, acc?unt).Name | Should -Be @('Account', 'ContentDocument', 'ContentDocumentLink', 'ContentVersion')
        Get-SfObject -Name nothing* | Should -BeNullOrEmpty
    }

    It 'names the nearest object for an unknown one, and returns the others' {
        $found = Get-SfObject -Name Contct, Account -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.Name | Should -Be Account
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $failed[0].TargetObject | Should -Be Contct
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*Contact*'
    }

    It 'can be piped to Get-SfObject' {
        Get-SfObject -Name Acc* | Get-SfObject | ForEach-Object { $_.Fields.Name } | Should -Contain 'Industry'
    }
}

Describe 'One object' {
    BeforeEach { Reset-TestOrg $org }

    It 'has its fields with types, lengths and rules' {
        $contact = Get-SfObject contact
        $contact.Name | Should -Be 'Contact'
        $lastName = $contact.Fields | Where-Object Name -EQ LastName
        $lastName.Type | Should -Be 'string'
        $lastName.Length | Should -Be 80
        $lastName.IsRequired | Should -BeTrue
        $lastName.ObjectName | Should -Be 'Contact'
        "$lastName" | Should -Be 'LastName'
        $parent = $contact.Fields | Where-Object Name -EQ AccountId
        $parent.ReferenceTo | Should -Be 'Account'
        $parent.RelationshipName | Should -Be 'Account'
    }

    It 'has its picklists and its children' {
        (Get-SfObject Opportunity -Field StageName).PicklistValues.Value | Should -Contain 'Closed Won'
        (Get-SfObject Account).ChildRelationships | ForEach-Object { "$_" } | Should -Contain 'Contact.AccountId'
    }

    It 'returns the fields that match -Field' {
        (Get-SfObject Contact -Field *Name, email).Name | Should -Be @('Name', 'FirstName', 'LastName', 'Email')
    }

    It 'names the nearest field for an unknown one, and returns the others' {
        $fields = Get-SfObject Contact -Field Fistname, LastName -ErrorVariable errors -ErrorAction SilentlyContinue
        $fields.Name | Should -Be 'LastName'
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].TargetObject | Should -Be 'Fistname'
        $errors[0].ErrorDetails.RecommendedAction | Should -Be 'Did you mean FirstName?'
    }

    It 'describes several, and names an unknown one' {
        $null = Get-SfObject
        $objects = 'Contact', 'Acount', 'User' | Get-SfObject -ErrorVariable errors -ErrorAction SilentlyContinue
        $objects.Name | Should -Be @('Contact', 'User')
        $errors | Should -HaveCount 1
        $errors[0].TargetObject | Should -Be 'Acount'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'Did you mean Account[?]*'
    }

    It 'fails if the only one is unknown' {
        (Get-ThrownError { Get-SfObject Nothing }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }

    It 'sends nothing for <_>, which is not a valid name' -ForEach '../limits', 'Contact/describe', 'a b' {
        (Get-ThrownError { Get-SfObject $_ }).FullyQualifiedErrorId | Should -BeLike 'SfNameInvalid,*'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'suggests -Name for a pattern' {
        (Get-ThrownError { Get-SfObject Con* }).ErrorDetails.RecommendedAction | Should -BeLike "*Get-SfObject -Name 'Con*'*"
    }

    It 'ends the pipeline if there is no connection' {
        Disconnect-Sf -All
        (Get-ThrownError { 'Contact', 'Account' | Get-SfObject }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }

    It 'shows properties, fields and child relationships within 80 columns' {
        $text = Get-SfObject Contact | Out-String -Width 80
        $text | Should -Match 'Contact \(003\): Contact'
        $text | Should -Match 'LastName +string\(80\) +required +Last Name'
        $text | Should -Match 'AccountId +-> Account'
        $text -split '\r?\n' | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        Get-SfObject Opportunity -Field StageName | Out-String -Width 80 | Should -Match 'StageName +picklist +yes +Prospect'
    }
}

Describe 'The cache of a connection' {
    BeforeEach { Reset-TestOrg $org }

    It 'asks a second time only whether the object has changed' {
        $null = Get-SfObject Contact
        (Get-SfObject Contact).Fields.Count | Should -BeGreaterThan 10
        $requests = Get-OrgRequest $org
        $requests.statusCode | Should -Be @(200, 304)
        $requests[0].headers.'If-Modified-Since' | Should -BeNullOrEmpty
        $requests[1].headers.'If-Modified-Since' | Should -Match 'GMT$'
    }

    It 'requests the whole description with -Refresh' {
        $null = Get-SfObject Contact
        (Get-SfObject Contact -Refresh).Name | Should -Be 'Contact'
        (Get-OrgRequest $org)[1].headers.'If-Modified-Since' | Should -BeNullOrEmpty
    }

    It 'accepts -ApiVersion and -Connection' {
        $other = Connect-SfJwt @signIn -Name other -ApiVersion 55
        $null = Connect-SfJwt @signIn -Name last -ApiVersion 56
        Clear-OrgRequest $org
        $null = Get-SfObject Contact -Connection $other
        $null = Get-SfObject -Connection other -ApiVersion 57
        Get-OrgRequestLine $org | Should -Be @('GET /services/data/v55.0/sobjects/Contact/describe', 'GET /services/data/v57.0/sobjects')
    }
}

Describe 'Completion' {
    BeforeEach {
        Reset-TestOrg $org
        # Described first, so that a slow machine cannot exceed the time limit of completion.
        $null = Get-SfObject
        $null = Get-SfObject Contact
        Clear-OrgRequest $org
    }

    It 'offers objects and fields without requesting known ones' {
        Get-Completion 'Get-SfObject con' | Should -Be @('ConnectedApplication', 'Contact', 'ContentDocument', 'ContentDocumentLink', 'ContentVersion')
        Get-Completion 'Get-SfObject Contact -Field Last' | Should -Be @('LastName', 'LastModifiedDate', 'LastModifiedById')
        Get-Completion 'Get-SfObject -Type Contact, Account -Field Fir' | Should -Be 'FirstName'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'offers them for other cmdlets too: <Line>' -ForEach @(
        @{ Line = 'Get-SfRecord Contac'; Offered = 'Contact' }
        @{ Line = 'New-SfRecord Contac'; Offered = 'Contact' }
        @{ Line = 'Set-SfRecord Contac'; Offered = 'Contact' }
        @{ Line = 'Import-SfBulk Contac'; Offered = 'Contact' }
        @{ Line = 'Import-SfBulk Contact Upsert -ExternalId E'; Offered = 'External_Id__c' }
        @{ Line = 'Get-SfBulkJob -Type Contac'; Offered = 'Contact' }
        @{ Line = 'Get-SfObject -Name Contac'; Offered = 'Contact' }
        @{ Line = 'Search-SfRecord x -Returning Contac'; Offered = 'Contact' }
        @{ Line = 'Get-SfRecord Contact -Field FirstN'; Offered = 'FirstName' }
        @{ Line = 'Set-SfRecord Contact -ExternalId E'; Offered = 'External_Id__c' }
        @{ Line = 'Get-SfRecord Contact -ExternalId E'; Offered = 'External_Id__c' }
    ) {
        Get-Completion $Line | Should -Be $Offered
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'uses the named connection' {
        $null = Connect-SfJwt @signIn -Name other -ApiVersion 68.0
        $null = Get-SfObject User -Connection other
        Get-Completion 'Get-SfObject User -Connection other -Field Userna' | Should -Be 'Username'
    }

    It 'offers nothing and does not fail where <Case>' -ForEach @(
        @{ Case = 'there is no connection'; Prepare = { Disconnect-Sf -All }; Line = 'Get-SfObject Con' }
        @{ Case = 'the connection is unknown'; Prepare = {}; Line = 'Get-SfObject Con -Connection nobody' }
        @{ Case = 'the object is unknown'; Prepare = {}; Line = 'Get-SfObject Nothing -Field a' }
        @{ Case = 'no object is named'; Prepare = {}; Line = 'Get-SfObject -Field a' }
        @{ Case = 'the object is no name'; Prepare = {}; Line = 'Get-SfObject "../x" -Field a' }
        @{ Case = 'the server refuses'; Prepare = { Add-OrgFault $org @{ status = 503; times = 0 } }
            Line = 'Get-SfObject Account -Field a' }
        @{ Case = 'the server never answers'; Prepare = { Add-OrgFault $org @{ kind = 'Hang'; times = 0 } }
            Line = 'Get-SfObject Account -Field a' }
    ) {
        & $Prepare
        $Error.Clear()
        # PowerShell completes file names if a completer returns nothing.
        Get-Completion $Line | Where-Object { $_ -notmatch '[\\/]' } | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Misspelt names in other calls' {
    BeforeAll {
        Reset-TestOrg $org
        $null = Get-SfObject
        $null = Get-SfObject Contact
    }

    It 'names the nearest for <Case>' -ForEach @(
        @{ Case = 'a field of a query'; Call = { Invoke-SfQuery 'SELECT Fistname FROM Contact' }; Meant = 'FirstName'
            Code = 'INVALID_FIELD' }
        @{ Case = 'an object of a query'; Call = { Invoke-SfQuery 'SELECT Id FROM Contcat' }; Meant = 'Contact'; Code = 'INVALID_TYPE' }
        @{ Case = 'a field of a record'; Call = { Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastNme = 'x' } }
            Meant = 'LastName'; Code = 'INVALID_FIELD' }
        @{ Case = 'an object in a path'; Call = { Invoke-SfRest sobjects/Contct }; Meant = 'Contact'; Code = 'NOT_FOUND' }
        @{ Case = 'an object in the path of a collection'; Call = { Get-SfRecord Contct 003gL0000000001QAA -Field Id }; Meant = 'Contact'
            Code = 'NOT_FOUND' }
        @{ Case = 'an object of a bulk job'; Call = { @{ LastName = 'x' } | Import-SfBulk Contcat -Operation Insert }; Meant = 'Contact'
            Code = 'INVALIDJOB' }
        @{ Case = 'the external id of a bulk job'; Call = { @{ LastName = 'x' } | Import-SfBulk Contact Upsert -ExternalId Extrnal_Id__c }
            Meant = 'External_Id__c'; Code = 'INVALIDJOB' }
        @{ Case = 'a field of one record among many'; Call = { @{ LastName = 'x' },
            @{ LastName = 'y'; Emial = 'a@b.example' } | New-SfRecord Contact -ErrorAction Stop }; Meant = 'Email'; Code = 'INVALID_FIELD' }
        @{ Case = 'an object of a record'; Call = { New-SfRecord Contcat @{ LastName = 'x' } -ErrorAction Stop }; Meant = 'Contact'
            Code = 'INVALID_TYPE' }
    ) {
        $thrown = Get-ThrownError $Call
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike "Did you mean $Meant[?] C*"
        $thrown.ErrorDetails.Message | Should -Match $Code
        $thrown.Exception.ErrorCode | Should -Be $Code
    }
}
