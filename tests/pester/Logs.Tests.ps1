# Get-SfLoginHistory and Get-SfAuditTrail.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    foreach ($name in 'anna', 'bert') { $null = Invoke-OrgAdmin $org Post users @{ username = "$name@acme.example"; profile = 'Standard User' } }
    $null = Connect-SfJwt @signIn
    $ids = @{}
    Get-SfUser *@acme.example, $signIn.Username | ForEach-Object { $ids[$_.Username] = $_.UserId }
    function Add-Login([string] $User, [string] $Status, [datetime] $Time = [datetime]::UtcNow, [hashtable] $More = @{}) {
        $fields = @{ UserId = $ids[$User]; Status = $Status; LoginTime = $Time.ToString('o'); Application = 'Browser'; LoginType = 'Application'
            LoginUrl = 'acme.my.salesforce.com' }
        foreach ($name in $More.Keys) { $fields[$name] = $More[$name] }
        $null = Invoke-OrgAdmin $org Post records @{ type = 'LoginHistory'; fields = $fields }
    }
    function Get-Soql { @(Get-OrgRequest $org | Where-Object path -Like '*/query*' | ForEach-Object { [uri]::UnescapeDataString($_.queryString) }) }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfLoginHistory' {
    BeforeEach { Clear-OrgRequest $org }

    It 'shows sign-ins and refusals, the newest first, with app, host and user' {
        { Connect-SfJwt @signIn -Username notapproved@test.example } | Should -Throw
        $login = (Get-SfLoginHistory)[0..1]
        $login[0] | Should -BeOfType 'SalesforceJwt.Model.SfLogin'
        $login.Username | Should -Be notapproved@test.example, $signIn.Username
        $login.Status | Should -Be 'Failed: Not approved for access', 'Success'
        $login.IsSuccess | Should -Be $false, $true
        $login[0].LoginType, $login[0].SourceIp, $login[0].LoginUrl, $login[0].Browser, $login[0].ApiVersion | Should -Be 'Remote Access 2.0', '127.0.0.1', '127.0.0.1', $null, $null
        [math]::Abs(($login[0].Time - [datetimeoffset]::Now).TotalMinutes) | Should -BeLessThan 5
        $login[0].Remedy | Should -Match 'Admin approved users are pre-authorized'
        $login[1].Remedy | Should -BeNullOrEmpty
        @(Get-Soql) | Should -HaveCount 2
    }

    It 'gives the remedy of the error table for <Status>' -ForEach @(
        @{ Status = 'Failed: Not approved for access'; Remedy = 'set Permitted Users to' }
        @{ Status = 'User is Inactive'; Remedy = 'Resume-SfUser bert@acme\.example unfreezes, Enable-SfUser bert@acme\.example activates' }
        @{ Status = 'User Is Frozen'; Remedy = 'Unfreeze' }
        @{ Status = 'Restricted IP'; Remedy = 'Login IP Ranges' }
        @{ Status = 'Failed: Signature Invalid'; Remedy = 'Compare the thumbprints' }
        @{ Status = 'Failed: Audience Invalid'; Remedy = 'audience' }
        @{ Status = 'Failed: Assertion Expired'; Remedy = 'clock' }
        @{ Status = 'Login Rate Exceeded'; Remedy = 'sign in once per job' }
        @{ Status = 'Invalid Password'; Remedy = 'Reset-SfUserPassword bert@acme\.example does' }
        @{ Status = 'Password Lockout'; Remedy = 'Unlock' }
        @{ Status = 'Restricted Time'; Remedy = 'Login Hours' }
        @{ Status = 'Failed: High Assurance Session Required'; Remedy = 'High assurance session required' }
        @{ Status = 'Failed: Computer activation required'; Remedy = 'Network Access' }
        @{ Status = 'Failed: API security token required'; Remedy = 'security token' }
        @{ Status = 'A status of tomorrow'; Remedy = '^$' }
    ) {
        Add-Login bert@acme.example $Status
        $login = Get-SfLoginHistory bert@acme.example -First 1
        $login.Status | Should -Be $Status
        "$($login.Remedy)" | Should -Match $Remedy
        "$($login.Remedy)" | Should -Not -Match 'Connect-SfWeb -ClientId'
    }

    It 'filters by user, app, failure, time and count' {
        Add-Login anna@acme.example 'Success' ([datetime]::UtcNow.AddDays(-3)) @{ Application = 'Dataloader Bulk' }
        Add-Login anna@acme.example 'Invalid Password' ([datetime]::UtcNow.AddDays(-2))
        Add-Login anna@acme.example 'Success' ([datetime]::UtcNow.AddDays(-20)) @{ Application = 'Dataloader Bulk' }
        $logins = Get-SfUser anna@acme.example | Get-SfLoginHistory
        $logins.Status | Should -Be 'Invalid Password', 'Success'
        (Get-SfLoginHistory -Application dataloader* -Since (Get-Date).AddDays(-30)).Username | Should -Be anna@acme.example, anna@acme.example
        (Get-SfLoginHistory -Application dataloader* -Since (Get-Date).AddDays(-30) -Until (Get-Date).AddDays(-10)) | Should -HaveCount 1
        (Get-SfLoginHistory -Until (Get-Date).AddDays(-15)) | Should -HaveCount 1
        (Get-SfLoginHistory anna@acme.example -Failed).Status | Should -Be 'Invalid Password'
        Get-SfLoginHistory anna@acme.example -Application 'Data\*' | Should -BeNullOrEmpty
        Clear-OrgRequest $org
        (Get-SfLoginHistory -First 2) | Should -HaveCount 2
        (Get-Soql)[0] | Should -Match 'LIMIT 2$'
        (Get-SfLoginHistory -Failed -First 2).IsSuccess | Should -Be $false, $false
    }

    It 'reads page by page, and no more pages than are asked for' {
        Set-OrgSetting $org @{ maxPageSize = 20 }
        try {
            1..60 | ForEach-Object { Add-Login bert@acme.example 'Success' }
            (Get-SfLoginHistory bert@acme.example).Count | Should -BeGreaterThan 60
            Clear-OrgRequest $org
            (Get-SfLoginHistory -Application Browser -First 5) | Should -HaveCount 5
            # One of the log, one of the usernames.
            @(Get-OrgRequest $org | Where-Object path -Like '*/query*') | Should -HaveCount 2
            (Get-SfLoginHistory | Select-Object -First 3) | Should -HaveCount 3
        } finally { Set-OrgSetting $org @{ maxPageSize = 2000 } }
    }

    It 'shows a sign-in without user beside the others' {
        $null = Invoke-OrgAdmin $org Post records @{ type = 'LoginHistory'; fields = @{ Status = 'Failed: Not known'; LoginTime = [datetime]::UtcNow.ToString('o') } }
        $logins = Get-SfLoginHistory -First 2
        $logins[0].Status, $logins[0].UserId, $logins[0].Username | Should -Be 'Failed: Not known', $null, $null
        $logins[1].Username | Should -Not -BeNullOrEmpty
    }

    It 'finds the newest of more users than a query can name' {
        $all = 1..260 | ForEach-Object { $null = Invoke-OrgAdmin $org Post users @{ username = "u$_@many.example" }; "u$_@many.example" }
        Get-SfUser u*@many.example | ForEach-Object { $ids[$_.Username] = $_.UserId }
        Add-Login u260@many.example 'Restricted IP' ([datetime]::UtcNow.AddHours(-2))
        Add-Login u1@many.example 'Restricted Time' ([datetime]::UtcNow.AddHours(-1))
        Add-Login u259@many.example 'Success' ([datetime]::UtcNow.AddHours(-3))
        ($all | Get-SfLoginHistory).Username | Should -Be u1@many.example, u260@many.example, u259@many.example
        ($all | Get-SfLoginHistory -First 2).Username | Should -Be u1@many.example, u260@many.example
        ($all | Get-SfLoginHistory -Failed -First 1).Status | Should -Be 'Restricted Time'
    }

    It 'goes on after unknown users, and asks nothing if none is known' {
        $logins = 'nobody', 'anna@acme.example' | Get-SfLoginHistory -ErrorVariable errors -ErrorAction SilentlyContinue
        $logins.Username | Sort-Object -Unique | Should -Be anna@acme.example
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfUserNotFound,*'
        Clear-OrgRequest $org
        Get-SfLoginHistory nobody -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        @(Get-Soql) -match 'LoginHistory' | Should -BeNullOrEmpty
        @() | Get-SfLoginHistory | Should -BeNullOrEmpty
        @(Get-Soql) -match 'LoginHistory' | Should -BeNullOrEmpty
    }

    It 'reads nothing of a period at the beginning of time' {
        Get-SfLoginHistory -Until ([DateTimeOffset]::MinValue) | Should -BeNullOrEmpty
        Get-SfAuditTrail -Until ([DateTimeOffset]::MinValue) | Should -BeNullOrEmpty
        Get-SfEventLog -Until ([DateTimeOffset]::MinValue) | Should -BeNullOrEmpty
        Clear-OrgRequest $org
    }

    It 'refuses a period that ends before it begins' {
        { Get-SfLoginHistory -Since 2026-11-02 -Until 2026-11-01 } | Should -Throw -ErrorId 'SfArgumentConflict,*'
        @(Get-OrgRequest $org) | Should -HaveCount 0
    }

    It 'shows their own sign-ins to users who may not manage users' {
        Use-MissingPermission $org 'manageUsers' {
            Get-SfLoginHistory | ForEach-Object Username | Sort-Object -Unique | Should -Be $signIn.Username
        }
    }

    It 'warns where the sign-ins of another user are hidden' {
        Use-MissingPermission $org 'manageUsers' {
            Get-SfLoginHistory bert@acme.example -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike "*sign-ins of other users is not known*does not have the permission 'Manage Users'*"
            $null = 'bert@acme.example', $signIn.Username | Get-SfLoginHistory -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            Clear-OrgRequest $org
            $null = Get-SfLoginHistory $signIn.Username -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            @(Get-Soql) -match 'UserPermissionAccess' | Should -BeNullOrEmpty
        }
    }

    It 'asks for the permission only where nothing was found, and warns of nothing else' {
        Add-Login bert@acme.example 'Success'
        $null = 'bert@acme.example', 'anna@acme.example' | Get-SfLoginHistory -First 1 -WarningVariable warnings
        @(Get-Soql) -match 'UserPermissionAccess' | Should -BeNullOrEmpty
        Get-SfLoginHistory bert@acme.example -Until (Get-Date).AddYears(-1) -WarningVariable +warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        @(Get-Soql) -match 'UserPermissionAccess' | Should -HaveCount 1
    }

    It 'says that the permission may be missing if that cannot be read' {
        Add-OrgFault $org @{ path = '/query$'; skip = 2; status = 400; errorCode = 'INVALID_TYPE'; message = 'no'; times = 1 }
        Get-SfLoginHistory bert@acme.example -Until (Get-Date).AddYears(-1) -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*may lack the permission 'Manage Users'*"
    }

    It 'completes users and apps' {
        Get-Completion 'Get-SfLoginHistory -Application Bro' | Should -Be Browser
        Get-Completion 'Get-SfLoginHistory anna' | Should -Be "'anna@acme.example'"
    }
}

