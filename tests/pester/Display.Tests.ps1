BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    . (Join-Path $PSScriptRoot 'DisplaySamples.ps1')
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    # A terminal of 80 columns shows 79.
    function Get-View($InputObject, [int] $Width = 79) {
        ($InputObject | Out-String -Width $Width) -split '\r?\n' | ForEach-Object TrimEnd | Where-Object Length
    }
}
AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-TestOrg $org
}

Describe 'Views' {
    It 'fits <_> columns' -ForEach 80, 120 {
        foreach ($view in $samples.Keys) {
            (Get-View $samples.$view $_ | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_ -Because $view
        }
    }

    It 'has a width for each column, so that rows show before the last one is there' {
        $columns = Select-Xml "//TableColumnHeader" (Join-Path (Get-TestModule) 'SalesforceJwt.PS.Format.ps1xml')
        $columns.Count | Should -BeGreaterThan 50
        $columns.Node | ForEach-Object { [int] $_.Width | Should -BeGreaterThan 0 -Because $_.OuterXml }
    }

    It 'shows dates alike in the culture <_>' -ForEach 'ar-SA', 'de-DE', 'th-TH' {
        $views = $samples.Keys.Where({ "$($samples.$_.PSObject.Properties.Name)" -match 'IssuedAt|NotAfter|CreatedAt|ExpiresAt' })
        $views.Count | Should -BeGreaterThan 9
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            $shown = foreach ($view in $views) { @{ View = $view; Text = ($samples.$view | Format-List | Out-String) + ($samples.$view | Out-String -Width 120) } }
        } finally { [cultureinfo]::CurrentCulture = $culture }
        foreach ($one in $shown) {
            $one.Text | Should -Match '2026-11-29' -Because $one.View
            $one.Text -replace '2026-11-29( 13:51:25)?' | Should -Not -Match '13:51|29[./]|[./]29' -Because $one.View
        }
    }

    It 'shows the same in ConstrainedLanguage, set before or after the import' {
        $show = 'foreach ($view in $samples.Keys) { "== $view"; $samples.$view | Out-String -Width 80; $samples.$view | Format-List | Out-String -Width 80 }'
        $mode = '$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"'
        $shown = foreach ($start in 'Import-Module $module', "Import-Module `$module; $mode", "$mode; Import-Module `$module") {
            $run = Invoke-FreshPowerShell ". '$PSScriptRoot/DisplaySamples.ps1'; $start; $show"
            $run.Errors | Should -BeNullOrEmpty
            , ($run.Output -split '\r?\n')
        }
        $shown[0].Count | Should -BeGreaterThan 300
        $shown[1] | Should -Be $shown[0]
        $shown[2] | Should -Be $shown[0]
    }

    It 'shows what was written before a script failed' {
        $run = Invoke-FreshPowerShell ". '$PSScriptRoot/DisplaySamples.ps1'; Import-Module `$module; `$samples.Connection; `$samples.Certificate; throw 'failed'"
        $run.Output | Should -Match 'acme-corporation--uat'
        $run.ExitCode | Should -Be 1
    }
}

