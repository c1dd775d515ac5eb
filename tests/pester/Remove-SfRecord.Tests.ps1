BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg -Records 300
    $signIn = $org.SignIn
    $collections = '/services/data/v68.0/composite/sobjects'
    . (Join-Path $PSScriptRoot 'RecordHelpers.ps1')
}
AfterAll { Stop-TestOrg $org }

Describe 'Remove-SfRecord and Get-SfRecord' {
    BeforeEach {
        $tag = Reset-Org
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

    It 'gets records in the order of the ids, as Invoke-SfQuery returns them, and names missing ones' {
        $found = $ids[2], '003gL0000zzzzzz', 'short', $ids[0] | Get-SfRecord Contact -Field LastName, Birthdate -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.LastName | Should -Be @('N00003', 'N00001')
        $found[0].PSTypeNames | Should -Contain 'Salesforce.Contact'
        $found[0].PSObject.Properties.Name | Should -Not -Contain 'attributes'
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be @('SfIdInvalid', 'SfNotFound')
        $errors[1].TargetObject | Should -Be '003gL0000zzzzzz'
        Requests | Should -Be @("POST $collections/Contact")
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
        Requests | Should -HaveCount 2
    }
}
