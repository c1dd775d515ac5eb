# Get-, Add- and Remove-SfPermissionSet.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    foreach ($name in 'anna', 'bert', 'cleo') { $null = Invoke-OrgAdmin $org Post users @{ username = "$name@acme.example"; profile = 'Standard User' } }
    $null = Connect-SfJwt @signIn
    function New-Set([string] $Name, [string] $Label) { (New-SfRecord @{ Name = $Name; Label = $Label } -Type PermissionSet).Id }
    $exports = New-Set Exports 'May export'
    $null = New-Set Import_Data 'May import'
    $group = (New-SfRecord @{ DeveloperName = 'Sales'; MasterLabel = 'Sales team' } -Type PermissionSetGroup).Id
    $null = New-SfRecord @{ PermissionSetGroupId = $group; PermissionSetId = $exports } -Type PermissionSetGroupComponent
    $names = 'anna@acme.example', 'bert@acme.example', 'cleo@acme.example'
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfPermissionSet' {
    It 'lists permission sets, groups and licenses, without those of profiles and groups' {
        $all = Get-SfPermissionSet
        ($all | Where-Object Kind -EQ PermissionSet).Name | Should -Contain Exports
        ($all | Where-Object Kind -EQ PermissionSet).Name | Should -Not -Match '^X00'
        ($all | Where-Object Kind -EQ Group).Name | Should -Be Sales
        $license = $all | Where-Object Kind -EQ License
        $license.Name, $license.Total | Should -Be IdentityConnect, 10
    }

    It 'finds by name and label, with wildcards' {
        (Get-SfPermissionSet 'may *').Name | Should -Be Exports, Import_Data
        (Get-SfPermissionSet import_data).Label | Should -Be 'May import'
        (Get-SfPermissionSet Sales*).Kind | Should -Be Group
        (Get-SfPermissionSet -Kind License).Name | Should -Be IdentityConnect
        Get-SfPermissionSet nothing | Should -BeNullOrEmpty
    }

    It 'finds more than fit into one query, each once, and their holders' {
        $many = 1..220 | ForEach-Object { "Access_to_the_reports_of_the_sales_team_in_the_region_no_$_" }
        $null = $many | ForEach-Object { [pscustomobject]@{ Name = $_; Label = "$_ as its label" } } | New-SfRecord -Type PermissionSet
        (Get-SfPermissionSet $many).Name | Should -Be ($many | Sort-Object)
        $patterns = @($many | ForEach-Object { "$_*" })
        (Get-SfPermissionSet ($patterns + 'Sales')).Name | Should -Be (@($many | Sort-Object) + 'Sales') -Because 'kinds come one after the other'
        $null = Add-SfPermissionSet $many[0] $names[0]
        $null = Add-SfPermissionSet $many[-1] $names
        (Get-SfUser -PermissionSet $many).Username | Sort-Object | Should -Be $names
        $null = Remove-SfPermissionSet $many $names
        Get-SfUser -PermissionSet $many | Should -BeNullOrEmpty
    }

    It 'lists those of users' {
        $null = Add-SfPermissionSet Exports, Sales, IdentityConnect $names[0]
        $sets = Get-SfUser $names[0] | Get-SfPermissionSet
        $sets.Name | Should -Be Exports, Sales, IdentityConnect
        $sets.Kind | Should -Be PermissionSet, Group, License
        $sets[0].Username | Should -Be $names[0]
        (Get-SfPermissionSet -User $names[0] -Name exp*).Name | Should -Be Exports
        Get-SfPermissionSet -User $names[1] | Should -BeNullOrEmpty
        ($sets | Remove-SfPermissionSet).Outcome | Should -Be Changed, Changed, Changed
        Get-SfPermissionSet -User $names[0] | Should -BeNullOrEmpty
    }
}