Describe 'The view of <Name>' -ForEach @(
    @{ Name = 'connections'; Sample = 'Connection'; Rows = @(
        '^  prod +acme-corporation\.my\.salesforce\.com +68\.0 +integration'
        '^\* uat +acme-corporation--uat\.sandbox\.my\S* +newest +integration'
        '^  dev +acme-corporation--devfull\.sandbox\.\S* +newest +integration') }
    @{ Name = 'profiles'; Sample = 'Profile'; Rows = @(
            '^nightly-export-uat +acme--uat\.sandbox\.my\.salesforce\S+ integration\.user@acme') }
    @{ Name = 'certificates'; Sample = 'Certificate'; Rows = @(
            '^nightly-export\.crt +RSA 2048 2026-11-29 +730 True +X\.509 PEM, CN=ci$') }
    @{ Name = 'results, with the reason first'; Sample = 'Result'; Rows = @(
            '^1 +created +003gL000000001AQAQ$', '^2 +failed +FIELD_CUSTOM_VALIDATION_EXCEPTION: The close date'
            # PowerShell breaks at words in some languages only.
            '^ +\w+ may not lie') }
    @{ Name = 'a job'; Sample = 'Job'; Rows = @(
            '^750gL0000000001QAA hardDelete JobComplete +50,000, 12 failed +npsp__Long_O') }
    @{ Name = 'a job that has processed nothing'; Sample = 'NewJob'; Rows = @(
            '^750gL0000000001QAA hardDelete JobComplete +- +npsp') }
    @{ Name = 'jobs of a list'; Sample = 'ListedJob'; Rows = @(
            '^750gL0000000001QAA 2026-11-29 13:51:25Z hardDelete JobComplete +npsp__Long_O') }
    @{ Name = 'deployments'; Sample = 'Deployment'; Rows = @(
            '^0AfgL0000000001SAA FinalizingDeplo\S? +deploy +9,876, 122 failed +1,499, 1 failed$', '^0AfgL0000000002SAA InProgress +validate 12 of 40 +-$') }
    @{ Name = 'a component, with the problem'; Sample = 'DeploymentComponent'; Rows = @(
            '^Failed +ApexClass npsp__Long_\w+ +3:17 +Variable does not') }
    @{ Name = 'a test'; Sample = 'DeploymentTest'; Rows = @(
            '^False +1\.50 +InvoiceTest\.adds +System\.AssertException') }
    @{ Name = 'the coverage of a class'; Sample = 'DeploymentCoverage'; Rows = @(
            '^60 +10 +4 +Invoice$') }
    @{ Name = 'the objects of an org'; Sample = 'ObjectInfo'; Rows = @(
            '^npsp__Long_Object_Name_Of_The_Package__c +a0B +CR-- Long object$') }
    @{ Name = 'an object'; Sample = 'Object'; Rows = @(
            '^Gift__c \(a0B\): Gift$', '^You may query, search\.$', '^OwnerId +-> User, Group +Label', '^npsp__Long_Field_Name_Of_The_Package__c +picklist\[2\]'
            '^npsp__Total_Gifts_Amount_Last_365_Days__c currency +formula +Label') }
    @{ Name = 'fields of several objects'; Sample = 'Field'; Rows = @(
            '^   ObjectName: Account$', '^Name +string\(255\) +yes$', '^OwnerId +reference +- +-> User, ', '^   ObjectName: Gift__c$'
            '^npsp__Long_Field_Name_Of_The_Package__c +picklist +- +A, B$', '^npsp__Total_Gifts_Amount_Last_365_Days__c +currency\(18,2\)') }
    @{ Name = 'differences of objects'; Sample = 'Difference'; Rows = @(
            '^   ObjectName: Account$', '^<> +Changed Rating +PicklistValues -Hot, [+]Cold$', '^<> +Changed npsp__Total_Gifts_Amount_\S* +IsNillable +True -> False$'
            '^<= +Missing Level__c +string[(]80[)]$', '^   ObjectName: npsp__[*]$', '^=> +Added$') }
    @{ Name = 'what users may do'; Sample = 'Access'; Rows = @(
            '^   User: integration[.]user@acme[.]com$', '^Account +Read Create Edit Delete +Standard User [(]profile[)]$', '^Account +All +npsp__Nonprofit_Success_Pa', '^Account[.]npsp__Total_Gi\S* +None$', '^Case +All +System Administrator [(]profile[)]$'
            '^   User: integration[.]user@acme[.]com [(]<=[)] and anna@acme[.]com [(]=>[)]$', '^=> ExportReport +Enabled +Sales_team [(]group[)]$') }
    @{ Name = 'an org'; Sample = 'Org'; Rows = @(
            '^Edition +: Enterprise Edition$', '^IsSandbox +: False$', '^CreatedAt +: 2026-11-29 13:51:25Z$', '^ApiVersion +: 68[.]0 [(]the org has 31[.]0 to 68[.]0[)]$'
            '^Limits +: DailyAsyncApexExecutions: 61,243 of 250,000 [(]24[.]5%[)]$', '^ +DataStorageMB: 7 of 5 [(]140%[)]$', '^RecordCounts +: Account: 12,000,000$') }
    @{ Name = 'limits'; Sample = 'Limit'; Rows = @(
            '^   ConnectionName: prod$', "^DailyDurableGenericStreamingApiEvents +61243 +100000 +61.2 $([char]0x2588){6}$([char]0x2591){4}$", '^   ConnectionName: uat$'
            "^DataStorageMB +7 +5 +140 $([char]0x2588){10}$") }
    @{ Name = 'sign-ins'; Sample = 'Login'; Rows = @(
            '^2026-11-29 13:51:25Z Failed: Not approved fo\S nightly_exp\S integration\.user@ac', '^2026-11-29 13:51:25Z Success +Browser +005gL0000000002QAA$') }
    @{ Name = 'event log files'; Sample = 'EventLog'; Rows = @(
            '^2026-11-29 13:51:25Z Hourly +12 +12345678901 LightningPageView$') }
    @{ Name = 'tokens of apps'; Sample = 'AppToken'; Rows = @(
            '^Nightly export of the\S 2026-11-29 13:51:25Z 1234567 integration\.user@acme\.com$') }
    @{ Name = 'changes of the setup'; Sample = 'AuditTrail'; Rows = @(
            '^2026-11-29 13:51:25Z integration\.user@acm Permission set Sales_Operations:') }
) {
    It 'shows what a reader looks for within 80 columns' {
        $lines = Get-View $samples.$Sample
        foreach ($row in $Rows) { @($lines -match $row).Count | Should -Be 1 -Because "of $row in`n$($lines -join "`n")" }
    }
}

Describe 'Values of a real org' {
    BeforeAll {
        $null = Connect-SfJwt @signIn -Name prod -ApiVersion 68.0
        $null = Connect-SfJwt @signIn -Name uat
    }

    It 'marks the default, and says newest until the version is known' {
        $lines = Get-View (Get-SfConnection)
        $lines -match '^  prod +http://127\.0\.0\.1:\d+ +68\.0 +user@test\S+$' | Should -HaveCount 1
        $lines -match '^\* uat +http://127\.0\.0\.1:\d+ +newest +user@test\S+$' | Should -HaveCount 1
        $null = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1'
        @(Get-View (Get-SfConnection uat)) -match '^\* uat +\S+ +68\.0 ' | Should -HaveCount 1
    }

    It 'names the connection of each limit' {
        $limits = Get-SfConnection | Get-SfLimit DailyApiRequests
        $limits.ConnectionName | Should -Be 'prod', 'uat'
        (Get-View $limits) -match '^   ConnectionName: ' | Should -HaveCount 2
    }

    It 'shows jobs of a list without columns that are empty' {
        $id = (Export-SfBulk 'SELECT Id FROM Contact' -NoWait).Id
        $lines = Get-View (Get-SfBulkJob)
        $lines[0] | Should -Match '^Id +CreatedAt +Operation +State +Type$'
        $lines -match "^$id \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ query " | Should -HaveCount 1
        (Get-SfBulkJob)[0] | Should -BeOfType 'SalesforceJwt.Model.SfBulkJob'
    }

    It 'writes errors and lists to CSV as text' {
        $result = @{ FirstName = 'x' }, @{ LastName = 'y' } | New-SfRecord Contact -ErrorAction SilentlyContinue
        $result[0].ErrorMessage | Should -Match '^REQUIRED_FIELD_MISSING: .+LastName'
        $result[1].ErrorMessage | Should -BeNullOrEmpty
        $rows = $result | ConvertTo-Csv | ConvertFrom-Csv
        $rows[0].ErrorMessage, $rows[0].Errors | Should -Be $result[0].ErrorMessage, $result[0].ErrorMessage
        ($result[0].Errors | ConvertTo-Csv | ConvertFrom-Csv).Fields | Should -Be 'LastName'
        $field = Get-SfObject Contact LeadSource, AccountId | ConvertTo-Csv | ConvertFrom-Csv
        $field.ReferenceTo.Where({ $_ }) | Should -Be 'Account'
        $field.PicklistValues.Where({ $_ }) | Should -BeLike 'Web; *'
    }

    It 'has lists that scripts use as arrays' {
        $field = Get-SfObject Contact LeadSource
        $values = $field.PicklistValues
        $values.Count, $values.Length | Should -Be 4, 4
        $values[0].Value | Should -Be 'Web'
        $values[-1].Value | Should -Be $values[3].Value
        $values.Value | Should -Contain 'Other'
        @($values | ForEach-Object Value).Count | Should -Be 4
        [bool] $field.ReferenceTo | Should -BeFalse
        (Get-SfObject Contact AccountId).ReferenceTo | Should -Be 'Account'
        [string[]] (Get-SfObject Contact AccountId).ReferenceTo | Should -Be @('Account')
        ($field | ConvertTo-Json -Depth 3 | ConvertFrom-Json).PicklistValues[0].Value | Should -Be 'Web'
    }

    It 'names the place in a query, and the ways of an approval line by line, in ConciseView' {
        $script = Join-Path $TestDrive 'failing.ps1'
        Set-Content $script @"
Import-Module '$(Get-TestModule)'
`$signIn = @{ ClientId = 'testapp'; KeyPath = '$($org.KeyPath)'; LoginUrl = '$($org.Url)' }
`$null = Connect-SfJwt @signIn -Username user@test.example
try { Invoke-SfQuery 'SELECT Nam FROM Account' } catch { `$_ }
Connect-SfJwt @signIn -Username notapproved@test.example
"@
        $shown = (& (Get-TestPowerShell) -NoProfile -NonInteractive -File $script 2>&1 | Out-String -Width 200) -replace '\x1b\[[\d;]*m'
        $shown -replace '\s+\|?\s*', ' ' | Should -BeLike "*INVALID_FIELD at row 1, column 8 (SELECT ^Nam FROM Account): No such column 'Nam'*"
        $shown | Should -Match '(?m)^1\. As an admin: '
        $shown | Should -Match '(?m)^2\. As the user, once: .* Run: Connect-SfWeb -ClientId testapp '
    }
}
