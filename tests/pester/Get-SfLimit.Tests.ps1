BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    # Ends all connections; as many of 1,000 calls of the day are used.
    function Set-ApiUsage([int] $Used) {
        Disconnect-Sf -All
        Clear-OrgRequest $org
        Set-OrgSetting $org @{ apiUsage = $Used; dailyApiLimit = 1000 }
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfLimit' {
    BeforeEach {
        Set-ApiUsage 249
        $null = Connect-SfJwt @signIn -ApiVersion 68.0
    }

    It 'returns each limit with its usage' {
        $limit = Get-SfLimit | Where-Object Name -EQ DailyApiRequests
        $limit.Max | Should -Be 1000
        $limit.Used | Should -Be 250
        $limit.Remaining | Should -Be 750
        $limit.PercentUsed | Should -Be 25
        (Get-SfLimit).Count | Should -BeGreaterThan 3
    }

    It 'accepts names and wildcards, and returns each once' {
        (Get-SfLimit dailyapirequests, Daily*ApiRequests, DailyBulkApi*).Name | Should -Be @('DailyApiRequests', 'DailyBulkApiBatches')
        Get-SfLimit Nothing* | Should -BeNullOrEmpty
    }

    It 'names an unknown limit' {
        $found = Get-SfLimit Nothing, DailyApiRequests -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'DailyApiRequests'
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].TargetObject | Should -Be 'Nothing'
    }

    It 'reads limits of apps, limits of zero, and exceeded limits' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 200
            body = '{"B":{"Max":0,"Remaining":0},"A":{"Max":10,"Remaining":-5,"My App":{"Max":4,"Remaining":1}},"Note":"x"}' }
        $limits = Get-SfLimit
        $limits.Name | Should -Be @('A', 'B')
        $limits.PercentUsed | Should -Be @(150, 0)
        $limits[0].Applications.Name | Should -Be 'My App'
        $limits[0].Applications.Used | Should -Be 3
        { $limits | Out-String } | Should -Not -Throw
    }

    It 'fails if the response is something else: <_>' -ForEach '[]', '<html><title>Maintenance</title></html>', '{"A":' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/limits'; status = 200; body = $_ }
        (Get-ThrownError { Get-SfLimit }).FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
    }

    It 'shows a bar within 80 columns' {
        $text = Get-SfLimit DailyApiRequests | Out-String -Width 80
        $text | Should -Match 'Name +Used +Max +Percent.* Usage'
        $text | Should -Match "DailyApiRequests +250 +1000 +25 .*$([string]::new([char]0x2588, 2)).*$([string]::new([char]0x2591, 8))"
        $text -replace '\x1b\[[\d;]*m' -split '\r?\n' | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum |
            Should -BeLessOrEqual 80
    }

    It 'completes names' {
        Get-Completion 'Get-SfLimit DailyApi' | Should -Be 'DailyApiRequests'
    }
}

Describe 'A connection with usage percentages' {
    It 'warns once, in the cmdlet that reached the percentage' {
        Set-ApiUsage 798
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -ApiUsageWarning 80
        $null = Invoke-SfRest limits -WarningVariable before
        $null = Invoke-SfRest limits -WarningVariable at -WarningAction SilentlyContinue
        $null = Invoke-SfQuery 'SELECT Id FROM Contact' -WarningVariable after
        $before | Should -BeNullOrEmpty
        $at | Should -HaveCount 1
        $at[0].Message | Should -Match '800 of its 1,000 API requests of the last 24 hours \(80 %\)'
        $after | Should -BeNullOrEmpty
    }

    It 'sends nothing more from the limit on, and says how to continue' {
        Set-ApiUsage 899
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -ApiUsageLimit 90
        $null = Invoke-SfRest limits
        Clear-OrgRequest $org
        $thrown = Get-ThrownError { Invoke-SfQuery 'SELECT Id FROM Contact' }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitGuard,*'
        $thrown.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Get-SfLimit'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'ends a whole pipeline of bodies' {
        Set-ApiUsage 898
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -ApiUsageLimit 90
        $thrown = Get-ThrownError { 1..5 | ForEach-Object { @{ LastName = "Guard $_" } } |
            Invoke-SfRest sobjects/Contact -Method Post -ErrorAction SilentlyContinue }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestLimitGuard,*'
        Get-OrgRequest $org | Where-Object method -EQ POST | Where-Object path -Like '*/sobjects/Contact' | Should -HaveCount 2
    }

    It 'continues once Get-SfLimit has seen a lower usage' {
        Set-ApiUsage 950
        $null = Connect-SfJwt @signIn -ApiVersion 68.0 -ApiUsageLimit 90
        $null = Invoke-SfRest limits
        { Invoke-SfRest limits } | Should -Throw
        Set-OrgSetting $org @{ apiUsage = 100 }
        (Get-SfLimit DailyApiRequests).Used | Should -Be 101
        { Invoke-SfRest limits } | Should -Not -Throw
    }

    It 'accepts percentages only: <_>' -ForEach 0, 101, 'many' {
        { Connect-SfJwt @signIn -ApiUsageLimit $_ } | Should -Throw
        { Connect-SfJwt @signIn -ApiUsageWarning $_ } | Should -Throw
    }
}
