# Get-SfApp, Set-SfApp and Unregister-SfApp: what becomes of an app that Register-SfApp made.
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    $org = Start-TestOrg
    $user = 'user@test.example'
    $other = 'notapproved@test.example'
    $signIn = $org.SignIn

    function Start-Case {
        Clear-OrgRequest $org
        $null = Connect-SfJwt @signIn
        $script:name = 'app_' + [guid]::NewGuid().ToString('N').Substring(0, 12)
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive $name)).FullName
        $script:app = Register-SfApp $name -User $user -Label 'My app'
    }

    function Stop-Case {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
    }

    # Signs in through the app with a key.
    function Connect-App([string] $KeyPath = "$name.key", [string] $Username = $user) {
        Connect-SfJwt -ClientId $app.ConsumerKey -Username $Username -KeyPath $KeyPath -LoginUrl $org.Url -NoDefault -Name app
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfApp' {
    BeforeAll {
        Start-Case
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'classic'; name = 'Classic app'; kind = 'ConnectedApp'; policy = 'AdminApproved' }
    }
    AfterAll { Stop-Case }
    AfterEach { Invoke-OrgAdmin $org Delete faults }

    It 'does not change or delete the app of the same name in another org: sandboxes are copies' {
        $sandbox = Start-TestOrg
        try {
            $signInThere = $sandbox.SignIn
            $there = Connect-SfJwt @signInThere -Name sandbox -NoDefault
            Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive 'sandbox')).FullName
            $null = Register-SfApp $name -User $user -Connection $there -NoWait
            Pop-Location
            $copy = Get-SfApp $name -Connection $there
            foreach ($command in { $copy | Unregister-SfApp -Confirm:$false }, { Unregister-SfApp $copy -Confirm:$false }, { $copy | Set-SfApp -Label Other }) {
                $thrown = Get-ThrownError $command
                $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRecordOfOtherOrg,*'
                $thrown.ErrorDetails.Message | Should -BeLike "$name was read from another org (sandbox, *"
            }
            (Get-SfApp $name).Label | Should -Be 'My app'
            (Get-SfApp $name | Set-SfApp -Label 'My own app').Label | Should -Be 'My own app'
            $null = Set-SfApp $name -Label 'My app'
            $copy | Unregister-SfApp -Connection $there -Confirm:$false
            (Get-ThrownError { Get-SfApp $name -Connection $there }).FullyQualifiedErrorId | Should -BeLike 'SfAppNotFound,*'
        } finally { Stop-TestOrg $sandbox }
    }

    It 'refuses what names no app' {
        foreach ($command in { [pscustomobject]@{ Label = 'My app' } | Unregister-SfApp }, { ' ' | Set-SfApp -Label x }, { Unregister-SfApp @($name, $name) }) {
            (Get-ThrownError $command).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        }
    }

    It 'shows an app with its policy, users and consumer key' {
        $found = Get-SfApp $name
        $found.Label | Should -Be 'My app'
        $found.Id | Should -Be $app.Id
        $found.ConsumerKey | Should -Be $app.ConsumerKey
        $found.Scopes | Should -Be api, refresh_token
        $found.CallbackUrl | Should -Be http://localhost:1717/OauthRedirect
        $found.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $found.IPRelaxation | Should -Be Enforce
        $found.Enabled | Should -BeTrue
        $found.PermissionSets | Should -Be $name
        $found.Users | Should -Be $user
        $found.CreatedAt | Should -BeGreaterThan ([DateTimeOffset]::Now.AddHours(-1))
    }

    It 'finds an app by its consumer key, and a connected app by its name' {
        (Get-SfApp $app.ConsumerKey).Name | Should -Be $name
        $classic = Get-SfApp 'Classic app'
        $classic.Kind | Should -Be ConnectedApp
        $classic.PermittedUsers | Should -Be AdminApprovedPreAuthorized
    }

    It 'lists all apps' {
        $all = Get-SfApp
        $all.Name | Should -Contain $name
        $all.Name | Should -Contain 'Classic app'
        ($all | Where-Object Name -EQ $name).Users | Should -Be $user
    }

    It 'goes on after a name that does not exist' {
        (Get-SfApp nothing, $name -ErrorAction SilentlyContinue -ErrorVariable failed).Name | Should -Be $name
        Get-ErrorId $failed[0] | Should -Be SfAppNotFound
        ('nothing', $name | Get-SfApp -ErrorAction SilentlyContinue).Name | Should -Be $name
    }

    It 'warns where the session may not read metadata' {
        Deny-MetadataApi $org
        $found = Get-SfApp $name -WarningAction SilentlyContinue -WarningVariable warnings
        $found.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $found.Users | Should -Be $user
        $found.Scopes | Should -BeNullOrEmpty
        "$warnings" | Should -Match 'could not be read: .*INSUFFICIENT_ACCESS'
    }

    It 'fits a table and a list' {
        Get-SfApp $name | Out-String -Width 80 | Should -Match $name
        Get-SfApp $name | Format-List | Out-String | Should -Match 'ConsumerKey'
    }
}

