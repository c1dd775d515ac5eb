BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $module = Get-TestModule
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfConnection' {
    BeforeEach {
        Disconnect-Sf -All
        $first = Connect-SfJwt @signIn -Name first
        $second = Connect-SfJwt @signIn -Name second
        Clear-OrgRequest $org
    }

    It 'lists all, in the order in which they were made' {
        (Get-SfConnection).Name | Should -Be @('first', 'second')
    }

    It 'finds by name, in whatever case, by wildcard and from the pipeline' {
        Get-SfConnection FIRST | Should -Be $first
        (Get-SfConnection f*, s*).Name | Should -Be @('first', 'second')
        ('second', 'first' | Get-SfConnection).Name | Should -Be @('second', 'first')
        Get-SfConnection none* | Should -BeNullOrEmpty
    }

    It 'gives the latest as the default' {
        Get-SfConnection -Default | Should -Be $second
        Disconnect-Sf second
        Get-SfConnection -Default | Should -Be $first
    }

    It 'replaces a connection of the same name' {
        $again = Connect-SfJwt @signIn -Name FIRST
        (Get-SfConnection).Name | Should -Be @('second', 'FIRST')
        Get-SfConnection first | Should -Be $again
    }

    It 'names an unknown connection and the known ones, and goes on' {
        $found = Get-SfConnection nobody, first -ErrorVariable errors -ErrorAction SilentlyContinue
        $found | Should -Be $first
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'first, second'
    }

    It 'is empty in another runspace, where a connection can be passed to' {
        $result = 1 | ForEach-Object -Parallel {
            Import-Module $using:module
            @(Get-SfConnection).Count
            (Invoke-SfRest limits -Connection $using:first).DailyApiRequests.Max
        }
        $result | Should -Be @(0, 100000)
    }

    It 'completes names' {
        Connect-SfJwt @signIn -Name "it's here" | Out-Null
        (TabExpansion2 'Invoke-SfRest x -Connection ').CompletionMatches.CompletionText | Should -Be @('first', 'second', "'it''s here'")
        (TabExpansion2 'Get-SfConnection se').CompletionMatches.CompletionText | Should -Be 'second'
    }

    It 'completes scopes' {
        (TabExpansion2 'Connect-SfWeb -Scope api, re').CompletionMatches.CompletionText | Should -Be 'refresh_token'
    }

    It 'shows a table that fits 100 columns, and no secret in the list' {
        $table = Get-SfConnection | Out-String -Width 100
        $table | Should -Match 'Name\s+Username\s+InstanceUrl\s+ApiVersion'
        ($table -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }
}

Describe 'Disconnect-Sf' {
    BeforeEach {
        Disconnect-Sf -All
        $first = Connect-SfJwt @signIn -Name first
        $second = Connect-SfJwt @signIn -Name second
        $token = Get-SfAccessToken -Connection second -AsPlainText
        Clear-OrgRequest $org
    }

    It 'drops the default, and asks Salesforce nothing' {
        Disconnect-Sf
        (Get-SfConnection).Name | Should -Be 'first'
        $second.IsConnected | Should -BeFalse
        Get-OrgRequest $org | Should -BeNullOrEmpty
        Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers @{ Authorization = "Bearer $token" } | Should -Not -BeNullOrEmpty
    }

    It 'drops by name, by object, from the pipeline, and all' {
        Disconnect-Sf first
        (Get-SfConnection).Name | Should -Be 'second'
        $second | Disconnect-Sf
        Get-SfConnection | Should -BeNullOrEmpty
        $null = Connect-SfJwt @signIn
        Disconnect-Sf -All
        Get-SfConnection | Should -BeNullOrEmpty
        Disconnect-Sf -All
    }

    It 'ends the token at Salesforce with -Revoke' {
        Disconnect-Sf -Revoke
        (Get-OrgRequest $org).path | Should -Be '/services/oauth2/revoke'
        { Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers @{ Authorization = "Bearer $token" } } | Should -Throw '*401*'
    }

    It 'drops the local copy even where revoking fails, and says so' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 400; errorCode = 'unsupported_token_type'; message = 'this token type is not supported' }
        Disconnect-Sf -Revoke -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.Count | Should -Be 1
        (Get-SfConnection).Name | Should -Be 'first'
    }

    It 'takes a page with status 200 for no revocation' {
        Add-OrgFault $org @{ path = '/services/oauth2/revoke'; status = 200; body = '<html><title>Blocked by proxy</title></html>'; contentType = 'text/html' }
        Disconnect-Sf -Revoke -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        "$errors" | Should -BeLike '*Blocked by proxy*'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*may live on*'
        (Get-SfConnection).Name | Should -Be 'first'
    }

    It 'does nothing with -WhatIf' {
        Disconnect-Sf -Revoke -WhatIf
        $second.IsConnected | Should -BeTrue
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'leaves an object that can no longer be used, and says so' {
        Disconnect-Sf second
        $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $second }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $second.Username | Should -Be 'user@test.example'
        (Get-ThrownError { Get-SfAccessToken -Connection $second }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }

    It 'says so when there is nothing to disconnect' {
        Disconnect-Sf -All
        (Get-ThrownError { Disconnect-Sf }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        (Get-ThrownError { Disconnect-Sf nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}

Describe 'Get-SfAccessToken' {
    BeforeEach {
        Disconnect-Sf -All
        $connection = Connect-SfJwt @signIn
        Clear-OrgRequest $org
    }

    It 'gives a SecureString by default, and asks nothing' {
        $token = Get-SfAccessToken
        $token | Should -BeOfType ([SalesforceJwt.PS.Models.SfAccessToken])
        $token.Token | Should -BeOfType ([securestring])
        $token.InstanceUrl | Should -Be $org.Url
        $token.Username | Should -Be 'user@test.example'
        ConvertFrom-SecureString $token.Token -AsPlainText | Should -Be (Get-SfAccessToken -AsPlainText)
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'gives the bare token, and a header that Invoke-RestMethod takes' {
        Get-SfAccessToken -AsPlainText | Should -Match '^00D\w{12}!\S{50,}$'
        $header = Get-SfAccessToken -AsHeader
        $header | Should -BeOfType ([hashtable])
        (Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers $header).DailyApiRequests.Max | Should -Be 100000
    }

    It 'gets a fresh one with -Renew, which the connection uses from then on' {
        $old = Get-SfAccessToken -AsPlainText
        $new = Get-SfAccessToken -AsPlainText -Renew
        $new | Should -Not -Be $old
        (Get-OrgRequest $org).path | Should -Be '/services/oauth2/token'
        Get-SfAccessToken -AsPlainText | Should -Be $new
    }

    It 'takes connections by name and from the pipeline' {
        Get-SfAccessToken user@test.example -AsPlainText | Should -Be ($connection | Get-SfAccessToken -AsPlainText)
    }

    It 'shows stars' {
        $text = Get-SfAccessToken | Out-String
        $text | Should -Match '\*\*\*'
        "$(Get-SfAccessToken)" | Should -Match '\*\*\*'
    }

    It 'says so without a connection' {
        Disconnect-Sf -All
        $thrown = Get-ThrownError { Get-SfAccessToken }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Connect-SfJwt'
    }
}
