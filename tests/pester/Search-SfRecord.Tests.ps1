BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -ApiVersion 68.0
    foreach ($name in "Zephyr O'Neil & Sons", 'Zephyrus {Trading}', 'Rock and Roll Zeta') {
        $null = Invoke-SfRest sobjects/Account -Method Post -Body @{ Name = $name; Phone = '+49 (89) 55-1234' }
    }
    $null = Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'Zephyr'; Email = 'zephyr@mail.example' }
    $null = Get-SfObject; $null = Get-SfObject Account
    function Get-SentSearch { (Get-OrgRequest $org)[-1].queryString.Substring(3) | ForEach-Object { [uri]::UnescapeDataString($_) } }
}
AfterAll { Stop-TestOrg $org }

Describe 'Search-SfRecord' {
    BeforeEach { Clear-OrgRequest $org }

    It 'finds records of several objects, with their type names and without attributes' {
        $found = Search-SfRecord zephyr -Returning ([ordered]@{ Account = 'Id', 'Name'; Contact = 'Id', 'LastName', 'Email' })
        $account = $found | Where-Object { $_.PSTypeNames[0] -eq 'Salesforce.Account' }
        $account.Name | Should -Contain "Zephyr O'Neil & Sons"
        $contact = $found | Where-Object { $_.PSTypeNames[0] -eq 'Salesforce.Contact' }
        $contact.Email | Should -Be 'zephyr@mail.example'
        $contact.PSObject.Properties.Name | Should -Be @('Id', 'LastName', 'Email')
        Get-SentSearch | Should -Be 'FIND {zephyr} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id, LastName, Email)'
    }

    It 'accepts names, texts and objects for -Returning' {
        $null = Search-SfRecord zephyr -Returning Account, 'Contact(Id, LastName)'
        Get-SentSearch | Should -BeLike '*RETURNING Account, Contact(Id, LastName)'
        $null = Search-SfRecord zephyr -Returning (Get-SfObject -Name Acc*)
        (Get-OrgRequest $org)[-1].queryString | Should -BeLike '*RETURNING%20Account'
        $null = Search-SfRecord zephyr -Returning @{ Account = 'Id, Name' }
        Get-SentSearch | Should -BeLike '*RETURNING Account(Id, Name)'
    }

    It 'finds text with reserved characters: <Text>' -ForEach @(
        @{ Text = "O'Neil & Sons"; Name = "Zephyr O'Neil & Sons" }
        @{ Text = '{Trading}'; Name = 'Zephyrus {Trading}' }
        @{ Text = 'rock and roll'; Name = 'Rock and Roll Zeta' }
    ) {
        (Search-SfRecord $Text -Returning 'Account(Name)').Name | Should -Be $Name
    }

    It 'escapes the search text' {
        $null = Search-SfRecord 'zephyr} RETURNING User(Username)' -Returning 'Account(Id)'
        Get-SentSearch | Should -Be 'FIND {zephyr\} RETURNING User\(Username\)} IN ALL FIELDS RETURNING Account(Id)'
    }

    It 'accepts wildcards only with -Wildcard' {
        Search-SfRecord 'zephyru*' -Returning 'Account(Name)' | Should -BeNullOrEmpty
        (Search-SfRecord 'zephyru*' -Wildcard -Returning 'Account(Name)').Name | Should -Be 'Zephyrus {Trading}'
    }

    It 'searches in -In, and returns -First' {
        (Search-SfRecord zephyr -In Email -Returning 'Contact(LastName)', Account).LastName | Should -Be 'Zephyr'
        @(Search-SfRecord 'zeph*' -Wildcard -In Name -Returning Account -First 1) | Should -HaveCount 1
        Get-SentSearch | Should -BeLike 'FIND {zeph`*} IN NAME FIELDS RETURNING Account LIMIT 1'
    }

    It 'accepts texts from the pipeline, and returns dictionaries' {
        $found = 'trading', 'roll' | Search-SfRecord -Returning 'Account(Name)' -AsHashtable
        $found | ForEach-Object { $_['Name'] } | Should -Be @('Zephyrus {Trading}', 'Rock and Roll Zeta')
        $found[0] | Should -BeOfType System.Collections.IDictionary
    }

    It 'goes on with the next text after a bad one' {
        $found = '&', 'Kim' | Search-SfRecord -Returning Contact -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Count | Should -BeGreaterThan 0
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfSearchTextInvalid,*'
    }

    It 'runs SOSL unchanged' {
        (Search-SfRecord -Search "FIND {zephyr*} IN NAME FIELDS RETURNING Account(Name ORDER BY Name DESC LIMIT 1)").Name | Should -Be 'Zephyrus {Trading}'
    }

    It 'sends nothing for <Case>' -ForEach @(
        @{ Case = 'a text that is too short'; Call = { Search-SfRecord z }; Id = 'SfSearchTextInvalid' }
        @{ Case = 'nothing but signs'; Call = { Search-SfRecord '&&' }; Id = 'SfSearchTextInvalid' }
        @{ Case = 'a wildcard in front'; Call = { Search-SfRecord '*ephyr' -Wildcard }; Id = 'SfSearchTextInvalid' }
        @{ Case = 'a clause among the fields'; Call = { Search-SfRecord zephyr -Returning 'Account(Id LIMIT 1)' }; Id = 'SfNameInvalid' }
        @{ Case = 'a number for an object'; Call = { Search-SfRecord zephyr -Returning 1 }; Id = 'SfNameInvalid' }
    ) {
        $thrown = Get-ThrownError $Call
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'shows Salesforce''s message for bad SOSL' {
        $thrown = Get-ThrownError { Search-SfRecord -Search 'FIND acme' }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $thrown.ErrorDetails.Message | Should -Match 'MALFORMED_SEARCH'
        $thrown.TargetObject | Should -Be 'FIND acme'
    }

    It 'names the nearest object and field' {
        (Get-ThrownError { Search-SfRecord zephyr -Returning Acount }).ErrorDetails.RecommendedAction | Should -BeLike 'Did you mean Account[?]*'
        (Get-ThrownError { Search-SfRecord zephyr -Returning 'Account(Naem)' }).ErrorDetails.RecommendedAction | Should -BeLike 'Did you mean Name[?]*'
    }

    It 'returns no record of a truncated response' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/search'; status = 200; times = 0; body = '{"searchRecords":[{"attributes":{"type":"Account"},"Name":"x"},{"attr' }
        (Get-ThrownError { Search-SfRecord zephyr }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }
}