Describe 'Set-SfApp' {
    BeforeEach { Start-Case }
    AfterEach { Stop-Case }

    It 'replaces the certificate under a running session' {
        $null = Connect-App
        $null = New-SfCertificate -Name new
        $changed = Set-SfApp $name -CertificatePath new.crt -Confirm:$false
        $changed.Changes | Should -Be 'Changed certificate, callback URL or flows.'
        $changed.KeyPath | Should -Be (Join-Path $PWD new.key)
        $changed.ConsumerKey | Should -Be $app.ConsumerKey
        (Invoke-SfRest limits -Connection app).DailyApiRequests.Max | Should -BeGreaterThan 0
        (Connect-App new.key).Username | Should -Be $user
        Get-ErrorId (Get-ThrownError { Connect-App }) | Should -Be SfLoginAssertionInvalid
        (Get-SfApp $name).CallbackUrl | Should -Be http://localhost:1717/OauthRedirect
    }

    It 'adds and removes users' {
        (Set-SfApp $name -AddUser $other -Confirm:$false).Users | Should -Be $other, $user
        (Connect-App -Username $other).Username | Should -Be $other
        $changed = Set-SfApp $name -RemoveUser $other -Confirm:$false
        $changed.Users | Should -Be $user
        $changed.Changes | Should -Be "$other no longer has the permission set $name."
        Get-ErrorId (Get-ThrownError { Connect-App -Username $other }) | Should -Be SfLoginNotAdminApproved
    }

    It 'changes scopes, label and contact, and leaves the certificate alone' {
        $changed = Set-SfApp $name -Scope api, web, refresh_token -Label Other -ContactEmail you@example.com -Confirm:$false
        $changed.Scopes | Sort-Object | Should -Be api, refresh_token, web
        $changed.Label | Should -Be Other
        $changed.ContactEmail | Should -Be you@example.com
        (Connect-App).Username | Should -Be $user
    }

    It 'changes policies' {
        $changed = Set-SfApp $name -IPRelaxation Bypass -Confirm:$false
        $changed.IPRelaxation | Should -Be Bypass
        $changed.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $changed.PermissionSets | Should -Be $name
        (Set-SfApp $name -Enabled $false -Confirm:$false).Enabled | Should -BeFalse
        { Connect-App } | Should -Throw
        (Set-SfApp $name -Enabled $true -Confirm:$false).Enabled | Should -BeTrue
        (Connect-App).Username | Should -Be $user
    }

    It 'changes nothing where nothing differs' {
        (Set-SfApp $name -Scope refresh_token, api -Label 'My app' -Confirm:$false).Changes | Should -BeNullOrEmpty
    }

    It 'asks for the certificate where a change would remove it' {
        $failed = Get-ThrownError { Set-SfApp $name -CallbackUrl https://example.com/done -Confirm:$false }
        Get-ErrorId $failed | Should -Be SfValueMissing
        $failed.ErrorDetails.RecommendedAction | Should -Match '-CertificatePath'
        (Connect-App).Username | Should -Be $user
        (Set-SfApp $name -CallbackUrl https://example.com/done -CertificatePath "$name.crt" -Confirm:$false).CallbackUrl | Should -Be https://example.com/done
        (Connect-App).Username | Should -Be $user
    }

    It 'ends the JWT flow if other flows are given' {
        (Set-SfApp $name -Flow Web -Confirm:$false).Flows | Should -Be Web
        { Connect-App } | Should -Throw
    }

    It 'changes nothing where the settings cannot be read, except users' {
        Deny-MetadataApi $org
        $failed = Get-ThrownError { Set-SfApp $name -Scope api -Confirm:$false }
        $failed.ErrorDetails.Message | Should -Match 'Nothing was changed'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Connect-SfWeb -ClientId PlatformCLI'
        (Set-SfApp $name -AddUser $other -Confirm:$false -WarningAction SilentlyContinue).Users | Should -Contain $other
    }

    It 'changes nothing with -WhatIf, and validates' {
        Clear-OrgRequest $org
        Set-SfApp $name -IPRelaxation Bypass -AddUser $other -WhatIf | Should -BeNullOrEmpty
        $found = Get-SfApp $name
        $found.IPRelaxation | Should -Be Enforce
        $found.Users | Should -Be $user
        (Invoke-SfQuery 'SELECT CheckOnly FROM DeployRequest ORDER BY CreatedDate DESC LIMIT 1' -Tooling).CheckOnly | Should -BeTrue
    }

    It 'says what a user without <Permission> needs, and changes nothing' -ForEach @(
        @{ Permission = 'manageExternalClientApplications'; Change = @{ IPRelaxation = 'Bypass' } }
        @{ Permission = 'modifyMetadata'; Change = @{ Label = 'Other' } }
        @{ Permission = 'assignPermissionSets'; Change = @{ AddUser = 'notapproved@test.example' } }
    ) {
        $failed = Use-MissingPermission $org $Permission { Get-ThrownError { Set-SfApp $name @Change -Confirm:$false } }
        Get-ErrorId $failed | Should -Be SfPermissionDenied
        $failed.ErrorDetails.Message | Should -Match 'Nothing was changed'
        $failed.ErrorDetails.RecommendedAction | Should -Match "'Modify Metadata Through Metadata API Functions'.*'Manage External Client Apps'.*'Manage Users'"
        $found = Get-SfApp $name
        $found.Label, "$($found.IPRelaxation)", "$($found.Users)" | Should -Be 'My app', Enforce, $user
    }

    It 'refuses to take a permission set that is not there' {
        $failed = Get-ThrownError { Set-SfApp $name -RemoveUser $user -PermissionSet missing -Confirm:$false }
        Get-ErrorId $failed | Should -Be SfValueMissing
        $failed.ErrorDetails.Message | Should -Be "There is no permission set 'missing', so no user can be removed from it. No user was changed."
    }

    It 'does not send a secret that was given as a name (<_>)' -ForEach 'Get-SfApp', 'Set-SfApp', 'Unregister-SfApp' {
        Clear-OrgRequest $org
        $failed = Get-ThrownError { & $_ -Name (Get-Content $org.KeyPath -Raw) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError*'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'refuses connected apps' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'classic'; name = 'Classic app'; kind = 'ConnectedApp' }
        $failed = Get-ThrownError { Set-SfApp 'Classic app' -Scope api -Confirm:$false }
        $failed.ErrorDetails.Message | Should -Match 'is a connected app'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Register-SfApp'
    }

    It 'rejects a user to add and to remove, and users of a permission set that does not exist' {
        Get-ErrorId (Get-ThrownError { Set-SfApp $name -AddUser $other -RemoveUser $other -Confirm:$false }) | Should -Be SfArgumentConflict
        Get-ErrorId (Get-ThrownError { Set-SfApp $name -AddUser $other -PermissionSet typo -Confirm:$false }) | Should -Be SfValueMissing
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = 'typo'" | Should -BeNullOrEmpty
        (Get-SfApp $name).Users | Should -Be $user
    }

    It 'takes apps from the pipeline' {
        (Get-SfApp $name | Set-SfApp -Label Piped -Confirm:$false).Label | Should -Be Piped
    }
}

Describe 'Unregister-SfApp' {
    BeforeEach { Start-Case }
    AfterEach { Stop-Case }

    It 'deletes the app and its permission set, and keeps the key' {
        Unregister-SfApp $name -Confirm:$false | Should -BeNullOrEmpty
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = '$name'" | Should -BeNullOrEmpty
        Get-ErrorId (Get-ThrownError { Connect-App }) | Should -Be SfLoginClientIdInvalid
        Test-Path "$name.key" | Should -BeTrue
    }

    It 'deletes both, named by <_>' -ForEach 'consumer key', 'name in another case' {
        Unregister-SfApp ($_ -eq 'consumer key' ? $app.ConsumerKey : $name.ToUpperInvariant()) -Confirm:$false
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = '$name'" | Should -BeNullOrEmpty
    }

    It 'keeps a permission set that it did not make' {
        $null = [pscustomobject]@{ Name = "set_$name"; Label = 'Set' } | New-SfRecord PermissionSet -Confirm:$false
        $null = Register-SfApp "b_$name" -User $user -PermissionSet "set_$name"
        Unregister-SfApp "b_$name" -Confirm:$false
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = 'set_$name'" | Should -Not -BeNullOrEmpty
    }

    It 'deletes nothing with -WhatIf' {
        Unregister-SfApp $name -WhatIf
        (Get-SfApp $name).Users | Should -Be $user
    }

    It 'is completed by running it again' {
        Add-OrgFault $org @{ method = 'DELETE'; path = '^/services/data/v[0-9.]+/sobjects/PermissionSet/'; kind = 'Status'; status = 500; times = 1; errorCode = 'UNKNOWN_EXCEPTION'; message = 'An unexpected error occurred' }
        { Unregister-SfApp $name -Confirm:$false } | Should -Throw
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = '$name'" | Should -Not -BeNullOrEmpty
        Unregister-SfApp $name -Confirm:$false
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = '$name'" | Should -BeNullOrEmpty
    }

    It 'fails where the deletion deleted nothing' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = "key_$name"; name = "setup_$name"; kind = 'ExternalClientApp' }
        Get-ErrorId (Get-ThrownError { Unregister-SfApp "setup_$name" -Confirm:$false }) | Should -Be SfDeploymentFailed
    }

    It 'fails for an app that does not exist' {
        Get-ErrorId (Get-ThrownError { Unregister-SfApp nothing -Confirm:$false }) | Should -Be SfAppNotFound
    }
}

Describe 'A refused sign-in' {
    BeforeEach { Start-Case }
    AfterEach { Stop-Case }

    It 'names what a connection at hand can do about it' {
        $connection = (Get-SfConnection -Default).Name
        (Get-ThrownError { Connect-App -Username $other }).ErrorDetails.RecommendedAction |
            Should -Match "If the connection '$connection' is an administrator's: Set-SfApp $([regex]::Escape($app.ConsumerKey)) -AddUser $other -Connection $connection\.$"
        $null = New-SfCertificate -Name wrong
        (Get-ThrownError { Connect-App -KeyPath wrong.key }).ErrorDetails.RecommendedAction | Should -Match "Set-SfApp \S+ -CertificatePath FILE\.crt -Connection $connection\.$"
        (Get-ThrownError { Connect-SfJwt -ClientId unknown -Username $user -KeyPath "$name.key" -LoginUrl $org.Url }).ErrorDetails.RecommendedAction |
            Should -Match "Get-SfApp -Connection $connection\. Register-SfApp makes an app\.$"
        (Test-SfConnection -ClientId $app.ConsumerKey -Username $other -KeyPath "$name.key" -LoginUrl $org.Url | Where-Object Check -EQ Sign-in).Remedy | Should -Match 'Set-SfApp'
    }

    It 'names what an administrator would run, without such a connection' {
        Get-SfConnection | Disconnect-Sf
        (Get-ThrownError { Connect-App -Username $other }).ErrorDetails.RecommendedAction | Should -Match "As an administrator: Set-SfApp \S+ -AddUser $other\.$"
    }
}
