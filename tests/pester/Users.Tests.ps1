# Get-SfUser with its searches, Suspend-, Resume-, Disable- and Enable-SfUser, Reset-SfUserPassword.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    function Add-User([string] $Name, [hashtable] $More = @{}) {
        Invoke-OrgAdmin $org Post users (@{ username = "$Name@acme.example" } + $More)
    }
    Add-User anna @{ fields = @{ FirstName = 'Anna'; LastName = 'Ahrens'; Alias = 'aahr'; Email = 'team@acme.example'; Department = 'Sales'; CreatedDate = '2020-01-01T00:00:00Z' }; profile = 'Standard User' }
    Add-User bert @{ fields = @{ FirstName = 'Bert'; LastName = 'Ahrens'; Alias = 'bahr'; Email = 'team@acme.example'; Department = "O'Hara" }; profile = 'Standard User'; role = 'CEO' }
    Add-User cleo @{ active = $false; fields = @{ FirstName = 'Cleo'; LastName = 'Under_score'; Alias = 'cleo' } }
    $null = Connect-SfJwt @signIn
    function Get-Query { @(Get-OrgRequest $org | Where-Object path -Like '*/query*').Count }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfUser' {
    BeforeEach { Clear-OrgRequest $org }

    It 'finds a user by <What>' -ForEach @(
        @{ What = 'username'; Name = 'ANNA@acme.example' }
        @{ What = 'alias'; Name = 'aahr' }
    ) {
        $user = Get-SfUser $Name
        $user | Should -BeOfType 'SalesforceJwt.Model.SfUserAccount'
        $user.Username, $user.Name, $user.Profile, $user.License, $user.State, $user.Department, $user.IsFrozen | Should -Be 'anna@acme.example', 'Anna Ahrens', 'Standard User', 'Salesforce', 'Active', 'Sales', $false
        (Get-SfUser $user.UserId).Username | Should -Be $user.Username
        (Get-SfUser $user.UserId.Substring(0, 15)).Username | Should -Be $user.Username
    }

    It 'finds all users of an email address and of patterns' {
        (Get-SfUser team@acme.example).Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        (Get-SfUser *ahrens*).Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        (Get-SfUser b?rt@*).Role | Should -Be 'CEO'
        (Get-SfUser 'Cleo Under_*').State | Should -Be 'Inactive'
        Get-SfUser 'Anna_*', '%*' | Should -BeNullOrEmpty
    }

    It 'looks up a whole pipeline in one query and one for frozen users, in its order' {
        $names = 'bert@acme.example', 'aahr', 'cleo@acme.example', 'nobody', 'bert@acme.example'
        $users = $names | Get-SfUser -ErrorVariable errors -ErrorAction SilentlyContinue
        $users.Username | Should -Be 'bert@acme.example', 'anna@acme.example', 'cleo@acme.example'
        Get-Query | Should -Be 2
        $errors | Should -HaveCount 1
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfUserNotFound,*'
        $errors[0].TargetObject | Should -Be nobody
        $errors[0].ErrorDetails.Message | Should -Be "No user has the alias 'nobody'."
        $errors[0].ErrorDetails.RecommendedAction | Should -Be "A person's name is found with wildcards. Get-SfUser *NAME* finds users."
    }

    It 'finds the others beside $null, whichever comes last' {
        $users = 'aahr', $null | Get-SfUser -ErrorVariable errors -ErrorAction SilentlyContinue
        $users.Username | Should -Be anna@acme.example
        $errors | Should -HaveCount 1
        $errors[0].ErrorDetails.Message | Should -BeLike 'An object of the pipeline is $null: neither a user nor a connection.*'
        ($null, 'aahr' | Get-SfUser -ErrorAction SilentlyContinue).Username | Should -Be anna@acme.example
    }

    It 'finds nobody for an empty pipeline' {
        @() | Get-SfUser -Inactive | Should -BeNullOrEmpty
        Get-Query | Should -Be 0
    }

    It 'looks up records of users by their ids' {
        (Invoke-SfQuery "SELECT Id FROM User WHERE Alias = 'bahr'" | Get-SfUser).Username | Should -Be bert@acme.example
    }

    It 'filters by condition, state, sign-in and profile' {
        (Get-SfUser -Filter 'Department = :d' -Parameter @{ d = "O'Hara" }).Username | Should -Be bert@acme.example
        (Get-SfUser *acme* -Inactive).Username | Should -Be cleo@acme.example
        (Get-SfUser -Inactive).Username | Should -Be cleo@acme.example, inactive@test.example
        (Get-SfUser -Profile 'Standard User').Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        (Get-SfUser -NotSignedInSince (Get-Date).AddDays(-30)).Username | Should -Not -Contain cleo@acme.example
        (Get-SfUser -NotSignedInSince (Get-Date).AddDays(-30)).Username | Should -Contain anna@acme.example
        (Get-SfUser -NotSignedInSince (Get-Date).AddDays(-30)).Username | Should -Not -Contain bert@acme.example -Because 'the user is new'
        (Get-SfUser -NotSignedInSince (Get-Date).AddDays(-30)).Username | Should -Not -Contain $signIn.Username
        (Get-SfUser *acme* -Profile 'Standard User' -Filter "Department = 'Sales'").Username | Should -Be anna@acme.example
        (Get-SfUser -Inactive -NotSignedInSince (Get-Date)).Username | Should -Be cleo@acme.example, inactive@test.example
        (Get-SfUser -Filter 'Alias = :a OR Alias = :b' -Parameter @{ a = 'aahr'; b = 'cleo' } -Inactive).Username | Should -Be cleo@acme.example
    }

    It 'means the user of a username where another user has it as the email address, whatever the conditions' {
        Add-User dora @{ active = $false; fields = @{ Email = 'anna@acme.example'; Alias = 'dora' } }
        Get-SfUser anna@acme.example -Inactive | Should -BeNullOrEmpty
        'anna@acme.example', 'team@acme.example' | Get-SfUser -Filter "Alias != 'aahr'" | ForEach-Object Username | Should -Be bert@acme.example
        (Get-SfUser anna@acme.example).Username | Should -Be anna@acme.example
        Invoke-OrgAdmin $org Post users @{ username = 'dora@acme.example'; fields = @{ Email = 'dora@acme.example' } }
    }

    It 'writes an error for a profile that does not exist, but not for one that no user has' {
        $found = Get-SfUser -Profile 'Standard User', 'No Profile', 'standard user' -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $errors[0].ErrorDetails.Message | Should -Be "There is no profile 'No Profile'."
        Get-SfUser nobody* -Profile 'Standard User' -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'refuses -Parameter without -Filter, instead of finding all users' {
        { Get-SfUser -Parameter @{ department = 'Sales' } } | Should -Throw -ErrorId 'SfArgumentConflict,*'
        Get-Query | Should -Be 0
    }

    It 'finds the holders of permission sets and groups' {
        $set = Invoke-OrgAdmin $org Post records @{ type = 'PermissionSet'; fields = @{ Name = 'Exports'; Label = 'May export' } }
        $null = New-SfRecord @{ AssigneeId = (Get-SfUser aahr).UserId; PermissionSetId = $set.id } -Type PermissionSetAssignment
        (Get-SfUser -PermissionSet 'may export').Username | Should -Be anna@acme.example
        (Get-SfUser -PermissionSet nothing, exports -ErrorVariable errors -ErrorAction SilentlyContinue).Username | Should -Be anna@acme.example
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfPermissionSetNotFound,*'
        Get-SfUser -PermissionSet nothing -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'the id of another object'; Name = '0035g00000Aaaaa'; Id = 'SfUserNotFound' }
        @{ Why = 'a damaged id'; Name = '0055g00000AaaaaXXX'; Id = 'SfIdInvalid' }
        @{ Why = 'a blank'; Name = ' '; Id = 'SfValueMissing' }
    ) {
        Get-SfUser $Name -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-Query | Should -Be 0
    }

    It 'leaves out what the user may not see' {
        Use-MissingPermission $org 'manageUsers', 'freezeUsers' {
            $user = Get-SfUser aahr
            $user.IsFrozen | Should -BeNullOrEmpty
            $user.State | Should -Be Active
        }
    }
}

