#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Tab completion in SOQL, REST paths and API versions. Get-SfObject.Tests.ps1 tests that of objects and fields as arguments, other
# files that of their cmdlets' parameters.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Get-TestModule)
    $org = Start-TestOrg
    $signIn = $org.SignIn
    function Connect-DescribedOrg {
        $null = Connect-SfJwt @signIn
        # Described first, so that a slow machine cannot exceed the time limit of completion.
        $null = Get-SfObject
        $null = Get-SfObject Contact
        Clear-OrgRequest $org
    }
}

AfterAll { Stop-TestOrg $org }

Describe 'Completion in SOQL' {
    BeforeEach { Connect-DescribedOrg }

    It 'completes <Line> to <Completed>' -ForEach @(
        @{ Line = "Invoke-SfQuery 'SELECT Id FROM Conta"; Completed = "'SELECT Id FROM Contact" }
        @{ Line = "Invoke-SfQuery 'select Id from Conta'"; Completed = "'select Id from Contact'" }
        @{ Line = 'Invoke-SfQuery "SELECT Id FROM Conta'; Completed = '"SELECT Id FROM Contact' }
        @{ Line = "Export-SfBulk 'SELECT Id FROM Conta"; Completed = "'SELECT Id FROM Contact" }
        @{ Line = "Invoke-SfQuery -Tooling:`$false -Query 'SELECT Id FROM Conta"; Completed = "'SELECT Id FROM Contact" }
        @{ Line = "Invoke-SfQuery 'SELECT Id FROM Contact WHERE FirstN"; Completed = "'SELECT Id FROM Contact WHERE FirstName" }
        @{ Line = "Invoke-SfQuery 'SELECT Id FROM Contact WHERE (Email = :e AND FirstN"
            Completed = "'SELECT Id FROM Contact WHERE (Email = :e AND FirstName" }
        @{ Line = "Invoke-SfQuery 'SELECT Id FROM Contact ORDER BY FirstN"; Completed = "'SELECT Id FROM Contact ORDER BY FirstName" }
        @{ Line = "Invoke-SfQuery 'SELECT FirstN FROM Contact'"; Completed = "'SELECT FirstName FROM Contact'" }
        @{ Line = "Invoke-SfQuery 'SELECT Id, FirstN, Email FROM Contact WHERE Email != null'"
            Completed = "'SELECT Id, FirstName, Email FROM Contact WHERE Email != null'" }
    ) {
        Get-Completion $Line | Should -Be $Completed
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'offers every field where the list of fields is empty, or ends in a comma' {
        $fields = (Get-SfObject Contact).Fields.Name
        foreach ($start in 'SELECT ', 'SELECT Id, ') {
            $offered = (TabExpansion2 "Invoke-SfQuery '${start}FROM Contact'" 23).CompletionMatches
            $offered.ListItemText | Should -Be $fields
            $offered[1].CompletionText | Should -Be "'$start$($fields[1]) FROM Contact'"
        }
    }

    It 'describes a field' {
        (TabExpansion2 "Invoke-SfQuery 'SELECT FirstN FROM Contact'").CompletionMatches[0].ToolTip | Should -Be 'First Name: string(40)'
    }

    It 'offers nothing for <_>' -ForEach @(
        "Invoke-SfQuery 'SELECT Na"
        "Invoke-SfQuery 'SELECT Id FROM Contact WHERE FirstName = "
        "Invoke-SfQuery 'SELECT Id FROM Nothing_At_All WHERE A"
        "Invoke-SfQuery 'SELECT Id, (SELECT Na FROM Contacts) FROM Account"
        "Invoke-SfQuery 'no SOQL"
    ) {
        $Error.Clear()
        Get-Completion $_ | Where-Object { $_ -notmatch '[\\/]' } | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Completion of REST paths' {
    BeforeEach { Connect-DescribedOrg }

    It 'completes <Line> to <Completed>' -ForEach @(
        @{ Line = 'Invoke-SfRest lim'; Completed = 'limits' }
        @{ Line = 'Invoke-SfRest sobjects/Conta'; Completed = "'sobjects/Contact'" }
        @{ Line = 'Invoke-SfRest sobjects/Contact/des'; Completed = "'sobjects/Contact/describe'" }
        @{ Line = "Invoke-SfRest 'composite/b"; Completed = "'composite/batch'" }
        @{ Line = 'Invoke-SfRest /services/apex'; Completed = "'/services/apexrest/'" }
        @{ Line = 'Invoke-SfRest -Method Get -Uri jobs/'; Completed = "'jobs/ingest'", "'jobs/query'" }
    ) {
        Get-Completion $Line | Should -Be $Completed
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'offers common paths without a connection' {
        Disconnect-Sf -All
        Get-Completion 'Invoke-SfRest lim' | Should -Be 'limits'
    }
}

Describe 'Completion of API versions' {
    It 'offers the org''s versions, newest first, and requests them at most once' {
        Connect-DescribedOrg
        $versions = (Invoke-SfRest /services/data).version
        Get-Completion 'Invoke-SfRest limits -ApiVersion ' | Should -Be @($versions | Sort-Object { [decimal] $_ } -Descending)
        Clear-OrgRequest $org
        Get-Completion 'Get-SfLimit -ApiVersion 68' | Should -Be '68.0'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }
}

Describe 'Completion of what users have access to' {
    BeforeAll {
        Connect-DescribedOrg
        $class = (Invoke-SfQuery 'SELECT Name FROM ApexClass LIMIT 1').Name
        $null = Invoke-OrgAdmin $org Post records @{ type = 'ApexClass'; fields = @{ Name = 'Invoices'; NamespacePrefix = 'acme' } }
    }

    It 'offers objects up to the dot, and behind it fields' {
        $null = Get-SfObject Contact
        Clear-OrgRequest $org
        Get-Completion 'Get-SfAccess anna -Field Conta' | Should -Be 'Contact.'
        Get-Completion "Get-SfAccess anna -Field 'Conta" | Should -Be 'Contact.'
        Get-Completion 'Get-SfAccess anna -Field Contact.FirstN' | Should -Be 'Contact.FirstName'
        Get-Completion 'Get-SfAccess anna -Field Contact.Email, contact.firstn' | Should -Be 'contact.FirstName'
        Get-Completion 'Get-SfAccess anna -Field Contact.' | Should -Be ((Get-SfObject Contact).Fields.Name | ForEach-Object { "Contact.$_" })
        Get-OrgRequest $org | Where-Object path -NotLike '*/describe' | Should -BeNullOrEmpty
    }

    It 'offers apps by label and by name, and asks once' {
        Get-Completion 'Get-SfAccess anna -App Sal' | Should -Contain 'Sales'
        Clear-OrgRequest $org
        Get-Completion 'Get-SfAccess anna -App standard__S' | Should -Be 'standard__Sales', 'standard__Service'
        Get-Completion 'Get-SfAccess anna -App Serv' | Should -Be 'Service'
        Get-Completion 'Get-SfAccess anna -App ' | Should -Contain 'Sales'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'offers Apex classes, those of packages by either name' {
        Get-Completion "Get-SfAccess anna -ApexClass $($class.Substring(0, 4).ToLower())" | Should -Contain $class
        Get-Completion 'Get-SfAccess anna -ApexClass inv' | Should -Be 'acme__Invoices'
        Get-Completion 'Get-SfAccess anna -ApexClass acme__' | Should -Be 'acme__Invoices'
        Get-Completion 'Get-SfAccess anna -ApexClass other__Inv' | Should -BeNullOrEmpty
        Get-Completion 'Get-SfAccess anna -ApexClass ' | Should -Contain $class
        (TabExpansion2 'Get-SfAccess anna -ApexClass inv').CompletionMatches[0].ToolTip | Should -Be 'Apex class'
    }

    It 'offers nothing, and fails silently, for <_>' -ForEach 'Field Nothing_At_All.', "Field 'No object.", 'Field .', 'Field A.B.C', 'ApexClass nothing', 'App nothing' {
        $Error.Clear()
        Get-Completion "Get-SfAccess anna -$_" | Where-Object { $_ -notmatch '[\\/]' } | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Completion offline' {
    It 'fails silently, and offers names that need no org' {
        Connect-DescribedOrg
        Add-OrgFault $org @{ kind = 'Hang'; times = 0 }
        $Error.Clear()
        Get-Completion "Invoke-SfQuery 'SELECT X FROM Account'" | Where-Object { $_ -notmatch '[\\/]' } | Should -BeNullOrEmpty
        Get-Completion 'Invoke-SfRest lim' | Should -Be 'limits'
        foreach ($argument in 'Field Case.', 'App Sal', 'ApexClass Inv') { Get-Completion "Get-SfAccess anna -$argument" | Should -BeNullOrEmpty }
        $Error | Should -BeNullOrEmpty
        Invoke-OrgAdmin $org Delete faults
    }
}

Describe 'Completion with a slow org' {
    It 'offers at the next Tab what <Line> had to wait for, and asks once' -ForEach @(
        @{ Line = 'Get-SfUser user@'; Completed = "'user@test.example'" }
        @{ Line = 'Get-SfPermissionSet Identity'; Completed = 'IdentityConnect' }
    ) {
        Connect-DescribedOrg
        $null = Get-SfLimit
        Add-OrgFault $org @{ path = '/query'; kind = 'Delay'; delaySeconds = 4; times = 1 }
        Get-Completion $Line | Should -Not -Contain $Completed
        Start-Sleep 5
        $asked = @(Get-OrgRequest $org | Where-Object path -Like '*/query*').Count
        Get-Completion $Line | Should -Contain $Completed
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*').Count | Should -Be $asked
    }

    It 'asks again after a failure' {
        Connect-DescribedOrg
        Add-OrgFault $org @{ path = '/query'; status = 400; errorCode = 'MALFORMED_QUERY'; message = 'no'; times = 1 }
        Get-Completion 'Get-SfUser user@' | Should -Not -Contain "'user@test.example'"
        Get-Completion 'Get-SfUser user@' | Should -Contain "'user@test.example'"
    }
}

Describe 'Completion of rows' {
    It 'offers no property of other output types: <_>' -ForEach 'Invoke-SfQuery "SELECT Id FROM Contact"', 'Search-SfRecord x', 'Invoke-SfRest query' {
        $line = "$_ | Where-Object "
        Get-Completion $line |
            Where-Object { $_ -in 'Count', 'Keys', 'Values', 'Length', 'Chars', 'IsFixedSize', 'SyncRoot' } | Should -BeNullOrEmpty
    }
}
