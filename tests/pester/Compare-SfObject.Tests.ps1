BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $described = '/services/data/v68.0/sobjects/{0}/describe'
    # Two connections to one org: a fault changes what one of them reads.
    # The snapshot of the org, changed as a hashtable.
    function New-Reference([scriptblock] $Change, [string[]] $Name = 'Contact') {
        Compare-SfObject -OutFile "$TestDrive/reference.json" -Name $Name -Force
        $snapshot = Get-Content "$TestDrive/reference.json" -Raw | ConvertFrom-Json -AsHashtable
        & $Change $snapshot
        $snapshot | ConvertTo-Json -Depth 9 | Set-Content "$TestDrive/reference.json"
        "$TestDrive/reference.json"
    }
    function Field($Snapshot, [string] $Name) { $Snapshot.objects[0].fields.Where({ $_.name -eq $Name })[0] }
}
AfterAll { Stop-TestOrg $org }

Describe 'Two connections' {
    BeforeEach {
        Reset-TestOrg $org prod, uat
        Remove-Item "$TestDrive/*" -Recurse -Force
    }

    It 'returns nothing where all is equal, with one call a side for the list and one for the descriptions' {
        Compare-SfObject prod Contact, Account -WarningVariable warnings | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        @(Get-OrgRequestLine $org) -match '/composite$' | Should -HaveCount 2
        @(Get-OrgRequestLine $org) -match '/sobjects$' | Should -HaveCount 2
        (Get-OrgRequestLine $org).Count | Should -Be 4
        Clear-OrgRequest $org
        Compare-SfObject prod Contact | Should -BeNullOrEmpty
        (Get-OrgRequest $org).statusCode | Sort-Object -Unique | Should -Be 304
    }

    It 'asks for an object alone where its part of the common request fails' {
        Add-OrgFault $org @{ path = ($described -f 'Contact'); subrequests = $true; status = 503 }
        Compare-SfObject prod Contact, Account -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Should -BeNullOrEmpty
        Get-OrgRequestLine $org '*/describe' | Should -Be ('GET ' + ($described -f 'Contact'))
    }

    It 'names what only one org has, and what differs' {
        $list = @{ sobjects = @('Account', 'Contact', 'Old__c', 'npsp__Gift__c', 'npsp__Fund__c').ForEach({ @{ name = $_; label = $_ } }) } | ConvertTo-Json -Depth 5
        $contact = @{ name = 'Contact'; fields = @(
                @{ name = 'Id'; type = 'id' }, @{ name = 'LastName'; type = 'string'; length = 40; nillable = $true }
                @{ name = 'Level__c'; type = 'string'; length = 80 }, @{ name = 'npsp__Total__c'; type = 'currency'; precision = 18; scale = 2 }) } | ConvertTo-Json -Depth 5
        # prod is asked first for the list; the other side is asked with the connection uat.
        Add-OrgFault $org @{ path = '/services/data/v68.0/sobjects'; status = 200; body = $list }
        $null = Get-SfObject -Connection prod -Name Account
        Add-OrgFault $org @{ path = ($described -f 'Contact'); status = 200; body = $contact }
        $null = Get-SfObject Contact -Connection prod
        Clear-OrgRequest $org
        # 304 leaves what prod knows as it is.
        $found = Compare-SfObject prod -Connection uat -Name Contact, Old__c, npsp__*
        $gone = $found.Where({ $_.Kind -eq 'Missing' })
        $gone.ForEach({ "$_" }) | Should -Be 'Contact.Level__c: Missing', 'npsp__*: Missing', 'Old__c: Missing'
        $gone[0].ReferenceValue | Should -Be 'string(80)'
        $gone.SideIndicator | Should -Be '<=', '<=', '<='
        $length = $found.Where({ $_.Field -eq 'LastName' -and $_.Property -eq 'Length' })
        $length.ReferenceValue, $length.DifferenceValue, $length.SideIndicator, $length.Kind | Should -Be 40, 80, '<>', 'Changed'
        $found.Where({ $_.Field -eq 'Email' -and $_.Kind -eq 'Added' }).SideIndicator | Should -Be '=>'
        $found.ObjectName | Sort-Object -Unique | Should -Be 'Contact', 'npsp__*', 'Old__c'
    }

    It 'refuses to compare a connection with itself: <_>' -ForEach 'Compare-SfObject uat', 'Compare-SfObject uat -DifferenceConnection uat' {
        (Get-ThrownError ([scriptblock]::Create($_))).FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'needs something to compare with' {
        (Get-ThrownError { Compare-SfObject }).FullyQualifiedErrorId | Should -BeLike 'SfValueMissing,*'
        (Get-ThrownError { Compare-SfObject -Name Contact }).ErrorDetails.RecommendedAction | Should -BeLike '*-ReferencePath*-OutFile*'
    }

    It 'describes both sides in the lower API version' {
        $null = Connect-SfJwt @signIn -Name old -ApiVersion 60.0 -NoDefault
        Compare-SfObject old Contact | Should -BeNullOrEmpty
        @(Get-OrgRequestLine $org) -match '/sobjects' -notmatch 'v60[.]0' | Should -BeNullOrEmpty
        Compare-SfObject old Contact -ApiVersion 66.0 | Should -BeNullOrEmpty
        @(Get-OrgRequestLine $org) -match 'v66[.]0/sobjects/Contact/describe$' | Should -HaveCount 2
    }

    It 'names an object that no side has, and goes on' {
        Compare-SfObject prod Nothing, Contact, No*thing -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $failed[0].TargetObject | Should -Be Nothing
    }

    It 'asks for each object separately where that fails, and goes on after one that cannot be described' {
        Add-OrgFault $org @{ path = '/services/data/v68.0/composite'; status = 400; body = '[{"errorCode":"LIMIT_EXCEEDED","message":"no"}]'; times = 2 }
        Add-OrgFault $org @{ path = ($described -f 'Account'); status = 403; body = '[{"errorCode":"INSUFFICIENT_ACCESS","message":"no"}]'; times = 2 }
        Compare-SfObject prod Account, Contact -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
        $failed[0].TargetObject | Should -Be Account
        @(Get-OrgRequestLine $org) -match 'Contact/describe$' | Should -HaveCount 2
    }

    It 'ends at once if a side has no connection' {
        (Get-ThrownError { Compare-SfObject nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
        Disconnect-Sf -All
        (Get-ThrownError { Compare-SfObject prod }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
    }

    It 'takes names from the pipeline, and compares nothing for an empty one' {
        Get-SfObject -Name Contact | Compare-SfObject prod | Should -BeNullOrEmpty
        @(Get-OrgRequestLine $org) -match 'Contact/describe$' | Should -HaveCount 2
        Clear-OrgRequest $org
        @() | Compare-SfObject prod
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
    }

    It 'completes connections, objects and properties' {
        $null = Get-SfObject
        Get-Completion 'Compare-SfObject pr' | Should -Be prod
        Get-Completion 'Compare-SfObject prod Contac' | Should -Contain Contact
        Get-Completion 'Compare-SfObject prod -Property Pick' | Should -Be PicklistValues
    }
}

Describe 'A snapshot' {
    BeforeEach {
        Reset-TestOrg $org prod, uat
        Remove-Item "$TestDrive/*" -Recurse -Force
    }

    It 'is a sorted file without dates and secrets, the same each time, and equals the org' {
        Compare-SfObject -OutFile "$TestDrive/a.json" -Name Contact, Acc* | Should -BeNullOrEmpty
        Compare-SfObject -OutFile "$TestDrive/b.json" -Name Contact, Acc* -Connection prod
        (Get-FileHash "$TestDrive/a.json").Hash | Should -Be (Get-FileHash "$TestDrive/b.json").Hash
        $text = Get-Content "$TestDrive/a.json" -Raw
        $text | Should -Not -Match "`r"
        $text | Should -Not -Match ([regex]::Escape((Get-SfAccessToken -AsPlainText)))
        $snapshot = $text | ConvertFrom-Json
        $snapshot.apiVersion, $snapshot.organizationId | Should -Be '68.0', (Get-SfConnection uat).OrganizationId
        $snapshot.names | Should -Be 'Contact', 'Acc*'
        $snapshot.objects.name | Should -Be ($snapshot.objects.name | Sort-Object)
        $snapshot.objects.Where({ $_.name -eq 'Contact' }).fields.name.Count | Should -BeGreaterThan 5
        Compare-SfObject -ReferencePath "$TestDrive/a.json" | Should -BeNullOrEmpty
    }

    It 'compares <Property>' -ForEach @(
        @{ Property = 'Type'; Field = 'LeadSource'; Change = { (Field $args[0] LeadSource).type = 'string' }; Left = 'string'; Right = 'picklist' }
        @{ Property = 'Length'; Field = 'LastName'; Change = { (Field $args[0] LastName).length = 40 }; Left = 40; Right = 80 }
        @{ Property = 'IsNillable'; Field = 'LastName'; Change = { (Field $args[0] LastName).nillable = $true }; Left = $true; Right = $false }
        @{ Property = 'IsUnique'; Field = 'Email'; Change = { (Field $args[0] Email).unique = $true }; Left = $true; Right = $false }
        @{ Property = 'IsExternalId'; Field = 'Email'; Change = { (Field $args[0] Email).externalId = $true }; Left = $true; Right = $false }
        @{ Property = 'ReferenceTo'; Field = 'AccountId'; Change = { (Field $args[0] AccountId).referenceTo = @('User', 'Account') }; Left = @('User', 'Account'); Right = 'Account' }
        @{ Property = 'Formula'; Field = 'Email'; Change = { (Field $args[0] Email).calculatedFormula = 'X' }; Left = 'X'; Right = $null }
        @{ Property = 'DefaultValue'; Field = 'Email'; Change = { (Field $args[0] Email).defaultValue = 'a@b' }; Left = 'a@b'; Right = $null }
    ) {
        $found = Compare-SfObject -ReferencePath (New-Reference $Change)
        @($found | ForEach-Object { "$_" }) | Should -Be "Contact.$Field.${Property}: Changed"
        @($found.ReferenceValue) | Should -Be @($Left)
        @($found.DifferenceValue) | Should -Be @($Right)
    }

    It 'compares active picklist values in whatever order' {
        $path = New-Reference { $values = (Field $args[0] LeadSource).picklistValues; [array]::Reverse($values); $values[0].active = $false }
        $found = Compare-SfObject -ReferencePath $path
        $found.Property | Should -Be PicklistValues
        $found.DifferenceValue.Count - $found.ReferenceValue.Count | Should -Be 1
        $found | Out-String -Width 80 | Should -Match 'Changed LeadSource +PicklistValues [+]Other'
    }

    It 'compares labels on demand only' {
        $path = New-Reference { (Field $args[0] Email).label = 'Mail' }
        Compare-SfObject -ReferencePath $path | Should -BeNullOrEmpty
        $found = Compare-SfObject -ReferencePath $path -Property Label, HelpText
        "$found", $found.ReferenceValue | Should -Be 'Contact.Email.Label: Changed', 'Mail'
    }

    It 'reports an object that only one side has once, without its references' {
        $path = New-Reference -Name Contact, Account { $args[0].objects = @($args[0].objects.Where({ $_.name -eq 'Contact' })); (Field $args[0] AccountId).referenceTo = @() }
        (Compare-SfObject -ReferencePath $path).ForEach({ "$_" }) | Should -Be 'Account: Added'
    }

    It 'looks only at the objects that it has been made of' {
        $path = New-Reference { }
        Compare-SfObject -ReferencePath $path | Should -BeNullOrEmpty
        (Get-ThrownError { Compare-SfObject -ReferencePath $path -Name Account -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
    }

    It 'warns if the org has an older API version' {
        $path = New-Reference { $args[0].apiVersion = '99.0' }
        Compare-SfObject -ReferencePath $path -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*99.0*68.0*'
    }

    It 'can be saved beside a comparison, and replaces a file with -Force alone' {
        $path = New-Reference { (Field $args[0] LastName).length = 40 }
        (Get-ThrownError { Compare-SfObject -ReferencePath $path -OutFile $path }).FullyQualifiedErrorId | Should -BeLike 'SfFileExists,*'
        (Compare-SfObject -ReferencePath $path -OutFile $path -Force).ForEach({ "$_" }) | Should -Be 'Contact.LastName.Length: Changed'
        Compare-SfObject -ReferencePath $path | Should -BeNullOrEmpty
        (Get-Content $path -Raw | ConvertFrom-Json).names | Should -Be Contact
    }

    It 'is not written with -WhatIf, for a missing folder, or with an object missing' {
        Compare-SfObject -OutFile "$TestDrive/x.json" -Name Contact -WhatIf | Should -BeNullOrEmpty
        Clear-OrgRequest $org
        (Get-ThrownError { Compare-SfObject -OutFile "$TestDrive/no/x.json" }).FullyQualifiedErrorId | Should -BeLike 'SfFolderNotFound,*'
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
        Add-OrgFault $org @{ path = ($described -f 'Contact'); status = 500; body = '[{"errorCode":"UNKNOWN","message":"x"}]'; times = 9 }
        Compare-SfObject -OutFile "$TestDrive/x.json" -Name Contact -ErrorAction SilentlyContinue -WarningAction SilentlyContinue -WarningVariable warnings |
            Should -BeNullOrEmpty
        "$warnings" | Should -BeLike '*No snapshot was saved*'
        Test-Path "$TestDrive/x.json" | Should -BeFalse
    }

    It 'fails for a file that is none: <_>' -ForEach '', '{"a":1}', '[]', '{"format":2}', '{"format":1,"objects":[{}],"apiVersion":"68.0"}', 'text', '{"format":1,' {
        Set-Content "$TestDrive/bad.json" $_ -NoNewline
        $thrown = Get-ThrownError { Compare-SfObject -ReferencePath "$TestDrive/bad.json" }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfSnapshotInvalid,*'
        $thrown.CategoryInfo.Category | Should -Be InvalidData
        Get-OrgRequestLine $org | Should -BeNullOrEmpty
        (Get-ThrownError { Compare-SfObject -ReferencePath "$TestDrive/none.json" }).FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
    }
}
