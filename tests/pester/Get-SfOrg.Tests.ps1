BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfOrg' {
    BeforeEach { Reset-TestOrg $org uat }

    It 'returns what the org is, with three requests' {
        $found = Get-SfOrg
        Get-OrgRequestLine $org | Sort-Object | Should -Be 'GET /services/data', 'GET /services/data/v68.0/limits', 'GET /services/data/v68.0/query'
        $found.Id | Should -Be (Get-SfConnection uat).OrganizationId
        $found.Id | Should -HaveCount 1
        $found.Id.Length | Should -Be 18
        "$found" | Should -Be $found.Name
        $found.ConnectionName, $found.Edition, $found.IsSandbox | Should -Be 'uat', 'Developer Edition', $false
        $found.MyDomainUrl | Should -Be $org.Url
        $found.InstanceName | Should -Not -BeNullOrEmpty
        $found.Language, $found.Locale | Should -Be 'en_US', 'en_US'
        $found.TimeZone | Should -Not -BeNullOrEmpty
        $found.ApiVersion, $found.NewestApiVersion | Should -Be '68.0', '68.0'
        [decimal] $found.OldestApiVersion | Should -BeLessThan 68
        $found.Limits.Name | Select-Object -First 3 | Should -Be 'DailyApiRequests', 'DataStorageMB', 'FileStorageMB'
        $found.RecordCounts.Count | Should -Be 0
        Clear-OrgRequest $org
        $null = Get-SfOrg
        (Get-OrgRequestLine $org).Count | Should -Be 2
    }

    It 'reads a sandbox, a trial and a namespace' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/query'; status = 200; body = @{ done = $true; totalSize = 1; records = @(@{ Id = '00D000000000001EAA'; Name = 'Acme'
                        OrganizationType = 'Enterprise Edition'; InstanceName = 'USA1S'; IsSandbox = $true; TrialExpirationDate = '2026-12-24T10:00:00.000+0000'; NamespacePrefix = 'acme' }) } |
                ConvertTo-Json -Depth 4 }
        $found = Get-SfOrg
        $found.IsSandbox, $found.NamespacePrefix, $found.Edition | Should -Be $true, 'acme', 'Enterprise Edition'
        $found.TrialExpiresAt | Should -Be ([DateTimeOffset] '2026-12-24T10:00:00Z')
        $text = $found | Out-String -Width 80
        $text | Should -Match 'TrialExpiresAt +: 2026-12-24 10:00:00Z'
        $text | Should -Match 'NamespacePrefix +: acme'
        $text | Should -Match 'Limits +: DailyApiRequests: '
    }

    It 'counts records, and names an object that is not counted' {
        $found = Get-SfOrg contact, Account, Nothing__c -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.RecordCounts.ObjectName | Should -Be 'Account', 'Contact'
        $found.RecordCounts[1].Count | Should -Be 100
        "$($found.RecordCounts[1])" | Should -Be 'Contact: 100'
        $found | Out-String | Should -Match 'RecordCounts +: Account: \d+\r?\n +Contact: 100'
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $failed[0].TargetObject | Should -Be Nothing__c
        @(Get-OrgRequestLine $org) -match 'recordCount$' | Should -HaveCount 1
    }

    It 'sends nothing for <_>, which is not a name' -ForEach 'Con*', '../limits', 'a,b' {
        (Get-ThrownError { Get-SfOrg -RecordCount $_ }).FullyQualifiedErrorId | Should -BeLike 'SfNameInvalid,*'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'takes connections from the pipeline, and goes on after one that fails' {
        $null = Connect-SfJwt @signIn -Name prod -ApiVersion 66.0
        $found = 'prod', 'none', 'uat' | Get-SfOrg -ErrorVariable failed -ErrorAction SilentlyContinue
        $found.ConnectionName | Should -Be 'prod', 'uat'
        $found.ApiVersion | Should -Be '66.0', '68.0'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
        $failed[0].TargetObject | Should -Be none
    }

    It 'lacks limits that the user may not see' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 403; body = '[{"errorCode":"INSUFFICIENT_ACCESS","message":"no"}]' }
        $notes = [Collections.Generic.List[string]]::new()
        $found = Get-SfOrg -Verbose 4>&1 | ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { $notes.Add("$_") } else { $_ } }
        $found.Edition | Should -Be 'Developer Edition'
        $found.Limits.Count | Should -Be 0
        $notes -like 'The limits are not known*' | Should -HaveCount 1
        $found | Out-String | Should -Not -Match 'Limits'
    }

    It 'fails if <Path> answers with <Body>' -ForEach @(
        @{ Path = 'query'; Body = '{"records":[]}' }, @{ Path = 'query'; Body = '<html><title>Maintenance</title></html>' }
        @{ Path = 'limits'; Body = '[]' }, @{ Path = 'limits/recordCount'; Body = '{"sObjects":[{"name":"Contact"}]}' }
    ) {
        Add-OrgFault $org @{ path = "/services/data/v68.0/$Path"; status = 200; body = $Body }
        (Get-ThrownError { Get-SfOrg -RecordCount Contact }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }

    It 'completes objects' {
        $null = Get-SfObject
        Get-Completion 'Get-SfOrg -RecordCount Conta' | Should -Contain Contact
    }
}
