BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 300
    $collections = '/services/data/v68.0/composite/sobjects'
    . (Join-Path $PSScriptRoot 'RecordHelpers.ps1')
}
AfterAll { Stop-TestOrg $org }

Describe 'Remove-SfRecord and Get-SfRecord' {
    BeforeEach {
        $tag = Reset-RecordTest
        $ids = (New-Row 3 | New-SfRecord Contact).Id
        $null = Clear-OrgRequest $org
    }

    It 'deletes by id, and the output of a query; a second time it is an error' {
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

    It 'deletes by external id, and reports those that are not found or several' {
        $keys = 1..3 | ForEach-Object { "$tag-$_" }
        $null = $keys[0], $keys[1], $keys[1], $keys[2] | ForEach-Object { @{ LastName = 'X'; Department = $tag; External_Id__c = $_ } } | New-SfRecord Contact
        $null = Clear-OrgRequest $org
        $results = Remove-SfRecord $keys[0], $keys[1], 'nobody' -ExternalId External_Id__c -Type Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($true, $false, $false)
        $results.ExternalId | Should -Be @($keys[0], $keys[1], 'nobody')
        $results.Type | Should -Be @('Contact', 'Contact', 'Contact')
        $results[0].Id | Should -BeLike '003*'
        Get-ErrorId $errors | Should -Be @('SfMultipleMatches', 'SfNotFound')
        $errors[0].ErrorDetails.Message | Should -BeLike "Record 2 (Contact $($keys[1])): *sobjects/Contact/003*sobjects/Contact/003*"
        $errors[1].ErrorDetails.Message | Should -BeLike "*'nobody'*"
        $errors[1].ErrorDetails.RecommendedAction | Should -BeLike 'Check the external id*'
        Get-RecordRequest | Should -Be @('POST /services/data/v68.0/composite/batch', "DELETE $collections")

        # The type of queried records is known, and their other fields do not matter.
        $left = Invoke-SfQuery 'SELECT External_Id__c FROM Contact WHERE External_Id__c = :key' @{ key = $keys[2] }
        ($left | Remove-SfRecord -ExternalId External_Id__c).Success | Should -BeTrue
        @(Invoke-SfQuery 'SELECT Id FROM Contact WHERE External_Id__c IN :keys' @{ keys = $keys }) | Should -HaveCount 2
    }

    It 'takes numbers as external ids' {
        $null = 1234501, 1234502 | ForEach-Object { @{ LastName = 'X'; Department = $tag; External_Id__c = "$_" } } | New-SfRecord Contact
        (1234501 | Get-SfRecord Contact -ExternalId External_Id__c -Field LastName).LastName | Should -Be X
        $results = 1234501, 1234502 | Remove-SfRecord -ExternalId External_Id__c -Type Contact
        $results.Success | Should -Be $true, $true
        $results.ExternalId | Should -Be '1234501', '1234502'
    }

    It 'deletes none by external id with -WhatIf, or if one is not found with -AllOrNone' {
        $keys = "$tag-1", "$tag-2"
        $null = $keys | ForEach-Object { @{ LastName = 'X'; External_Id__c = $_ } } | New-SfRecord Contact
        $null = Clear-OrgRequest $org
        $keys | Remove-SfRecord -ExternalId External_Id__c -Type Contact -WhatIf | Should -BeNullOrEmpty
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $results = $keys[0], 'nobody', $keys[1] | Remove-SfRecord -ExternalId External_Id__c -Type Contact -AllOrNone -ErrorVariable errors -ErrorAction SilentlyContinue
        $results.Success | Should -Be @($false, $false, $false)
        Get-ErrorId $errors | Should -Be @('SfRolledBack', 'SfNotFound', 'SfRolledBack')
        @(Invoke-SfQuery 'SELECT Id FROM Contact WHERE External_Id__c IN :keys' @{ keys = $keys }) | Should -HaveCount 2
    }

    It 'rejects <Name>' -ForEach @(
        @{ Name = '-ExternalId without an object'; Parameters = @{ Id = 'x'; ExternalId = 'External_Id__c' }; Expected = 'SfValueMissing' }
        @{ Name = '-Type without -ExternalId'; Parameters = @{ Id = '003gL0000zzzzzz'; Type = 'Contact' }; Expected = 'SfArgumentConflict' }
        @{ Name = 'a name that is no field'; Parameters = @{ Id = 'x'; Type = 'Contact'; ExternalId = 'no field' }; Expected = 'SfNameInvalid' }
        @{ Name = 'a record without its external id'; Parameters = @{ InputObject = @{ Id = '003gL0000zzzzzz' }; Type = 'Contact'; ExternalId = 'External_Id__c' }; Expected = 'SfRecordInvalid' }
        @{ Name = 'an unknown external id field'; Parameters = @{ Id = 'x'; Type = 'Contact'; ExternalId = 'Nothing__c' }; Expected = 'SfNotFound' }
    ) {
        (Get-ThrownError { Remove-SfRecord @Parameters -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike "$Expected,*"
        Get-RecordRequest | Where-Object { $_ -like 'DELETE*' } | Should -BeNullOrEmpty
    }

    It 'gets records in the order of the ids, as Invoke-SfQuery returns them, and names missing ones' {
        $found = $ids[2], '003gL0000zzzzzz', 'short', $ids[0] | Get-SfRecord Contact -Field LastName, Birthdate -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.LastName | Should -Be @('N00003', 'N00001')
        $found[0].PSTypeNames | Should -Contain 'Salesforce.Contact'
        $found[0].PSObject.Properties.Name | Should -Not -Contain 'attributes'
        Get-ErrorId $errors | Should -Be @('SfIdInvalid', 'SfNotFound')
        $errors[1].TargetObject | Should -Be '003gL0000zzzzzz'
        Get-RecordRequest | Should -Be @("POST $collections/Contact")
    }

    It 'gets all fields if none are named, and dates with -Typed' {
        $record = Get-SfRecord Contact $ids[0] -Typed
        $record.CreatedDate | Should -BeOfType ([DateTimeOffset])
        $record.Department | Should -Be $tag
    }

    It 'accepts the output of a query and knows its type' {
        (Get-Tagged $tag | Get-SfRecord -Field Id).Id | Should -Be $ids
        (Get-ThrownError { $ids | Get-SfRecord }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
    }

    It 'finds by external id, and names an unknown field' {
        $found = Get-SfRecord Contact C-000002, nobody, C-000001 -ExternalId External_Id__c -Field LastName -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.LastName | Should -Be @('Bianchi', 'Abbott')
        $errors[0].ErrorDetails.Message | Should -BeLike "*External_Id__c 'nobody'*"
        (Get-ThrownError { Get-SfRecord Contact $ids[0] -Field Nonsense }).ErrorDetails.Message | Should -BeLike '*Nonsense*'
    }

    It 'gets 2,000 records per request' {
        $many = @($ids) * 1000
        ($many | Get-SfRecord Contact -Field Id | Measure-Object).Count | Should -Be 3000
        Get-RecordRequest | Should -HaveCount 2
    }
}