Describe 'Completion' {
    It 'completes <Line> to <Completed>' -ForEach @(
        @{ Line = 'Get-SfUser ann'; Completed = "'anna@acme.example'" }
        @{ Line = 'Suspend-SfUser bah'; Completed = "'bert@acme.example'" }
        @{ Line = "Get-SfUser -Profile 'Standard U"; Completed = "'Standard User'" }
        @{ Line = 'Add-SfPermissionSet Expo'; Completed = 'Exports' }
    ) {
        Get-Completion $Line | Should -Contain $Completed
    }
}

Describe 'Set-SfRecord' {
    It 'saves users and data of one pipeline apart from each other' {
        $records = @(Invoke-SfQuery "SELECT Id, Title FROM User WHERE Alias IN ('aahr', 'bahr')") + @(Invoke-SfQuery 'SELECT Id, Title FROM Contact LIMIT 2')
        $records | ForEach-Object { $_.Title = 'Checked' }
        Clear-OrgRequest $org
        ($records[0, 2, 3, 1] | Set-SfRecord).Success | Should -Be $true, $true, $true, $true
        @(Get-OrgRequest $org | Where-Object path -Like '*/composite/sobjects') | Should -HaveCount 3
    }
}

Describe 'Suspend-SfUser and Resume-SfUser' {
    BeforeEach { Clear-OrgRequest $org }
    AfterEach { 'anna@acme.example', 'bert@acme.example' | Resume-SfUser | Out-Null }

    It 'freeze and unfreeze, and are content with what is so already' {
        $changes = Get-SfUser *ahrens* | Suspend-SfUser
        $changes.Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        $changes.Outcome | Should -Be Changed, Changed
        $changes[0].Change | Should -Be Freeze
        (Get-SfUser aahr).State | Should -Be Frozen
        (Suspend-SfUser aahr, cleo).Outcome | Should -Be Unchanged, Changed
        (Resume-SfUser aahr, bahr, cleo).Outcome | Should -Be Changed, Changed, Changed
        (Get-SfUser aahr).State | Should -Be Active
    }

    It 'do not change anything with -WhatIf' {
        Suspend-SfUser aahr -WhatIf | Should -BeNullOrEmpty
        @(Get-OrgRequest $org | Where-Object method -In PATCH, POST) | Should -HaveCount 0
    }

    It 'refuse patterns and names that several users have' {
        Suspend-SfUser *ahrens*, team@acme.example -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Get-ErrorId $errors | Should -Be SfArgumentConflict, SfMultipleMatches
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'Get-SfUser .*ahrens.* can be piped'
        $errors[1].ErrorDetails.Message | Should -Match 'anna@acme\.example, bert@acme\.example'
    }

    It 'ask once more before the connection''s own user is frozen, also for <Call>' -ForEach @(
        @{ Call = 'Suspend-SfUser' }
        @{ Call = 'Suspend-SfUser -WhatIf:$false' }
        @{ Call = 'Disable-SfUser' }
        @{ Call = 'Disable-SfUser -WhatIf:$false' }
    ) {
        # Nobody can be asked in this process.
        $connect = "Import-Module `$module; `$null = Connect-SfToken '$(Get-SfAccessToken -AsPlainText)' $($org.Url)"
        (Invoke-FreshPowerShell "$connect; $Call $($signIn.Username)").Errors | Should -Match 'NonInteractive'
        (Get-SfUser $signIn.Username).State | Should -Be Active
    }

    It 'do not ask with -Confirm:$false' {
        Add-User selma
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = 'selma@acme.example' }
        $selma = $signIn.Clone()
        $selma.Username = 'selma@acme.example'
        $own = Connect-SfJwt @selma -NoDefault
        (Suspend-SfUser selma@acme.example -Connection $own -Confirm:$false).Outcome | Should -Be Changed
        (Get-SfUser selma@acme.example).State | Should -Be Frozen
        { Get-SfUser aahr -Connection $own } | Should -Throw -ErrorId 'SfLoginUserInactive,*'
    }

    It 'change the connection''s own user last, in the order of the input: <Call>' -ForEach @(
        @{ Call = 'Suspend-SfUser'; State = 'Frozen' }
        @{ Call = 'Disable-SfUser'; State = 'Inactive' }
    ) {
        $all = @("own-$State@acme.example") + (1..205 | ForEach-Object { "$State$_@acme.example" })
        foreach ($name in $all) { $null = Invoke-OrgAdmin $org Post users @{ username = $name } }
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = $all[0] }
        $as = $signIn.Clone()
        $as.Username = $all[0]
        $own = Connect-SfJwt @as -NoDefault
        $changes = $all | & $Call -Connection $own -Confirm:$false
        $changes.Username | Should -Be $all
        $changes.Outcome | Select-Object -Unique | Should -Be Changed
        (Get-SfUser $all[0]).State | Should -Be $State
    }

    It 'change 200 users in a request' {
        $many = 1..205 | ForEach-Object { "many$_@acme.example" }
        foreach ($name in $many) { $null = Invoke-OrgAdmin $org Post users @{ username = $name } }
        Clear-OrgRequest $org
        $changes = $many | Suspend-SfUser
        $changes.Username | Should -Be $many
        ($changes.Outcome | Select-Object -Unique) | Should -Be Changed
        @(Get-OrgRequest $org | Where-Object path -Like '*/composite/sobjects').Count | Should -Be 2
    }

    It 'name the missing permission' {
        Use-MissingPermission $org 'manageUsers', 'freezeUsers' {
            $thrown = Get-ThrownError { Suspend-SfUser aahr, bahr }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
            $thrown.ErrorDetails.Message | Should -Match "needs the permission 'Freeze Users' or 'Manage Users'"
            $changes = Disable-SfUser aahr, bahr -ErrorVariable errors -ErrorAction SilentlyContinue
            $changes.Outcome | Should -Be Failed, Failed
            $errors | Should -HaveCount 2
            $errors[0].ErrorDetails.Message | Should -Match "anna@acme\.example: .*needs the permission 'Manage Users'"
        }
    }
}

