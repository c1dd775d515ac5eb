BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    foreach ($name in 'anna', 'bert') { $null = Invoke-OrgAdmin $org Post users @{ username = "$name@acme.example"; profile = 'Standard User' } }
    $null = Invoke-OrgAdmin $org Post users @{ username = 'cleo@acme.example'; profile = 'Minimum Access - Salesforce' }
    $null = Connect-SfJwt @signIn
    function New-Set([string] $Name, [hashtable] $Fields = @{}) { (New-SfRecord ($Fields + @{ Name = $Name; Label = $Name }) -Type PermissionSet).Id }
    $exports = New-Set Exports @{ PermissionsExportReport = $true; PermissionsRunReports = $true }
    $class = Invoke-SfQuery 'SELECT Id, Name FROM ApexClass LIMIT 1'
    $app = Invoke-SfQuery "SELECT ApplicationId FROM AppMenuItem WHERE Label = 'Sales'"
    $custom = (New-SfRecord @{ DeveloperName = 'Approve_Orders'; MasterLabel = 'Approve orders' } -Type CustomPermission).Id
    $null = New-SfRecord @{ ParentId = $exports; SobjectType = 'Account'; PermissionsRead = $true; PermissionsViewAllRecords = $true } -Type ObjectPermissions
    $null = New-SfRecord @{ ParentId = $exports; SobjectType = 'Account'; Field = 'Account.Industry'; PermissionsRead = $true; PermissionsEdit = $true } -Type FieldPermissions
    foreach ($entity in $class.Id, $app.ApplicationId, $custom) {
        $null = New-SfRecord @{ ParentId = $exports; SetupEntityId = $entity } -Type SetupEntityAccess
    }
    $group = (New-SfRecord @{ DeveloperName = 'Sales_team'; MasterLabel = 'Sales team' } -Type PermissionSetGroup).Id
    $null = New-SfRecord @{ PermissionSetGroupId = $group; PermissionSetId = $exports } -Type PermissionSetGroupComponent
    $null = Add-SfPermissionSet Exports anna@acme.example
    $null = Add-SfPermissionSet Sales_team cleo@acme.example
    $names = 'anna@acme.example', 'bert@acme.example', 'cleo@acme.example'
    function Get-Text($Access) { @($Access | ForEach-Object { "$($_.SideIndicator)$($_.Username.Split('@')[0]) $($_.Target) [$($_.Access)] $($_.GrantKind) $($_.GrantedBy)".Trim() }) }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfAccess' {
    It 'says what a user may do with an object, and who lets them' {
        Get-Text (Get-SfAccess anna@acme.example -Object account) | Should -Be @(
            'anna account [Read, Create, Edit, Delete] Profile Standard User', 'anna account [Read, ViewAll] PermissionSet Exports')
    }

    It 'says that nothing gives access' {
        $access = Get-SfAccess bert@acme.example -Field Account.Industry -ApexClass $class.Name -WarningVariable warnings
        Get-Text $access | Should -Be 'bert Account.Industry [None]', "bert $($class.Name) [None]"
        $access | ForEach-Object { $_.GrantedBy, $_.GrantKind } | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'knows fields, classes, apps, system and custom permissions' {
        $access = Get-SfAccess anna@acme.example -Field Account.Industry -ApexClass $class.Name -App sales -Permission 'Export Reports', approve_orders
        Get-Text $access | Should -Be @(
            'anna Account.Industry [Read, Edit] PermissionSet Exports'
            "anna $($class.Name) [Enabled] PermissionSet Exports"
            'anna standard__Sales [Enabled] PermissionSet Exports'
            'anna ExportReport [Enabled] PermissionSet Exports'
            'anna Approve_Orders [Enabled] PermissionSet Exports')
        $access.Kind | Should -Be Field, ApexClass, App, SystemPermission, CustomPermission
        $access[2].Label, $access[3].Label | Should -Be Sales, 'Export Reports'
    }

    It 'gives access to fields without permissions of their own with that to the object' {
        Get-Text (Get-SfAccess anna@acme.example -Field account.name, Account.OwnerId, Account.CreatedDate -WarningVariable warnings) | Should -Be @(
            'anna account.name [Read, Create, Edit] Profile Standard User', 'anna account.name [Read] PermissionSet Exports'
            'anna Account.OwnerId [Read, Create, Edit] Profile Standard User', 'anna Account.OwnerId [Read] PermissionSet Exports'
            'anna Account.CreatedDate [Read] Profile Standard User', 'anna Account.CreatedDate [Read] PermissionSet Exports')
        Get-Text (Get-SfAccess cleo@acme.example -Field Account.Name, Account.Industry, Opportunity.StageName -Object Account) | Should -Be @(
            'cleo Account [Read, ViewAll] Group Sales_team', 'cleo Account.Name [Read] Group Sales_team'
            'cleo Account.Industry [Read] Group Sales_team', 'cleo Opportunity.StageName [None]')
        Get-Text (Get-SfAccess bert@acme.example -Field Opportunity.IsClosed, Contact.LastName) | Should -Be @(
            'bert Opportunity.IsClosed [Read] Profile Standard User', 'bert Contact.LastName [Read, Create, Edit] Profile Standard User')
        Get-Text (Get-SfAccess anna@acme.example -CompareTo cleo@acme.example -Field Account.Id, Account.Name, Account.Type) | Should -Be @(
            '<=anna Account.Name [Create, Edit] Profile Standard User')
        $warnings | Should -BeNullOrEmpty
    }

    It 'gives access to a field only as far as the object allows, whichever permission set grants it' {
        $null = Invoke-OrgAdmin $org Post users @{ username = 'dora@acme.example'; profile = 'Minimum Access - Salesforce' }
        $fields = New-Set Fields
        $null = New-SfRecord @{ ParentId = $fields; SobjectType = 'Case'; Field = 'Case.Origin'; PermissionsRead = $true; PermissionsEdit = $true } -Type FieldPermissions
        $null = Add-SfPermissionSet Fields dora@acme.example
        Get-Text (Get-SfAccess dora@acme.example -Object Case -Field Case.Origin, Case.Subject -WarningVariable warnings) | Should -Be @(
            'dora Case [None]', 'dora Case.Origin [None]', 'dora Case.Subject [None]')
        $warnings | Should -BeNullOrEmpty
        $readers = New-Set Readers
        $rights = (New-SfRecord @{ ParentId = $readers; SobjectType = 'Case'; PermissionsRead = $true } -Type ObjectPermissions).Id
        $null = Add-SfPermissionSet Readers dora@acme.example
        Get-Text (Get-SfAccess dora@acme.example -Field case.origin) | Should -Be 'dora case.origin [Read] PermissionSet Fields'
        $null = Set-SfRecord ObjectPermissions $rights @{ PermissionsCreate = $true }
        Get-Text (Get-SfAccess dora@acme.example, bert@acme.example -Field Case.Origin) | Should -Be @(
            'dora Case.Origin [Read, Edit] PermissionSet Fields', 'bert Case.Origin [None]')
    }

    It 'gives users with Author Apex access to all classes' {
        Get-Text (Get-SfAccess $signIn.Username -ApexClass $class.Name -Permission AuthorApex) | Should -Be @(
            "user $($class.Name) [Enabled] Profile System Administrator", 'user AuthorApex [Enabled] Profile System Administrator')
        Get-SfAccess $signIn.Username -CompareTo anna@acme.example -ApexClass $class.Name | Should -BeNullOrEmpty
        $null = New-Set Authors @{ PermissionsAuthorApex = $true }
        $null = Add-SfPermissionSet Authors anna@acme.example
        Get-Text (Get-SfAccess anna@acme.example -ApexClass $class.Name) | Should -Be @(
            "anna $($class.Name) [Enabled] PermissionSet Authors", "anna $($class.Name) [Enabled] PermissionSet Exports")
        $null = Remove-SfPermissionSet Authors anna@acme.example
    }

    It 'finds access to classes in an org without the permission to author Apex' {
        Disconnect-Sf
        $null = Connect-SfJwt @signIn
        $described = Invoke-SfRest sobjects/PermissionSet/describe -Raw | ConvertFrom-Json -AsHashtable
        $described.fields = @($described.fields | Where-Object name -NE PermissionsAuthorApex)
        Add-OrgFault $org @{ path = '/PermissionSet/describe$'; status = 200; body = ConvertTo-Json $described -Depth 9; contentType = 'application/json'; times = 0 }
        Get-Text (Get-SfAccess anna@acme.example, $signIn.Username -ApexClass $class.Name) | Should -Be @(
            "anna $($class.Name) [Enabled] PermissionSet Exports", "user $($class.Name) [None]")
        Invoke-OrgAdmin $org Delete faults
        Disconnect-Sf
        $null = Connect-SfJwt @signIn
    }

    It 'says which objects object permissions do not govern' {
        Clear-OrgRequest $org
        $access = Get-SfAccess $signIn.Username, bert@acme.example -Object user, PermissionSet, Account, Acount -Field User.Email, ContentVersion.Title -WarningVariable warnings -WarningAction SilentlyContinue
        @($access | Where-Object Target -NE Account).Access | Select-Object -Unique | Should -Be None
        @(Get-OrgRequest $org | Where-Object queryString -Match 'GROUP(\+|%20)BY') | Should -HaveCount 1
        $warnings | Should -HaveCount 4
        $warnings[0] | Should -BeLike "Object permissions do not govern 'user': *None does not mean that*"
        $warnings[1] | Should -BeLike "Object permissions do not govern 'PermissionSet'*"
        $warnings[2] | Should -BeLike "*does not see the object 'Acount'*"
        $warnings[3] | Should -BeLike "Object permissions do not govern 'ContentVersion'*"
        Get-SfAccess bert@acme.example -Object Account -Field Account.Name -WarningVariable warnings | Should -HaveCount 2
        Get-SfAccess cleo@acme.example -Object Contact -Field Contact.LastName -WarningVariable +warnings | Should -HaveCount 2
        $warnings | Should -BeNullOrEmpty
    }

    It 'counts permissions on fields of an object that object permissions do not govern' {
        Disconnect-Sf
        $null = Connect-SfJwt @signIn
        $described = Invoke-SfRest sobjects/User/describe -Raw | ConvertFrom-Json -AsHashtable
        $described.fields | Where-Object name -EQ Department | ForEach-Object { $_.permissionable = $true }
        Add-OrgFault $org @{ path = '/User/describe$'; status = 200; body = ConvertTo-Json $described -Depth 9; contentType = 'application/json'; times = 0 }
        $null = Invoke-OrgAdmin $org Post records @{ type = 'FieldPermissions'; fields = @{ ParentId = $exports; SobjectType = 'User'; Field = 'User.Department'; PermissionsRead = $true } }
        Get-Text (Get-SfAccess anna@acme.example -Field User.Department) | Should -Be 'anna User.Department [Read] PermissionSet Exports'
        Invoke-OrgAdmin $org Delete faults
    }

    It 'says who may change a field of an object that the connection may only read' {
        Disconnect-Sf
        $null = Connect-SfJwt @signIn
        $described = Invoke-SfRest sobjects/Case/describe -Raw | ConvertFrom-Json -AsHashtable
        $described.createable = $described.updateable = $false
        $described.fields | ForEach-Object { $_.createable = $_.updateable = $false }
        Add-OrgFault $org @{ path = '/Case/describe$'; status = 200; body = ConvertTo-Json $described -Depth 9; contentType = 'application/json'; times = 0 }
        Get-Text (Get-SfAccess bert@acme.example -Field Case.OwnerId, Case.CreatedById) | Should -Be @(
            'bert Case.OwnerId [Read, Create, Edit] Profile Standard User', 'bert Case.CreatedById [Read] Profile Standard User')
        Invoke-OrgAdmin $org Delete faults
    }

    It 'says that it does not know fields of an object that the connection does not see' {
        Disconnect-Sf
        $null = Connect-SfJwt @signIn
        Add-OrgFault $org @{ path = '/Case/describe$'; status = 404; errorCode = 'NOT_FOUND'; message = 'The requested resource does not exist'; times = 0 }
        Get-Text (Get-SfAccess bert@acme.example -Field Case.Id, Case.OwnerId -WarningVariable warnings -WarningAction SilentlyContinue) | Should -Be @(
            'bert Case.Id [Read] Profile Standard User', 'bert Case.OwnerId [None]')
        $warnings | Should -BeLike "*field 'Case.OwnerId' either: the name may be wrong, or whoever sees the object sees the field."
        Invoke-OrgAdmin $org Delete faults
    }

    It 'takes permissions by each of their names, once' {
        (Get-SfAccess anna@acme.example -Permission ApiEnabled, permissionsapienabled, 'api enabled').GrantedBy | Should -Be 'Standard User'
    }

    It 'names the group that gives access' {
        $access = Get-SfAccess cleo@acme.example -Permission ExportReport -Object Account -Field Account.Industry -ApexClass $class.Name
        $access.GrantKind | Should -Be Group, Group, Group, Group
        $access.GrantedBy | Should -Be Sales_team, Sales_team, Sales_team, Sales_team
    }

    It 'lists all system permissions of a user where nothing is named' {
        Get-Text (Get-SfAccess anna@acme.example) | Should -Be @(
            'anna ApiEnabled [Enabled] Profile Standard User', 'anna ExportReport [Enabled] PermissionSet Exports'
            'anna RunReports [Enabled] Profile Standard User', 'anna RunReports [Enabled] PermissionSet Exports')
        (Get-SfAccess $signIn.Username).Target | Should -Contain ManageUsers
    }

    It 'takes users of the pipeline, in few requests' {
        $null = Get-SfAccess anna@acme.example -Permission ApiEnabled
        Clear-OrgRequest $org
        $access = $names | Get-SfAccess -Object Account, Contact -Permission ApiEnabled, ViewSetup
        $access.Username | Select-Object -Unique | Should -Be $names
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*') | Should -HaveCount 5
        (Get-SfUser bert@acme.example | Get-SfAccess -Permission ApiEnabled).GrantedBy | Should -Be 'Standard User'
        (Get-SfPermissionSet -User anna@acme.example | Get-SfAccess -Permission ExportReport).GrantedBy | Should -Be Exports
    }

    It 'compares two users, whoever lets them' {
        Get-Text (Get-SfAccess anna@acme.example -CompareTo cleo@acme.example -Object Account -Field Account.Industry) | Should -Be @(
            '<=anna Account [Create, Edit, Delete] Profile Standard User', '<=anna Account.Industry [Edit] PermissionSet Exports')
        $differences = Get-SfAccess bert@acme.example -CompareTo cleo@acme.example
        Get-Text $differences | Should -Be '<=bert ApiEnabled [Enabled] Profile Standard User', '=>cleo ExportReport [Enabled] Group Sales_team'
        $differences.ComparedTo | Should -Be cleo@acme.example, bert@acme.example
        Clear-OrgRequest $org
        (Get-SfAccess anna@acme.example, bert@acme.example -CompareTo cleo@acme.example -Permission ApiEnabled).SideIndicator | Should -Be '<=', '<='
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*') | Should -HaveCount 4
        Get-Text (Get-SfAccess cleo@acme.example -CompareTo anna@acme.example -Object Account, Contact) | Should -Be @(
            '=>anna Account [Create, Edit, Delete] Profile Standard User', '=>anna Contact [Read, Create, Edit, Delete] Profile Standard User')
        Get-Text (Get-SfAccess anna@acme.example -CompareTo bert@acme.example -Object Account) | Should -Be '<=anna Account [ViewAll] PermissionSet Exports'
        Get-SfAccess bert@acme.example -CompareTo bert@acme.example | Should -BeNullOrEmpty
        Get-SfAccess anna@acme.example -CompareTo bert@acme.example -Permission ApiEnabled | Should -BeNullOrEmpty
    }

    It 'does not count what an assignment that is over gave' {
        $null = Add-SfPermissionSet Exports bert@acme.example
        $assignment = Invoke-SfQuery "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'bert@acme.example' AND PermissionSet.Name = 'Exports'"
        $null = Invoke-OrgAdmin $org Post records @{ type = 'PermissionSetAssignment'; id = $assignment.Id; fields = @{ IsActive = $false } }
        Get-Text (Get-SfAccess bert@acme.example -Permission ExportReport) | Should -Be 'bert ExportReport [None]'
        $null = Remove-SfPermissionSet Exports bert@acme.example
    }

    It 'does not count what needs an activation in the session' {
        $session = New-Set Session @{ HasActivationRequired = $true; PermissionsViewAllData = $true }
        $team = (New-SfRecord @{ DeveloperName = 'Session_team'; MasterLabel = 'Session team'; HasActivationRequired = $true } -Type PermissionSetGroup).Id
        $null = New-SfRecord @{ PermissionSetGroupId = $team; PermissionSetId = (New-Set Session_roles @{ PermissionsManageRoles = $true }) } -Type PermissionSetGroupComponent
        $null = Add-SfPermissionSet Session, Session_team bert@acme.example
        Get-Text (Get-SfAccess bert@acme.example -Permission ViewAllData, ManageRoles, ApiEnabled) | Should -Be @(
            'bert ViewAllData [None]', 'bert ManageRoles [None]', 'bert ApiEnabled [Enabled] Profile Standard User')
        $null = Set-SfRecord PermissionSet $session @{ HasActivationRequired = $false }
        $null = Set-SfRecord PermissionSetGroup $team @{ HasActivationRequired = $false }
        Get-Text (Get-SfAccess bert@acme.example -Permission ViewAllData, ManageRoles) | Should -Be @(
            'bert ViewAllData [Enabled] PermissionSet Session', 'bert ManageRoles [Enabled] Group Session_team')
        $null = Remove-SfPermissionSet Session, Session_team bert@acme.example
    }

    It 'lets all users use an app that they may authorize themselves' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'open'; name = 'Open app' }
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'closed'; name = 'Closed app'; policy = 'AdminApproved' }
        $access = Get-SfAccess anna@acme.example, bert@acme.example -App 'Open app', 'Closed app' -WarningVariable warnings
        Get-Text $access | Should -Be @(
            'anna Open_app [Enabled] AppPolicy All users may self-authorize', 'anna Closed_app [None]'
            'bert Open_app [Enabled] AppPolicy All users may self-authorize', 'bert Closed_app [None]')
        $warnings | Should -BeNullOrEmpty
        $open = (Invoke-SfQuery "SELECT ApplicationId FROM AppMenuItem WHERE Label = 'Open app'").ApplicationId
        $null = New-SfRecord @{ ParentId = $exports; SetupEntityId = $open } -Type SetupEntityAccess
        Get-Text (Get-SfAccess anna@acme.example -App 'Open app') | Should -Be @(
            'anna Open_app [Enabled] PermissionSet Exports', 'anna Open_app [Enabled] AppPolicy All users may self-authorize')
        Get-SfAccess anna@acme.example -CompareTo bert@acme.example -App 'Open app' | Should -BeNullOrEmpty
    }

    It 'knows the policies of external client apps, and says if it does not know one' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'eca'; name = 'Client app'; kind = 'ExternalClientApp' }
        $id = (Invoke-SfQuery "SELECT ApplicationId FROM AppMenuItem WHERE Label = 'Client app'").ApplicationId
        (Get-SfAccess bert@acme.example -App Client_app, Sales -WarningVariable warnings -WarningAction SilentlyContinue).Access | Should -Be None, None
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike "*may authorize the app 'Client_app' themselves is not known*"
        $policy = Invoke-OrgAdmin $org Post records @{ type = 'ExtlClntAppOauthPlcyCnfg'; fields = @{ ExternalClientApplicationId = $id; PermittedUsersPolicyType = 'AllSelfAuthorized' } }
        Get-Text (Get-SfAccess bert@acme.example -App Client_app) | Should -Be 'bert Client_app [Enabled] AppPolicy All users may self-authorize'
        $null = Invoke-OrgAdmin $org Post records @{ type = 'ExtlClntAppOauthPlcyCnfg'; id = $policy.id; fields = @{ PermittedUsersPolicyType = 'AdminApprovedPreAuthorized' } }
        Get-Text (Get-SfAccess bert@acme.example -App Client_app -WarningVariable warnings) | Should -Be 'bert Client_app [None]'
        $warnings | Should -BeNullOrEmpty
        Add-OrgFault $org @{ path = '/query'; status = 400; errorCode = 'INVALID_TYPE'; message = "sObject type 'ExtlClntAppOauthPlcyCnfg' is not supported."; skip = 3; times = 1 }
        Get-Text (Get-SfAccess bert@acme.example -App Client_app -WarningVariable warnings -WarningAction SilentlyContinue) | Should -Be 'bert Client_app [None]'
        $warnings | Should -HaveCount 1
        Invoke-OrgAdmin $org Delete faults
    }

    It 'warns of users who cannot sign in' {
        $null = Invoke-OrgAdmin $org Post users @{ username = 'emil@acme.example'; profile = 'Standard User'; active = $false }
        $null = Suspend-SfUser bert@acme.example
        $access = $names, 'emil@acme.example' | ForEach-Object { $_ } | Get-SfAccess -Permission ApiEnabled -WarningVariable warnings -WarningAction SilentlyContinue
        $access.Access | Should -Be Enabled, Enabled, None, Enabled
        $warnings | Should -Be @(
            'bert@acme.example is frozen and cannot sign in; these are the rights that the user would have.'
            'emil@acme.example is deactivated and cannot sign in; these are the rights that the user would have.')
        $null = Get-SfAccess anna@acme.example -CompareTo emil@acme.example -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike 'emil@acme.example is deactivated*'
        $null = Resume-SfUser bert@acme.example
        Get-SfAccess bert@acme.example -Permission ApiEnabled -WarningVariable warnings | Should -HaveCount 1
        $warnings | Should -BeNullOrEmpty
    }

    It 'knows who sees all fields of an object, where the API version has that' {
        $null = Invoke-OrgAdmin $org Post users @{ username = 'frieda@acme.example'; profile = 'Minimum Access - Salesforce' }
        $viewers = New-Set Viewers
        $null = New-SfRecord @{ ParentId = $viewers; SobjectType = 'Case'; PermissionsRead = $true; PermissionsViewAllFields = $true } -Type ObjectPermissions
        $null = Add-SfPermissionSet Viewers frieda@acme.example
        Get-Text (Get-SfAccess frieda@acme.example -Object Case -Field Case.Origin, Case.CaseNumber) | Should -Be @(
            'frieda Case [Read, ViewAllFields] PermissionSet Viewers', 'frieda Case.Origin [Read] PermissionSet Viewers'
            'frieda Case.CaseNumber [Read] PermissionSet Viewers')
        Clear-OrgRequest $org
        Get-Text (Get-SfAccess frieda@acme.example -Object Case -Field Case.Origin -ApiVersion 62.0) | Should -Be @(
            'frieda Case [Read] PermissionSet Viewers', 'frieda Case.Origin [None]')
        (Get-OrgRequest $org).queryString | Where-Object { $_ -like '*ViewAllFields*' } | Should -BeNullOrEmpty
        (Get-SfAccess frieda@acme.example -Object Case -ApiVersion 63.0).Access | Should -Be 'Read, ViewAllFields'
    }

    It 'reports names that mean nothing, and goes on' {
        $access = 'nobody', 'anna@acme.example' | Get-SfAccess -ApexClass Nothing -App Nothing -Permission Nothing, ApiEnabled -Field Industry -Object 'My object' -ErrorVariable errors -ErrorAction SilentlyContinue
        $access.Target | Should -Be ApiEnabled
        Get-ErrorId $errors | Sort-Object | Should -Be SfNameInvalid, SfNameInvalid, SfNotFound, SfNotFound, SfNotFound, SfUserNotFound
        "$errors" | Should -Match 'Apex class'
        { Get-SfAccess anna@acme.example -CompareTo nobody } | Should -Throw -ErrorId 'SfUserNotFound,*' -ExpectedMessage '*nobody*'
        { Get-SfAccess nobody -CompareTo nobody -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'SfUserNotFound,*'
        Get-SfAccess nobody -CompareTo anna@acme.example -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfUserNotFound,*'
        { Get-SfAccess anna@acme.example -CompareTo 'a*' } | Should -Throw -ErrorId 'SfArgumentConflict,*'
        { Get-SfAccess 'anna*' -ErrorAction Stop } | Should -Throw -ErrorId 'SfArgumentConflict,*'
    }

    It 'warns of objects and fields that nobody sees' {
        (Get-SfAccess anna@acme.example -Object Acount -Field Account.Industri, Nothing.Name -WarningVariable warnings -WarningAction SilentlyContinue).Access |
            Should -Be None, None, None
        $warnings | Should -HaveCount 3
        $warnings[0].Message | Should -BeLike "*object 'Acount'*"
        $warnings[1].Message | Should -BeLike "*field 'Account.Industri' either: the name may be wrong."
    }

    It 'finds many users and rights on all pages' {
        $null = 1..130 | ForEach-Object { Invoke-OrgAdmin $org Post users @{ username = "u$_@many.example"; profile = 'Standard User' } }
        $access = Get-SfUser '*@many.example' | Get-SfAccess -Object Account, Contact
        $access | Should -HaveCount 260
        $access.GrantedBy | Select-Object -Unique | Should -Be 'Standard User'
    }

    It 'finds more rights than fit into one query' {
        $fields = @(1..300 | ForEach-Object { "Account.The_revenue_of_the_whole_group_in_the_currency_of_its_parent_no_${_}__c" }) + 'Account.Industry'
        Clear-OrgRequest $org
        Get-Text (Get-SfAccess cleo@acme.example -Field $fields -WarningAction SilentlyContinue | Where-Object Access -NE None) |
            Should -Be 'cleo Account.Industry [Read] Group Sales_team'
        @(Get-OrgRequest $org | Where-Object path -Like '*/query*') | Should -HaveCount 10
    }

    It 'reports an error of one of many queries once' {
        $fields = 1..300 | ForEach-Object { "Account.Field_${_}__c" }
        Clear-OrgRequest $org
        Add-OrgFault $org @{ path = '/query'; status = 400; errorCode = 'MALFORMED_QUERY'; message = 'too much'; skip = 3; times = 1 }
        { Get-SfAccess cleo@acme.example -Field $fields } | Should -Throw -ErrorId 'SfRequestInvalid,*' -ExpectedMessage '*too much*'
    }

    It 'says which permission is missing' {
        Use-MissingPermission $org 'viewSetup', 'assignPermissionSets', 'manageUsers' {
            { Get-SfAccess anna@acme.example -Permission ApiEnabled } |
                Should -Throw -ErrorId 'SfPermissionDenied,*' -ExpectedMessage "*'View Setup and Configuration'*"
        }
    }

    It 'completes permissions' {
        Get-Completion 'Get-SfAccess anna -Permission Expo' | Should -Be ExportReport
        Get-Completion 'Get-SfAccess anna -Object Acc' | Should -Contain Account
    }
}
