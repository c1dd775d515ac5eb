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
}
