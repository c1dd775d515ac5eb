BeforeDiscovery {
    Import-Module "$PSScriptRoot/NodeClients.psm1" -Force
    $noCli = Get-NoClientReason '@salesforce/cli'
    if ($noCli) { Write-Warning "Skipped: $noCli." }
}
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    Import-Module "$PSScriptRoot/NodeClients.psm1" -Force
    $org = Start-TestOrg
    $user = 'user@test.example'
    $signIn = $org.SignIn

    # An administrator's connection, and a folder of its own for each test.
    function Start-Case {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ isProduction = $false; requiresTests = $false; hasExternalClientApps = $true; requiresPemCertificate = $false; appDelaySeconds = 0; approvalDelaySeconds = 0; queueSeconds = 0 } }
        $null = Connect-SfJwt @signIn
        $script:name = 'app_' + [guid]::NewGuid().ToString('N').Substring(0, 12)
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive $name)).FullName
    }

    # 'Allow access to External Client App consumer secrets via REST API' in Setup.
    function Set-SecretAccess([bool] $Allowed) {
        $folder = New-Item -ItemType Directory "settings_$Allowed/settings"
        Set-Content "$folder/ExternalClientApp.settings" "<ExternalClientAppSettings xmlns=`"http://soap.sforce.com/2006/04/metadata`"><enableClientSecretInRestApiAccess>$("$Allowed".ToLower())</enableClientSecretInRestApiAccess></ExternalClientAppSettings>"
        Set-Content "$folder/../package.xml" '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>ExternalClientApp</members><name>Settings</name></types><version>66.0</version></Package>'
        $null = Deploy-SfMetadata $folder.Parent.FullName -Confirm:$false
    }

    # Runs the command that Register-SfApp shows, with more parameters.
    function Connect-App($App, [hashtable] $With = @{ NoDefault = $true; Name = 'app' }) {
        & ([scriptblock]::Create("param(`$With) $($App.Command) @With")) $With
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Register-SfApp' {
    BeforeEach { Start-Case }
    AfterEach {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
    }

    It 'makes key, app, permission set and policy, and signs in' {
        $app = Register-SfApp $name -User $user -Label 'My app' -ContactEmail me@example.com
        $app.Name | Should -Be $name
        $app.Label | Should -Be 'My app'
        $app.Kind | Should -Be ExternalClientApp
        $app.Id | Should -Match '^0xI\w{15}$'
        $app.ContactEmail | Should -Be me@example.com
        $app.Scopes | Should -Be api, refresh_token
        $app.CallbackUrl | Should -Be 'http://localhost:1717/OauthRedirect'
        $app.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $app.PermissionSets | Should -Be $name
        $app.Users | Should -Be $user
        $app.CertificatePath | Should -Be (Join-Path $PWD "$name.crt")
        $app.KeyPath | Should -Be (Join-Path $PWD "$name.key")
        $app.Command | Should -Match "^Connect-SfJwt -ClientId $($app.ConsumerKey) -Username $user -KeyPath '?$([regex]::Escape($app.KeyPath))'? -LoginUrl $($org.Url)$"
        (Connect-App $app).Username | Should -Be $user
        (Invoke-SfRest limits -Connection app).DailyApiRequests.Max | Should -BeGreaterThan 0
        $app | Out-String -Width 80 | Should -Match "ConsumerKey +: $($app.ConsumerKey.Substring(0, 20))[\s\S]*Changes +: Created the app $name\.[\s\S]*Command +: Connect-SfJwt"
    }

    It 'saves a profile that signs in' {
        $app = Register-SfApp $name -User $user -ProfileName $name
        $app.Command | Should -Be "Connect-SfJwt -Profile $name"
        (Connect-App $app).Username | Should -Be $user
        Remove-SfProfile $name -Confirm:$false
    }

    It 'changes nothing when it is run again' {
        $first = Register-SfApp $name -User $user
        $first.Changes | Should -Be "Created the app $name.", "Created the permission set $name.", "Users with the permission set $name may use the app.",
            "$user has the permission set $name.", "Only pre-authorized users may sign in: those with $name."
        $again = Register-SfApp $name -User $user
        $again.Changes | Should -BeNullOrEmpty
        $again.ConsumerKey | Should -Be $first.ConsumerKey
        (Connect-App $again).Username | Should -Be $user
    }

    It 'leaves the flows of an app alone where none are given' {
        $null = Register-SfApp $name -User $user -Flow Jwt, Device
        $again = Register-SfApp $name -User $user
        $again.Flows | Should -Contain Device
        $again.Changes | Should -BeNullOrEmpty
    }

    It 'changes what differs when it is run again, and says what' {
        $first = Register-SfApp $name -User $user
        $again = Register-SfApp $name -User $user, 'notapproved@test.example' -Scope api, web, refresh_token
        $again.Scopes | Sort-Object | Should -Be api, refresh_token, web
        $again.Changes | Should -Be 'Changed of the app: scopes.', "notapproved@test.example has the permission set $name."
        $again.Users | Should -Be 'notapproved@test.example', $user
        $again.ConsumerKey | Should -Be $first.ConsumerKey
    }

    It 'uploads a certificate that is given, and finds its key' {
        $null = New-SfCertificate -Name mine
        $app = Register-SfApp $name -User $user -CertificatePath mine.crt
        $app.KeyPath | Should -Be (Join-Path $PWD mine.key)
        Test-Path "$name.key" | Should -BeFalse
        (Connect-App $app).Username | Should -Be $user
    }

    It 'makes an app that the sf CLI signs in through' -Skip:([bool] $noCli) {
        $app = Register-SfApp $name -User $user
        Connect-SalesforceCli $org $app.ConsumerKey $app.KeyPath $user | Should -Be $user
    }

    It 'encrypts a new key with -KeyPassword' {
        $password = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
        $app = Register-SfApp $name -User $user -KeyPassword $password
        Get-Content $app.KeyPath -TotalCount 1 | Should -Be '-----BEGIN ENCRYPTED PRIVATE KEY-----'
        (Connect-App $app @{ KeyPassword = $password }).Username | Should -Be $user
    }

    It 'enables other flows' {
        $app = Register-SfApp $name -User $user -Flow Web, Device -CallbackUrl https://example.com/done, http://localhost:1717/OauthRedirect
        $app.Flows | Should -Be Web, Device
        $app.CallbackUrl | Should -Be https://example.com/done, http://localhost:1717/OauthRedirect
        $app.CertificatePath | Should -BeNullOrEmpty
        $app.Command | Should -Be "Connect-SfWeb -ClientId $($app.ConsumerKey) -LoginUrl $($org.Url)"
    }

    It 'returns the consumer secret of the client credentials flow, and tries the sign-in' {
        Set-SecretAccess $true
        $app = Register-SfApp $name -User $user -Flow ClientCredential -WarningVariable warned
        Set-SecretAccess $false
        $app.Flows | Should -Be ClientCredential
        $app.ConsumerSecret | Should -BeOfType securestring
        $warned | Should -BeNullOrEmpty
        $app.Command | Should -Be "Connect-SfClientCredential -ClientId $($app.ConsumerKey) -LoginUrl $($org.Url) -ClientSecret (Read-Host 'Consumer secret' -AsSecureString)"
        ($app | Connect-SfClientCredential -ClientSecret $app.ConsumerSecret -LoginUrl $org.Url -NoDefault).Username | Should -Be $user
        $app | Format-List * | Out-String | Should -Not -Match ([regex]::Escape([Net.NetworkCredential]::new('', $app.ConsumerSecret).Password))
        Get-OrgRequest $org | Where-Object path -Like '*/oauth2/token' | Should -HaveCount 3
    }

    It 'says where the consumer secret is, if it cannot be read' {
        $app = Register-SfApp $name -User $user -Flow ClientCredential -WarningVariable warned 3> $null
        $app.ConsumerSecret | Should -BeNullOrEmpty
        "$warned" | Should -Match '^The consumer secret cannot be read: copy it in Setup'
    }

    It 'waits until the sign-in works' {
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 3 } }
        $app = Register-SfApp $name -User $user -Verbose 4>&1
        ($app | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message | Should -Contain "Waiting for the first sign-in of ${user}: client identifier invalid"
        (Connect-App $app[-1]).Username | Should -Be $user
    }

    It 'returns the app, and an error with the last refusal, if the time is over' {
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 600 } }
        $app = Register-SfApp $name -User $user -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $app.Id | Should -Not -BeNullOrEmpty
        Get-ErrorId $failed[0] | Should -Be SfLoginClientIdInvalid
        $failed[0].ErrorDetails.Message | Should -Match "The app is there, but the sign-in of $user did not work within 1 seconds"
    }

    It 'does not wait with -NoWait' {
        $null = Set-OrgSetting $org @{ metadata = @{ appDelaySeconds = 600 } }
        (Register-SfApp $name -User $user -NoWait).Name | Should -Be $name
    }

    It 'changes nothing with -WhatIf, and validates the app' {
        $output = Register-SfApp $name -User $user -WhatIf
        $output | Should -BeNullOrEmpty
        Get-ChildItem | Should -BeNullOrEmpty
        (Get-ThrownError { Get-SfApp $name }).FullyQualifiedErrorId | Should -BeLike 'SfAppNotFound,*'
        $deploys = Get-OrgRequest $org | Where-Object { $_.method -eq 'POST' -and $_.path -like '*/deployRequest' }
        @($deploys).Count | Should -Be 1
        (Invoke-SfQuery 'SELECT CheckOnly FROM DeployRequest ORDER BY CreatedDate DESC LIMIT 1' -Tooling).CheckOnly | Should -BeTrue
        (Get-OrgRequest $org | Where-Object { $_.method -ne 'GET' -and $_.path -like '*/sobjects/*' }) | Should -BeNullOrEmpty
    }

    It 'works where the session may not read metadata' {
        Deny-MetadataApi $org
        $app = Register-SfApp $name -User $user
        $app.Scopes | Should -Be api, refresh_token
        (Connect-App $app).Username | Should -Be $user
        $again = Register-SfApp $name -User $user
        $again.ConsumerKey | Should -Be $app.ConsumerKey
        (Connect-App $again).Username | Should -Be $user
    }

    It 'leaves alone what it cannot read, where the session may not read metadata' {
        $first = Register-SfApp $name -User $user -Flow Jwt, Device -Scope api, web, refresh_token
        Deny-MetadataApi $org
        (Register-SfApp $name -User $user -Label 'New label' -NoWait).Changes | Should -Contain 'Changed of the app: label or contact.'
        Invoke-OrgAdmin $org Delete faults
        $app = Get-SfApp $name
        $app.Flows | Should -Be Device
        $app.Scopes | Sort-Object | Should -Be api, refresh_token, web
        $app.Label | Should -Be 'New label'
        (Connect-App $first).Username | Should -Be $user
    }

    It 'does not wait for a refusal that stays, and returns the app' {
        $null = New-SfCertificate -Name $name
        $null = Invoke-OrgAdmin $org Post users @{ username = 'frozen@test.example'; isFrozen = $true }
        $app = Register-SfApp $name -User frozen@test.example -ErrorAction SilentlyContinue -ErrorVariable failed
        $app.Users | Should -Be frozen@test.example
        $failed[0].ErrorDetails.Message | Should -Match '^The app is there, but the sign-in of frozen@test.example did not work\. '
    }

    It 'returns the app after a sign-in that the network broke' {
        $null = New-SfCertificate -Name $name
        Add-OrgFault $org @{ method = 'POST'; path = '/services/oauth2/token'; kind = 'Reset'; times = 0 }
        $app = Register-SfApp $name -User $user -ProfileName $name -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $app.Name | Should -Be $name
        Get-ErrorId $failed[0] | Should -Be SfConnectionBroken
        Invoke-OrgAdmin $org Delete faults
        (Connect-App $app).Username | Should -Be $user
        Remove-SfProfile $name -Confirm:$false
    }

    It 'works where Salesforce names the policies in another way' {
        $null = Set-OrgSetting $org @{ metadata = @{ defaultPolicySuffix = '_defaultPolicy' } }
        $app = Register-SfApp $name -User $user
        $null = Set-OrgSetting $org @{ metadata = @{ defaultPolicySuffix = '' } }
        $app.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        (Connect-App $app).Username | Should -Be $user
    }

    It 'uses a permission set that is named' {
        $null = [pscustomobject]@{ Name = "set_$name"; Label = 'Set' } | New-SfRecord PermissionSet -Confirm:$false
        $app = Register-SfApp $name -User $user -PermissionSet "set_$name"
        $app.PermissionSets | Should -Be "set_$name"
        (Connect-App $app).Username | Should -Be $user
    }

    It 'keeps the access of other permission sets and of profiles' {
        $app = Register-SfApp $name -User $user
        $other = [pscustomobject]@{ Name = "other_$name"; Label = 'Other' } | New-SfRecord PermissionSet -Confirm:$false
        $profileSet = Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Profile.Name = 'Standard User'"
        foreach ($id in $other.Id, $profileSet.Id) { $null = [pscustomobject]@{ ParentId = $id; SetupEntityId = $app.Id } | New-SfRecord SetupEntityAccess -Confirm:$false }
        (Register-SfApp $name -User $user -PermissionSet "third_$name").PermissionSets | Should -Be $name, "other_$name", 'Standard User', "third_$name"
    }

    It 'names permission sets by their ids where the org wants them' {
        $null = Set-OrgSetting $org @{ metadata = @{ permissionSets = 'ids' } }
        $app = Register-SfApp $name -User $user
        $null = Set-OrgSetting $org @{ metadata = @{ permissionSets = 'names' } }
        $app.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        (Connect-App $app).Username | Should -Be $user
    }

    It 'names the administrator as the contact' {
        (Register-SfApp $name -User $user).ContactEmail | Should -Be (Invoke-SfQuery 'SELECT Email FROM User WHERE Username = :user' @{ user = $user }).Email
    }

    It 'shows no secret' {
        $output = Register-SfApp $name -User $user -Verbose -Debug *>&1 | Out-String -Width 500
        $output | Should -Not -MatchExactly 'PRIVATE KEY'
        $output | Should -Not -Match ([regex]::Escape((Get-SfAccessToken -AsPlainText)))
    }
}

