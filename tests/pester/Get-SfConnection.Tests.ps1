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

    It 'lists all, in the order of creation' {
        (Get-SfConnection).Name | Should -Be @('first', 'second')
    }

    It 'finds by name in any case, by wildcard and from the pipeline' {
        Get-SfConnection FIRST | Should -Be $first
        (Get-SfConnection f*, s*).Name | Should -Be @('first', 'second')
        ('second', 'first' | Get-SfConnection).Name | Should -Be @('second', 'first')
        Get-SfConnection none* | Should -BeNullOrEmpty
    }

    It 'returns the latest as the default' {
        Get-SfConnection -Default | Should -Be $second
        Disconnect-Sf second
        Get-SfConnection -Default | Should -Be $first
    }

    It 'replaces a connection of the same name' {
        $again = Connect-SfJwt @signIn -Name FIRST
        (Get-SfConnection).Name | Should -Be @('second', 'FIRST')
        Get-SfConnection first | Should -Be $again
    }

    It 'names an unknown connection and the known ones, and continues' {
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
        Get-Completion 'Invoke-SfRest x -Connection ' | Should -Be @('first', 'second', "'it''s here'")
        Get-Completion 'Get-SfConnection se' | Should -Be 'second'
    }

    It 'completes scopes' {
        Get-Completion 'Connect-SfWeb -Scope api, re' | Should -Be 'refresh_token'
    }
}