Describe 'Add-SfPermissionSet and Remove-SfPermissionSet' {
    It 'assign and remove, in few requests, and are content with what is so already' {
        Clear-OrgRequest $org
        $added = $names | Add-SfPermissionSet Exports, Sales
        @(Get-OrgRequest $org | Where-Object path -Like '*/composite/sobjects') | Should -HaveCount 1
        $added | Should -HaveCount 6
        $added[0].Username, $added[0].Change, $added[0].Outcome | Should -Be $names[0], 'Assign Exports', 'Changed'
        (Add-SfPermissionSet 'May export' $names).Outcome | Should -Be Unchanged, Unchanged, Unchanged
        (Get-SfUser -PermissionSet Sales).Username | Should -Be $names
        (Get-SfUser -PermissionSet Exports, Sales).Username | Should -Be $names
        (Remove-SfPermissionSet Exports, Import_Data $names[2]).Outcome | Should -Be Changed, Unchanged
        $null = $names | Remove-SfPermissionSet Exports, Sales
        Get-SfUser -PermissionSet Exports, Sales | Should -BeNullOrEmpty
    }

    It 'go on after a name that is unknown, ambiguous or a pattern' {
        $null = New-Set Sales 'Sales'
        $changes = Add-SfPermissionSet nothing, Sales, Import_Data, 'Exp*' $names -ErrorVariable errors -ErrorAction SilentlyContinue
        $changes.Change | Should -Be 'Assign Import_Data', 'Assign Import_Data', 'Assign Import_Data'
        Get-ErrorId $errors | Should -Be SfPermissionSetNotFound, SfMultipleMatches, SfPermissionSetNotFound
        $errors.TargetObject | Should -Be nothing, Sales, 'Exp*'
        $errors[1].ErrorDetails.Message | Should -Match 'Sales \(PermissionSet\), Sales \(Group\)'
        $null = Remove-SfPermissionSet Import_Data $names
        Clear-OrgRequest $org
        { Add-SfPermissionSet Exports, nothing $names -ErrorAction Stop } | Should -Throw -ErrorId 'SfPermissionSetNotFound,*'
        @(Get-OrgRequest $org | Where-Object path -Like '*/composite/sobjects') | Should -HaveCount 0
        (Add-SfPermissionSet Sales $names[0] -Kind Group).Outcome | Should -Be Changed
        $null = Remove-SfPermissionSet Sales $names[0] -Kind Group
    }

    It 'take permission sets and users from rows' {
        $rows = "Username,PermissionSet`n$($names[0]),Exports`n$($names[1]),Import_Data" | ConvertFrom-Csv
        ($rows | Add-SfPermissionSet).Change | Should -Be 'Assign Exports', 'Assign Import_Data'
        ($rows | Remove-SfPermissionSet).Outcome | Should -Be Changed, Changed
        $rows = "User,Name,Kind`n$($names[0]),Sales,Group" | ConvertFrom-Csv
        ($rows | Add-SfPermissionSet).Outcome | Should -Be Changed
        ($rows | Remove-SfPermissionSet).Outcome | Should -Be Changed
    }

    It 'go on after an unknown user, with -WhatIf only say what they would do' {
        $changes = 'nobody', $names[0] | Add-SfPermissionSet Exports -ErrorVariable errors -ErrorAction SilentlyContinue
        $changes.Outcome | Should -Be Changed
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfUserNotFound,*'
        Remove-SfPermissionSet Exports $names[0] -WhatIf | Should -BeNullOrEmpty
        (Get-SfPermissionSet -User $names[0]).Name | Should -Be Exports
        $null = Remove-SfPermissionSet Exports $names[0]
    }

    It 'report a missing license and a missing permission for each user' {
        $license = (Invoke-SfQuery 'SELECT Id FROM PermissionSetLicense').Id
        $null = New-SfRecord @{ Name = 'Licensed'; Label = 'Licensed'; LicenseId = $license } -Type PermissionSet
        $null = Add-SfPermissionSet IdentityConnect $names[1]
        $changes = Add-SfPermissionSet Licensed $names[0], $names[1] -ErrorVariable errors -ErrorAction SilentlyContinue
        $changes.Outcome | Should -Be Failed, Changed
        $errors[0].ErrorDetails.Message | Should -Match "anna@acme\.example: .*doesn't have the license"
        Use-MissingPermission $org 'assignPermissionSets' {
            (Add-SfPermissionSet Exports $names[1] -ErrorVariable errors -ErrorAction SilentlyContinue).Outcome | Should -Be Failed
            $errors[0].ErrorDetails.Message | Should -Match "needs the permission 'Assign Permission Sets'"
        }
    }

    It 'name the permission where the org hides who has what' {
        Invoke-OrgAdmin $org Post users @{ username = $signIn.Username; missingPermissions = 'viewSetup', 'assignPermissionSets', 'manageUsers' }
        try {
            foreach ($command in { Add-SfPermissionSet Exports $names[0] }, { Remove-SfPermissionSet Exports $names[0] }) {
                $thrown = Get-ThrownError $command
                $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
                $thrown.ErrorDetails.Message | Should -Match "needs the permission 'Assign Permission Sets'"
            }
            $thrown = Get-ThrownError { Get-SfPermissionSet -User $names[0] }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
            $thrown.ErrorDetails.Message | Should -Match "needs the permission 'View Setup and Configuration'"
        } finally { Invoke-OrgAdmin $org Post users @{ username = $signIn.Username; missingPermissions = @() } }
    }

    It 'say which kinds have a name that the wanted kind does not have' {
        $thrown = Add-SfPermissionSet Import_Data $names[0] -Kind Group -ErrorVariable errors -ErrorAction SilentlyContinue
        $thrown | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfPermissionSetNotFound,*'
        $errors[0].ErrorDetails.Message | Should -Be "There is no permission set group 'Import_Data', but a permission set of that name."
        $null = Add-SfPermissionSet nothing $names[0] -Kind License -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].ErrorDetails.Message | Should -Be "There is no permission set license 'nothing'."
    }

    It 'give a user what another one has, licenses first, and take it away again' {
        $license = (Invoke-SfQuery 'SELECT Id FROM PermissionSetLicense').Id
        $null = New-SfRecord @{ Name = 'A_needs_license'; Label = 'A needs license'; LicenseId = $license } -Type PermissionSet
        foreach ($name in $names) { $null = Remove-SfPermissionSet IdentityConnect, Exports $name }
        $given = Add-SfPermissionSet A_needs_license, Exports, IdentityConnect $names[0]
        $given.Change | Should -Be 'Assign A_needs_license', 'Assign Exports', 'Assign IdentityConnect'
        $given.Outcome | Should -Be Changed, Changed, Changed
        $copied = Get-SfPermissionSet -User $names[0] | Add-SfPermissionSet -User $names[2]
        $copied.Change | Should -Be 'Assign A_needs_license', 'Assign Exports', 'Assign IdentityConnect'
        $copied.Outcome | Should -Be Changed, Changed, Changed
        Clear-OrgRequest $org
        $removed = Remove-SfPermissionSet IdentityConnect, A_needs_license, Exports $names[0], $names[2] -Confirm:$false
        $removed.Outcome | Select-Object -Unique | Should -Be Changed
        $removed.Change | Should -Be 'Remove IdentityConnect', 'Remove A_needs_license', 'Remove Exports', 'Remove IdentityConnect', 'Remove A_needs_license', 'Remove Exports'
        @(Get-OrgRequest $org | Where-Object method -EQ DELETE) | Should -HaveCount 2 -Because 'licenses are removed last'
    }

    It 'count a removal as done whose answer was lost' {
        $null = Add-SfPermissionSet Exports, Import_Data $names[0]
        Add-OrgFault $org @{ path = '/composite'; kind = 'resetAfterActing'; times = 1 }
        (Remove-SfPermissionSet Exports, Import_Data $names[0] -Confirm:$false).Outcome | Should -Be Changed, Changed
        Get-SfPermissionSet -User $names[0] | Should -BeNullOrEmpty
        Clear-OrgRequest $org
    }

    It 'say that something else has removed what they were to remove' {
        $null = Add-SfPermissionSet Exports $names[0]
        Add-OrgFault $org @{ method = 'DELETE'; path = '/composite'; status = 200; times = 1
            body = '[{"success":false,"errors":[{"statusCode":"INVALID_CROSS_REFERENCE_KEY","message":"invalid cross reference id","fields":[]}]}]' }
        (Remove-SfPermissionSet Exports $names[0] -Confirm:$false).Outcome | Should -Be Unchanged
        $null = Remove-SfPermissionSet Exports $names[0] -Confirm:$false
        Clear-OrgRequest $org
    }

    It 'say that Salesforce gave no reason' {
        Add-OrgFault $org @{ method = 'POST'; path = '/composite'; status = 200; times = 1; body = '[{"success":false,"errors":[]}]' }
        (Add-SfPermissionSet Exports $names[0] -ErrorVariable errors -ErrorAction SilentlyContinue).Outcome | Should -Be Failed
        $errors[0].ErrorDetails.Message | Should -Be "$($names[0]): Salesforce refused it and gave no reason."
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'Debug Logs'
        Clear-OrgRequest $org
    }

    It 'take a right from the connection''s own user last' {
        Invoke-OrgAdmin $org Post users @{ username = 'deputy@acme.example'; profile = 'Standard User' }
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = 'deputy@acme.example' }
        $deputies = (New-SfRecord @{ Name = 'Deputies'; Label = 'Deputies'; PermissionsAssignPermissionSets = $true; PermissionsViewSetup = $true } -Type PermissionSet).Id
        $deputies | Should -Not -BeNullOrEmpty
        $all = @('deputy@acme.example') + $names
        $null = Add-SfPermissionSet Deputies $all
        $as = $signIn.Clone()
        $as.Username = 'deputy@acme.example'
        $deputy = Connect-SfJwt @as -NoDefault
        $changes = $all | Remove-SfPermissionSet Deputies -Connection $deputy -Confirm:$false
        $changes.Username | Should -Be $all
        $changes.Outcome | Select-Object -Unique | Should -Be Changed
    }

    It 'warn of users who keep a permission set through a group' {
        $null = Add-SfPermissionSet Exports $names
        $null = Add-SfPermissionSet Sales $names[0], $names[1] -Kind Group
        Clear-OrgRequest $org
        (Remove-SfPermissionSet Exports $names -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue).Outcome | Should -Be Changed, Changed, Changed
        $warnings | Should -HaveCount 1
        "$($warnings[0])" | Should -Be 'Still with Exports through the permission set group Sales: anna@acme.example, bert@acme.example.'
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*').Count | Should -BeLessOrEqual 7
        (Remove-SfPermissionSet Exports $names[0] -Confirm:$false -WarningVariable warnings -WarningAction SilentlyContinue).Outcome | Should -Be Unchanged
        "$($warnings[0])" | Should -Be 'Still with Exports through the permission set group Sales: anna@acme.example.'
        $sets = [pscustomobject]@{ Name = 'Exports' }, [pscustomobject]@{ Name = 'Sales'; Kind = 'Group' }
        $null = $sets | Remove-SfPermissionSet -User $names[0] -Confirm:$false -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty -Because 'the group is removed as well'
        $null = Remove-SfPermissionSet Sales $names -Kind Group -Confirm:$false -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
    }
}