Describe 'Register-SfApp, refused' {
    BeforeEach { Start-Case }
    AfterEach {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
    }

    It 'rejects the name <_> before anything is sent' -ForEach 'has space', '1st', 'a__b', 'end_', 'a-b', ('x' * 81) {
        $failed = Get-ThrownError { Register-SfApp $_ -User $user }
        Get-ErrorId $failed | Should -Be SfNameInvalid
        Get-OrgRequest $org | Where-Object path -NotLike '*/oauth2/token' | Should -BeNullOrEmpty
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'names users that do not exist, are inactive or may not use the API' {
        $null = Invoke-OrgAdmin $org Post users @{ username = 'noapi@test.example'; missingPermissions = @('apiEnabled') }
        $failed = Get-ThrownError { Register-SfApp $name -User $user, nobody@test.example, inactive@test.example, noapi@test.example }
        Get-ErrorId $failed | Should -Be SfUserUnsuitable
        $failed.ErrorDetails.Message | Should -Be ('Not every user that is named can be used: no user has the username nobody@test.example; ' +
            "inactive@test.example: deactivated; noapi@test.example: without the permission 'API Enabled'.")
    }

    It 'rejects a certificate that <Problem>' -ForEach @(
        @{ Problem = 'has expired'; Message = 'it expired on' }
        @{ Problem = 'has a short key'; Message = 'its key has 1024 bits, fewer than 2048' }
    ) {
        $rsa = [Security.Cryptography.RSA]::Create($Problem -eq 'has a short key' ? 1024 : 2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=x', $rsa, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $end = $Problem -eq 'has expired' ? [DateTimeOffset]::Now.AddDays(-1) : [DateTimeOffset]::Now.AddDays(9)
        Set-Content bad.crt $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-9), $end).ExportCertificatePem()
        $failed = Get-ThrownError { Register-SfApp $name -User $user -CertificatePath bad.crt }
        Get-ErrorId $failed | Should -Be SfCertificateInvalid
        $failed.ErrorDetails.Message | Should -Match $Message
    }

    It 'rejects a file that is no certificate' {
        Set-Content bad.crt 'hello'
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -CertificatePath bad.crt }) | Should -Be SfKeyFormatUnknown
    }

    It 'says what a user without permissions needs (<_>)' -ForEach 'modifyMetadata', 'manageExternalClientApplications' {
        $failed = Use-MissingPermission $org $_ { Get-ThrownError { Register-SfApp $name -User $user } }
        Get-ErrorId $failed | Should -Be SfPermissionDenied
        $failed.ErrorDetails.RecommendedAction | Should -Match "'Modify Metadata Through Metadata API Functions', 'Customize Application' and 'Manage External Client Apps'"
    }

    It 'says what a user needs who may not make permission sets, and goes on when that is mended' {
        $failed = Use-MissingPermission $org assignPermissionSets { Get-ThrownError { Register-SfApp $name -User $user } }
        Get-ErrorId $failed | Should -Be SfPermissionDenied
        $failed.ErrorDetails.Message | Should -Match "Done before it: create external client app \($name\)"
        $failed.ErrorDetails.RecommendedAction | Should -Match "'Manage Users' to assign permission sets.*run the same again"
        (Connect-App (Register-SfApp $name -User $user)).Username | Should -Be $user
    }

    It 'does not need Customize Application, which is for settings and permission sets' {
        Use-MissingPermission $org customizeApplication {
            (Connect-App (Register-SfApp $name -User $user)).Username | Should -Be $user
        }
    }

    It 'says that another app has the consumer key, and works with another certificate' {
        Deny-MetadataApi $org
        $app = Register-SfApp $name -User $user
        Unregister-SfApp $name -Confirm:$false
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = $app.ConsumerKey; name = "other_$name" }
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        Get-ErrorId $failed | Should -Be SfConflict
        $failed.ErrorDetails.Message | Should -Match 'Consumer key already in use.*Nothing was changed before it'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Salesforce has this consumer key already.*use another certificate or another name'
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
        Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = '$name'" | Should -BeNullOrEmpty
        $null = New-SfCertificate -Name other
        (Connect-App (Register-SfApp $name -User $user -CertificatePath other.crt)).Username | Should -Be $user
    }

    It 'says that the org has no external client apps' {
        $null = Set-OrgSetting $org @{ metadata = @{ hasExternalClientApps = $false } }
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user }) | Should -Be SfAppsUnavailable
    }

    It 'says that a connected app has the name' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = "key_$name"; name = $name }
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        Get-ErrorId $failed | Should -Be SfConflict
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Choose another. .*Get-SfApp lists them'
    }

    It 'refuses an app that was made in another way' {
        $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = "key_$name"; name = $name; kind = 'ExternalClientApp' }
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        Get-ErrorId $failed | Should -Be SfConflict
        $failed.ErrorDetails.Message | Should -Match 'made in another way'
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'does not replace the certificate of an app by a new one' {
        $app = Register-SfApp $name -User $user
        $null = New-Item -ItemType Directory elsewhere
        $failed = Get-ThrownError { Register-SfApp $name -User $user -Path elsewhere }
        Get-ErrorId $failed | Should -Be SfValueMissing
        $failed.ErrorDetails.Message | Should -Match 'its certificate is not here'
        Get-ChildItem elsewhere | Should -BeNullOrEmpty
        (Connect-App $app).Username | Should -Be $user
    }

    It 'rejects a key that does not belong to the certificate, and a wrong password, before anything is made' {
        $null = New-SfCertificate -Name one
        $null = New-SfCertificate -Name two
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -CertificatePath one.crt -KeyPath two.key }) | Should -Be SfKeyCertificateMismatch
        $null = New-SfCertificate -Name locked -Password (ConvertTo-SecureString right -AsPlainText -Force)
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -CertificatePath locked.crt -KeyPassword (ConvertTo-SecureString wrong -AsPlainText -Force) }) | Should -Be SfKeyPasswordWrong
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
    }

    It 'does not overwrite a profile of another user' {
        Save-SfProfile $name -ClientId x -Username other@example.com -KeyPath x.key -LoginUrl $org.Url -Confirm:$false -WarningAction Ignore
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -ProfileName $name }) | Should -Be SfProfileExists
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
        Remove-SfProfile $name -Confirm:$false
    }

    It 'rejects the name of a profile before anything is made' {
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -ProfileName 'a/b' }) | Should -Be SfProfileNameInvalid
        Get-OrgRequest $org | Where-Object path -NotLike '*/oauth2/token' | Should -BeNullOrEmpty
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'does not send a secret that was given as <_>' -ForEach 'Scope', 'CallbackUrl' {
        $secret = @{ $_ = Get-Content $org.KeyPath -Raw }
        (Get-ThrownError { Register-SfApp $name -User $user @secret }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError*'
        Get-OrgRequest $org | Where-Object path -NotLike '*/oauth2/token' | Should -BeNullOrEmpty
    }

    It 'rejects a label with characters that XML cannot have' {
        $failed = Get-ThrownError { Register-SfApp $name -User $user -Label "a$([char] 27)[31mred" }
        Get-ErrorId $failed | Should -Be SfRequestInvalid
        $failed.ErrorDetails.Message | Should -Match 'The label of an app holds a character that XML cannot have'
    }

    It 'keeps a key without its certificate, and says how to go on' {
        Set-Content "$name.key" key
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        Get-ErrorId $failed | Should -Be SfFileExists
        $failed.ErrorDetails.RecommendedAction | Should -Be 'Give the certificate, or move the file away. Parameter: -CertificatePath.'
        Get-Content "$name.key" | Should -Be key
    }

    It 'says that the client credentials flow needs a user, before anything is made' {
        $failed = Get-ThrownError { Register-SfApp $name -Flow ClientCredential }
        Get-ErrorId $failed | Should -Be SfValueMissing
        $failed.ErrorDetails.RecommendedAction | Should -Be 'Name the user: the app may do what this user may. Register-SfApp takes it as -User, Set-SfApp as -AddUser.'
        Get-ErrorId (Get-ThrownError { Get-SfApp $name }) | Should -Be SfAppNotFound
    }

    It 'says that an API version has no such apps, before anything is made' {
        $failed = Get-ThrownError { Register-SfApp $name -User $user -ApiVersion 59.0 }
        Get-ErrorId $failed | Should -Be SfApiVersionInvalid
        $failed.ErrorDetails.Message | Should -Be "API version 59.0 has no 'certificate' of external client apps; 60.0 and later have."
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'explains records without ids: <_>' -ForEach '{"records":[{}]}', '{"records":[null],"done":true}' {
        Add-OrgFault $org @{ path = '^/services/data/v[0-9.]+/query'; kind = 'Status'; status = 200; body = $_; contentType = 'application/json'; times = 0 }
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user }) | Should -Be SfResponseInvalid
        Get-ErrorId (Get-ThrownError { Get-SfApp }) | Should -Be SfResponseInvalid
    }

    It 'refuses a permission set of its name that was made for something else' {
        $null = [pscustomobject]@{ Name = $name; Label = 'Other'; Description = 'other' } | New-SfRecord PermissionSet -Confirm:$false
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        Get-ErrorId $failed | Should -Be SfConflict
        $failed.ErrorDetails.RecommendedAction | Should -Match "-PermissionSet $name"
    }

    It 'says that the org demands tests, and runs one that is named' {
        $null = Set-OrgSetting $org @{ metadata = @{ isProduction = $true; requiresTests = $true } }
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        $failed.ErrorDetails.RecommendedAction | Should -Match '-RunTest names test classes'
    }

    It 'rejects a scope that does not exist' {
        Get-ErrorId (Get-ThrownError { Register-SfApp $name -User $user -Scope api, apo }) | Should -Be SfLoginScopeInvalid
    }

    It 'shows the queue that a deployment waits in' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 2 } }
        $output = Register-SfApp $name -User $user -Verbose 4>&1
        $output | Where-Object { "$_" -match 'Deployment 0Af\w+: Pending' } | Should -Not -BeNullOrEmpty
    }
}