Describe 'Get-SfAuditTrail' {
    BeforeAll {
        $null = New-SfRecord @{ Name = 'Audited'; Label = 'Audited' } -Type PermissionSet
        $null = Add-SfPermissionSet Audited anna@acme.example
        $null = Invoke-OrgAdmin $org Post records @{ type = 'SetupAuditTrail'; fields = @{ Action = 'changedPassword'; Section = 'Manage Users'; Display = 'Changed 100% of it'; DelegateUser = 'support@salesforce.example'; CreatedDate = [datetime]::UtcNow.AddDays(-30).ToString('o') } }
    }
    BeforeEach { Clear-OrgRequest $org }

    It 'shows changes, the newest first' {
        $changes = Get-SfAuditTrail
        $changes[0] | Should -BeOfType 'SalesforceJwt.Model.SfAuditTrailEntry'
        $changes[0].Username, $changes[0].Action, $changes[0].Section | Should -Be $signIn.Username, 'PermSetAssign', 'Manage Users'
        $changes[0].Display | Should -Match 'Audited.*assigned to'
        $changes[1].Action | Should -Be PermSetCreateNoLicense
        $changes.Time | Should -Be ($changes.Time | Sort-Object -Descending)
    }

    It 'filters by action, section, text, user, time and count' {
        (Get-SfAuditTrail -Action permset*, nothing).Action | Should -Be PermSetAssign, PermSetCreateNoLicense
        (Get-SfAuditTrail -Action PermSet_ssign) | Should -BeNullOrEmpty
        (Get-SfAuditTrail -Display '*assigned to*').Action | Should -Be PermSetAssign
        (Get-SfAuditTrail -Section 'manage us*' -First 1) | Should -HaveCount 1
        Get-SfAuditTrail -Section Nothing | Should -BeNullOrEmpty
        Get-SfAuditTrail anna@acme.example | Should -BeNullOrEmpty
        (Get-SfAuditTrail $signIn.Username -First 2).Action | Should -Be PermSetAssign, PermSetCreateNoLicense
        $old = Get-SfAuditTrail -Since (Get-Date).AddDays(-60) -Until (Get-Date).AddDays(-20)
        $old.DelegateUser, $old.Display | Should -Be support@salesforce.example, 'Changed 100% of it'
        @(Get-Soql) -match 'LIMIT 2$' | Should -HaveCount 1
    }

    It 'reads all pages' {
        Set-OrgSetting $org @{ maxPageSize = 1 }
        try { (Get-SfAuditTrail).Count | Should -Be 2 } finally { Set-OrgSetting $org @{ maxPageSize = 2000 } }
    }

    It 'names the permission that is missing' {
        Use-MissingPermission $org 'viewSetup' {
            $thrown = Get-ThrownError { Get-SfAuditTrail }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
            $thrown.ErrorDetails.Message | Should -Match "needs the permission 'View Setup and Configuration'"
        }
    }
}