Describe 'Users from the pipeline' {
    BeforeAll {
        $sandbox = Start-TestOrg
        $signInThere = $sandbox.SignIn
        $there = Connect-SfJwt @signInThere -Name sandbox -NoDefault
        Invoke-OrgAdmin $sandbox Post users @{ username = 'anna@acme.example.dev'; fields = @{ Alias = 'annadev' } }
        $null = New-SfRecord @{ Name = 'Anything'; Label = 'Anything' } -Type PermissionSet -Connection $there
        $takers = Get-Command -Module SalesforceJwt.PS | ForEach-Object {
            $command = $_
            $command.Parameters.Values | Where-Object { $_.ParameterType.Name -eq 'SfReference[]' } | ForEach-Object {
                @{ Command = $command.Name; Parameter = $_.Name; More = if ($command.Name -match '^(Add|Remove)-') { @{ Name = 'Exports' } } else { @{} } }
            }
        }
        function Invoke-Taker([hashtable] $Taker, [object[]] $Users) {
            $more = $Taker.More
            $confirm = if ((Get-Command $Taker.Command).Parameters.ContainsKey('Confirm')) { @{ Confirm = $false } } else { @{} }
            $Users | & $Taker.Command @more @confirm -ErrorVariable failed -ErrorAction SilentlyContinue | Out-Null
            $failed
        }
    }
    AfterAll { Stop-TestOrg $sandbox }
    BeforeEach { Clear-OrgRequest $org }

    It 'are taken by all cmdlets with users' {
        $takers.Command | Sort-Object | Should -Be Add-SfPermissionSet, Disable-SfUser, Enable-SfUser, Get-SfAccess, Get-SfAppToken, Get-SfAuditTrail,
            Get-SfLoginHistory, Get-SfPermissionSet, Get-SfUser, Remove-SfPermissionSet, Reset-SfUserPassword, Resume-SfUser, Suspend-SfUser
    }

    It 'are refused if they were read from another org, as <What>: sandboxes are copies' -ForEach @(
        @{ What = 'a user'; Read = { Get-SfUser annadev -Connection $there } }
        @{ What = 'the user of a connection'; Read = { Get-SfUser -Connection $there } }
        @{ What = 'a change'; Read = { Resume-SfUser annadev -Connection $there } }
        @{ What = 'a sign-in'; Read = { Get-SfLoginHistory -First 1 -Connection $there } }
        @{ What = 'an entry of the audit trail'; Read = { Suspend-SfUser annadev -Connection $there; Get-SfAuditTrail -First 1 -Connection $there } }
        @{ What = 'a token'; Read = { Get-SfAppToken -First 1 -Connection $there } }
        @{ What = 'a permission set'; Read = { Add-SfPermissionSet Anything annadev -Connection $there; Get-SfPermissionSet -User annadev -Connection $there } }
        @{ What = 'access'; Read = { Get-SfAccess annadev -Permission ApiEnabled -Connection $there } }
        @{ What = 'a password'; Read = { Reset-SfUserPassword annadev -Connection $there -Confirm:$false } }
    ) {
        $found = @(& $Read)[-1]
        $found | Should -Not -BeNullOrEmpty
        Clear-OrgRequest $org
        foreach ($taker in $takers) {
            $thrown = Get-ThrownError { $more = $taker.More; $found | & $taker.Command @more }
            Get-ErrorId $thrown | Should -Be SfRecordOfOtherOrg -Because $taker.Command
            $thrown.ErrorDetails.Message | Should -BeLike "* was read from another org (sandbox, *) than that of the default connection *" -Because $taker.Command
        }
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $found.PSObject.Properties.Name | Should -Not -Contain Origin
        @($found | Get-SfUser -Connection $there) | Should -HaveCount 1
    }

    It 'are refused as records of another org, whatever their fields, unless the connection is named' {
        foreach ($fields in 'Id', 'Username, Id', 'Alias') {
            $row = Invoke-SfQuery "SELECT $fields FROM User WHERE Alias = 'annadev'" -Connection $there
            foreach ($taker in $takers) {
                $thrown = Get-ThrownError { $more = $taker.More; $row | & $taker.Command @more }
                $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRecordOfOtherOrg,*' -Because $taker.Command
            }
            { Suspend-SfUser -Identity $row } | Should -Throw -ErrorId 'SfRecordOfOtherOrg,*'
            { Get-SfAccess aahr -CompareTo $row -Object Account } | Should -Throw -ErrorId 'SfRecordOfOtherOrg,*'
        }
        Get-Query | Should -Be 0
        $row = Invoke-SfQuery "SELECT Id FROM User WHERE Alias = 'annadev'" -Connection $there
        ($row | Get-SfUser -Connection $there).Alias | Should -Be annadev
        ($row | Get-SfUser -Connection (Get-SfConnection | Where-Object IsDefault)).Alias | Should -Be aahr
    }

    It 'are not made of the names of records, or of other properties' {
        Add-User name @{ fields = @{ Alias = 'Account1' } }
        $objects = @(Invoke-SfQuery "SELECT Name FROM User WHERE Alias = 'aahr'") + [pscustomobject]@{ Name = 'aahr'; Email = 'anna@acme.example' } +
            @{ Alias = 'aahr' } + [version] '1.0' + [pscustomobject]@{ Username = ''; UserId = $null; Id = ' ' }
        foreach ($taker in $takers) {
            $failed = @(Invoke-Taker $taker $objects)
            Get-ErrorId $failed | Should -Be @(1..5 | ForEach-Object { 'SfValueMissing' }) -Because $taker.Command
            $failed[0].ErrorDetails.Message | Should -Be "The record 'Anna Ahrens' does not name a user."
            $failed[1].ErrorDetails.Message | Should -Be 'The object of the type System.Management.Automation.PSCustomObject does not name a user.'
            $failed[0].ErrorDetails.RecommendedAction | Should -Match 'Username or UserId'
            $failed[0].TargetObject.Name | Should -Be 'Anna Ahrens'
        }
        Get-Query | Should -BeLessOrEqual 1
    }

    It 'are found by <What>' -ForEach @(
        @{ What = 'the username of a row'; User = { [pscustomobject]@{ Username = 'anna@acme.example'; Id = 'row 1' } } }
        @{ What = 'the id of a record'; User = { Invoke-SfQuery "SELECT Id, Name FROM User WHERE Alias = 'aahr'" } }
        @{ What = 'a hashtable'; User = { @{ username = 'anna@acme.example' } } }
        @{ What = 'an ordered table'; User = { [ordered]@{ UserId = (Get-SfUser aahr).UserId } } }
        @{ What = 'the assignee of an assignment'; User = { Invoke-SfQuery "SELECT Id, AssigneeId FROM PermissionSetAssignment WHERE Assignee.Alias = 'aahr' LIMIT 1" } }
        @{ What = 'a copy of a user'; User = { Get-SfUser aahr | ConvertTo-Json | ConvertFrom-Json } }
        @{ What = 'a user of CSV'; User = { Get-SfUser aahr | Select-Object UserId, Name | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ What = 'a change of a user'; User = { Resume-SfUser aahr } }
        @{ What = 'an alias'; User = { 'aahr' } }
        @{ What = 'a mail address'; User = { [mailaddress] 'anna@acme.example' } }
    ) {
        $value = & $User
        ($value | Get-SfUser).Username | Should -Be anna@acme.example
        (Get-SfUser $value).Username | Should -Be anna@acme.example
        ($value | Resume-SfUser).Username | Should -Be anna@acme.example
        (Resume-SfUser -Identity $value).Username | Should -Be anna@acme.example
        ($value | Get-SfAccess -Permission ApiEnabled).Username | Should -Be anna@acme.example
        (Get-SfAccess bahr -CompareTo $value -Permission ApiEnabled -ErrorAction Stop) | Should -BeNullOrEmpty
    }

    It 'are made by a script block, and mixed in one list' {
        $rows = "Mail`nanna@acme.example`nbert@acme.example" | ConvertFrom-Csv
        ($rows | Resume-SfUser -Identity { $_.Mail }).Username | Should -Be anna@acme.example, bert@acme.example
        (Resume-SfUser 'bahr', (Get-SfUser aahr), @{ Username = 'cleo@acme.example' }).Username | Should -Be bert@acme.example, anna@acme.example, cleo@acme.example
    }
}

Describe 'Disable-SfUser and Enable-SfUser' {
    It 'deactivate and activate' {
        (Disable-SfUser aahr, cleo).Outcome | Should -Be Changed, Unchanged
        (Get-SfUser aahr).State | Should -Be Inactive
        (Enable-SfUser aahr).Outcome | Should -Be Changed
    }

    It 'write the username as it is when it is not known whether a change was made' {
        Add-OrgFault $org @{ method = 'PATCH'; path = '/composite/sobjects'; status = 500 }
        (Disable-SfUser aahr -ErrorVariable errors -ErrorAction SilentlyContinue).Outcome | Should -Be Failed
        $errors[0].ErrorDetails.Message | Should -MatchExactly '^anna@acme\.example: whether it was saved is not known'
        Clear-OrgRequest $org
    }

    It 'explain why the org keeps a user, and go on with the others' {
        Add-User owner @{ deactivationError = 'This user is the default lead owner.' }
        $changes = 'owner@acme.example', 'aahr' | Disable-SfUser -ErrorVariable errors -ErrorAction SilentlyContinue
        $changes.Outcome | Should -Be Failed, Changed
        $errors[0].ErrorDetails.Message | Should -Match 'owner@acme\.example: .*default lead owner.*setting names them'
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'Suspend-SfUser'
        $null = Enable-SfUser aahr
    }
}

Describe 'Reset-SfUserPassword' {
    It 'returns the password that the org has made, once for each user' {
        $passwords = Get-SfUser *ahrens* | Reset-SfUserPassword -Confirm:$false
        $passwords.Username | Should -Be 'anna@acme.example', 'bert@acme.example'
        $passwords[0].Password | Should -BeOfType securestring
        $passwords | Out-String | Should -Not -Match ([regex]::Escape((ConvertFrom-SecureString $passwords[0].Password -AsPlainText)))

        # Only with the org's own password can the user sign in.
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'passwords'; scope = 'api'; flows = , 'UsernamePassword' }
        Set-OrgSetting $org @{ allowsUsernamePasswordFlow = $true }
        try {
            foreach ($made in $passwords) {
                $credential = [pscredential]::new($made.Username, $made.Password)
                (Connect-SfPassword passwords $credential -LoginUrl $org.Url -NoDefault).Username | Should -Be $made.Username
            }
            $swapped = [pscredential]::new($passwords[0].Username, $passwords[1].Password)
            { Connect-SfPassword passwords $swapped -LoginUrl $org.Url -NoDefault } | Should -Throw -ErrorId 'SfLogin*'
        } finally { Set-OrgSetting $org @{ allowsUsernamePasswordFlow = $false } }
    }

    It 'sets a password, and explains why the org refuses one' {
        $good = ConvertTo-SecureString 'correct horse 42' -AsPlainText -Force
        (Reset-SfUserPassword aahr -NewPassword $good -Confirm:$false).Password | Should -BeNullOrEmpty
        Reset-SfUserPassword aahr -NewPassword $good -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfPasswordRefused,*'
        $errors[0].ErrorDetails.Message | Should -Be 'anna@acme.example: the org refused the new password: invalid repeated password'
        "$($errors[0])" | Should -Not -Match 'horse'
    }

    It 'changes the connection''s own password last' {
        Clear-OrgRequest $org
        $passwords = Reset-SfUserPassword $signIn.Username, aahr -Confirm:$false
        $passwords.Username | Should -Be anna@acme.example, $signIn.Username
    }

    It 'says that a password may have ended when the answer is lost' {
        Add-OrgFault $org @{ path = '/password$'; kind = 'resetAfterActing'; times = 0 }
        Reset-SfUserPassword aahr -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $errors[0].ErrorDetails.Message | Should -Match '^anna@acme\.example: whether the password was reset is not known'
        $errors[0].ErrorDetails.RecommendedAction | Should -Be "The user's old password may have ended: reset it again."
        $given = ConvertTo-SecureString 'correct horse 43' -AsPlainText -Force
        Reset-SfUserPassword aahr -NewPassword $given -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].ErrorDetails.Message | Should -Match '^anna@acme\.example: whether the password was set is not known'
        $errors[0].ErrorDetails.RecommendedAction | Should -Match 'set it again'
        Clear-OrgRequest $org
    }

    It 'does not take <Body> for a password' -ForEach @(
        @{ Body = '{}' }
        @{ Body = '{"NewPassword":null}' }
        @{ Body = '{"NewPassword":""}' }
        @{ Body = '["secret-word-77"]' }
    ) {
        Add-OrgFault $org @{ path = '/password$'; status = 200; times = 1; body = $Body }
        Reset-SfUserPassword aahr -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfOutcomeUnknown,*'
        $errors[0].ErrorDetails.Message | Should -Match '^anna@acme\.example: .*has no new password'
        "$($errors[0])" | Should -Not -Match 'secret-word'
        Clear-OrgRequest $org
    }

    It 'names the missing permission' {
        Use-MissingPermission $org 'manageUsers', 'resetPasswords' {
            Reset-SfUserPassword aahr -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $errors[0].ErrorDetails.Message | Should -Match "^anna@acme\.example: .*needs the permission 'Reset User Passwords and Unlock Users'"
        }
    }
}