Describe 'Register-SfApp of an app that is an hour old and cannot be read' {
    BeforeAll {
        $old = Start-TestOrg
        $signIn = $old.SignIn
        $null = Connect-SfJwt @signIn
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive old)).FullName
        Deny-MetadataApi $old
        # The sign-in is not tried, since the org's clock is wrong.
        $null = Set-OrgSetting $old @{ clockOffsetSeconds = -3600 }
        $first = Register-SfApp old -User $user -NoWait
        $null = Set-OrgSetting $old @{ clockOffsetSeconds = 0 }
    }
    AfterAll {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
        Stop-TestOrg $old
    }

    It 'changes nothing when it is run again' {
        (Register-SfApp old -User $user).Changes | Should -BeNullOrEmpty
    }

    It 'refuses at once a certificate that is not the app''s' {
        $null = New-SfCertificate -Name other
        $failed = Get-ThrownError { Register-SfApp old -User $user -CertificatePath other.crt }
        Get-ErrorId $failed | Should -Be SfPermissionDenied
        $failed.ErrorDetails.Message | Should -Match "^The app 'old' has another certificate or another consumer key\. Which of the two it is cannot be read\. Nothing was changed\."
        (Connect-App $first).Username | Should -Be $user
    }

    It 'does not claim to know the consumer key where the sign-in cannot be tried' {
        Rename-Item old.key kept
        $app = Register-SfApp old -User $user 3> $null
        Rename-Item kept old.key
        "$($app.ConsumerKey)$($app.Command)" | Should -BeNullOrEmpty
    }

    It 'changes callback URLs and flows only together' {
        foreach ($one in @{ Flow = 'Jwt' }, @{ CallbackUrl = 'https://example.com/one' }) {
            $failed = Get-ThrownError { Register-SfApp old -User $user @one }
            $failed.ErrorDetails.Message | Should -Match 'Callback URLs and flows are deployed together, so that one alone would reset the other\. Nothing was changed\.'
        }
        $app = Register-SfApp old -User $user -Flow Jwt, Device -CallbackUrl https://example.com/both
        $app.Changes | Should -Be 'Changed of the app: certificate, callback URL or flows.'
        (Connect-App $app).Username | Should -Be $user
        Invoke-OrgAdmin $old Delete faults
        (Get-SfApp old).CallbackUrl | Should -Be https://example.com/both
    }
}