Describe 'Assignments that have expired' {
    BeforeAll {
        function Set-Expiry([string] $Name, [string] $User, $Expiry) {
            $id = (Invoke-SfQuery 'SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = :name AND Assignee.Username = :user' -Parameter @{ name = $Name; user = $User }).Id
            $null = Invoke-OrgAdmin $org Post records @{ type = 'PermissionSetAssignment'; id = $id; fields = @{ ExpirationDate = $Expiry; IsActive = $true } }
            $id
        }
    }
    BeforeEach {
        $null = Add-SfPermissionSet Exports $names
        $id = Set-Expiry Exports $names[0] '2026-01-31T12:00:00Z'
        $null = Set-Expiry Exports $names[1] '2099-01-31T12:00:00Z'
    }
    AfterEach {
        Clear-OrgRequest $org
        $null = Remove-SfPermissionSet Exports $names -Confirm:$false
    }

    It 'are listed as such' {
        $sets = $names | Get-SfPermissionSet Exports
        $sets.Username | Should -Be $names
        $sets.IsActive | Should -Be $false, $true, $true
        $sets[0].ExpiresAt | Should -Be ([datetimeoffset] '2026-01-31T12:00:00Z')
        $sets[1].ExpiresAt | Should -Be ([datetimeoffset] '2099-01-31T12:00:00Z')
        $sets[2].ExpiresAt | Should -BeNullOrEmpty
        $table = $sets | Out-String -Width 120
        $table | Should -Match 'expired: anna@acme\.example \(2026-01-31\)'
        ($sets | Format-Table | Out-String -Width 80) | Should -Match 'expired: anna'
        $table | Should -Match ' bert@acme\.example \(until 2099-01-31\)'
        (Get-SfPermissionSet Exports).IsActive | Should -BeNullOrEmpty
    }

    It 'do not make users holders' {
        (Get-SfUser -PermissionSet Exports).Username | Should -Be $names[1], $names[2]
    }

    It 'are renewed when they are assigned again' {
        (Add-SfPermissionSet Exports $names).Outcome | Should -Be Changed, Unchanged, Unchanged
        $set = Get-SfPermissionSet Exports -User $names[0]
        $set.IsActive | Should -BeTrue
        $set.ExpiresAt | Should -BeNullOrEmpty
        (Invoke-SfQuery 'SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = :n AND Assignee.Username = :u' -Parameter @{ n = 'Exports'; u = $names[0] }).Id | Should -Be $id
    }

    It 'of groups are renewed too, and warn of nothing while they are over' {
        $null = Add-SfPermissionSet Sales $names[0] -Kind Group
        $id = (Invoke-SfQuery "SELECT Id FROM PermissionSetAssignment WHERE PermissionSetGroup.DeveloperName = 'Sales'").Id
        $null = Invoke-OrgAdmin $org Post records @{ type = 'PermissionSetAssignment'; id = $id; fields = @{ ExpirationDate = '2026-01-31T12:00:00Z' } }
        (Get-SfPermissionSet -User $names[0] -Kind Group).IsActive | Should -BeFalse
        Get-SfUser -PermissionSet Exports | Where-Object Username -EQ $names[0] | Should -BeNullOrEmpty
        $null = Remove-SfPermissionSet Exports $names[0] -Confirm:$false -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        (Add-SfPermissionSet Sales $names[0] -Kind Group).Outcome | Should -Be Changed
        (Get-SfPermissionSet -User $names[0] -Kind Group).IsActive | Should -BeTrue
        (Remove-SfPermissionSet Sales $names[0] -Kind Group -Confirm:$false).Outcome | Should -Be Changed
    }

    It 'can be removed' {
        (Remove-SfPermissionSet Exports $names[0] -Confirm:$false).Outcome | Should -Be Changed
        Get-SfPermissionSet Exports -User $names[0] | Should -BeNullOrEmpty
    }

    It 'are named where the org does not renew them' {
        Add-OrgFault $org @{ method = 'PATCH'; path = '/composite'; status = 200; times = 1
            body = '[{"success":false,"errors":[{"statusCode":"FIELD_INTEGRITY_EXCEPTION","message":"not so","fields":[]}]}]' }
        (Add-SfPermissionSet Exports $names[0] -ErrorVariable errors -ErrorAction SilentlyContinue).Outcome | Should -Be Failed
        $errors[0].ErrorDetails.Message | Should -Match 'anna@acme\.example: .*not so.* expired on 2026-01-31 12:00 UTC and could not be renewed'
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'remove it, and assign it again'
    }

    It 'that were revoked without an expiry are an error' {
        $null = Invoke-OrgAdmin $org Post records @{ type = 'PermissionSetAssignment'; id = $id; fields = @{ ExpirationDate = $null; IsActive = $false } }
        (Add-SfPermissionSet Exports $names[0] -ErrorVariable errors -ErrorAction SilentlyContinue).Outcome | Should -Be Failed
        $errors[0].ErrorDetails.Message | Should -Match 'anna@acme\.example: Exports is assigned already, but the assignment is not active'
    }

    It 'are not asked about in API versions that do not know them' {
        $version = @{ ApiVersion = '51.0' }
        (Get-SfPermissionSet Exports -User $names[2] @version).IsActive | Should -BeTrue
        (Get-SfUser -PermissionSet Exports @version).Username | Should -Be $names
        (Add-SfPermissionSet Exports $names @version).Outcome | Should -Be Unchanged, Unchanged, Unchanged
        (Remove-SfPermissionSet Exports $names[2] -Confirm:$false @version).Outcome | Should -Be Changed
        $asked = Get-OrgRequest $org | Where-Object path -Like '*/v51.0/query*'
        $asked | Should -Not -BeNullOrEmpty
        "$($asked | ConvertTo-Json -Depth 5)" | Should -Not -Match 'ExpirationDate|PermissionSetAssignment[^"]*IsActive'
    }
}

Describe 'A user who may not use the API' {
    It 'is told so by <Call>' -ForEach @(
        @{ Call = 'Get-SfPermissionSet' }
        @{ Call = 'Get-SfAuditTrail' }
        @{ Call = 'Get-SfAppToken' }
        @{ Call = 'Get-SfEventLog' }
        @{ Call = 'Get-SfUser -PermissionSet Exports' }
        @{ Call = 'Add-SfPermissionSet Exports anna@acme.example' }
        @{ Call = 'Remove-SfPermissionSet Exports anna@acme.example -Confirm:$false' }
        @{ Call = 'Suspend-SfUser anna@acme.example -Confirm:$false' }
        @{ Call = 'Reset-SfUserPassword anna@acme.example -Confirm:$false' }
    ) {
        Use-MissingPermission $org apiEnabled {
            $thrown = Get-ThrownError ([scriptblock]::Create("$Call -ErrorAction Stop"))
            $thrown.ErrorDetails.Message | Should -Match 'API_'
            $thrown.ErrorDetails.Message | Should -Not -Match 'needs the permission'
            $thrown.ErrorDetails.RecommendedAction | Should -Match 'API Enabled'
        }
    }
}