Describe 'Register-SfApp, twice at the same time' {
    BeforeEach { Start-Case }
    AfterEach {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
        Invoke-OrgAdmin $org Delete faults
    }

    It 'takes a permission set that the other run made after this one had looked for it' {
        $null = [pscustomobject]@{ Name = $name; Label = $name; Description = "Users who may sign in through the app $name. Made with SalesforceJwt.PS." } | New-SfRecord PermissionSet -Confirm:$false
        # The query for the permission set comes after those for the user, the user's rights and the app.
        Add-OrgFault $org @{ path = '^/services/data/v[0-9.]+/query'; skip = 3; status = 200; body = '{"totalSize":0,"done":true,"records":[]}'; contentType = 'application/json' }
        $app = Register-SfApp $name -User $user
        Get-OrgRequest $org | Where-Object path -Like '*/sobjects/PermissionSet' | ForEach-Object statusCode | Should -Be 400
        $app.PermissionSets | Should -Be $name
        (Connect-App $app).Username | Should -Be $user
    }
}

Describe 'Register-SfApp, broken off' {
    BeforeEach { Start-Case }
    AfterEach {
        Pop-Location
        Get-SfConnection | Disconnect-Sf
    }

    # The changing requests of a registration: app, permission set, its access, its assignment, policy.
    It 'is completed by running it again, after its changing request <Request> <Broken>' -ForEach @(
        foreach ($request in 1..5) {
            foreach ($kind in 'Reset', 'ResetAfterActing') {
                @{ Request = $request; Kind = $kind; Broken = $kind -eq 'Reset' ? 'did not arrive' : 'got no answer' }
            }
        }
    ) {
        # A request that is not sent again is an error; one that is looked up may succeed.
        Add-OrgFault $org @{ method = 'POST'; path = '^/services/data/v[0-9.]+/(metadata/deployRequest|sobjects/.*)$'; kind = $Kind; skip = $Request - 1; times = 4 }
        try { $null = Register-SfApp $name -User $user } catch { $_.ErrorDetails.Message | Should -Match 'not known|connection' }
        Invoke-OrgAdmin $org Delete faults
        $app = Register-SfApp $name -User $user
        (Connect-App $app).Username | Should -Be $user
        $app.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        (Register-SfApp $name -User $user).Changes | Should -BeNullOrEmpty
    }

    It 'says which step failed, and what is done' {
        Add-OrgFault $org @{ method = 'POST'; path = '^/services/data/v[0-9.]+/sobjects/SetupEntityAccess'; kind = 'Status'; status = 500; times = 0; errorCode = 'UNKNOWN_EXCEPTION'; message = 'An unexpected error occurred' }
        $failed = Get-ThrownError { Register-SfApp $name -User $user }
        $failed.ErrorDetails.Message | Should -Match "This was the step: give the app to the permission set \($name\). Done before it: create external client app \($name\); create permission set \($name\)\."
        $failed.ErrorDetails.RecommendedAction | Should -Match 'run the same again'
    }
}
