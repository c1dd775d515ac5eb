# Runs the commands of the guides in docs, taken from the pages, in their order.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $migrating = @(Get-GuideBlock migrating.md)
    $start = @(Get-GuideBlock getting-started.md)
    $ci = @(Get-GuideBlock ci.md)
    $offline = @(Get-GuideBlock testing-offline.md)
    $tokens = @(Get-GuideBlock tokens.md)

    # SecretManagement.Tests.ps1 runs those about vaults.
    $vaults = [regex]::Match((Get-GuideText en-US/about_SalesforceJwt_CI.md), '(?ms)^## Keys in a vault\n(.*?)^## ').Groups[1].Value
    $topics = foreach ($name in 'about_SalesforceJwt', 'about_SalesforceJwt_CI', 'about_SalesforceJwt_Errors',
        'about_SalesforceJwt_Security') {
        @{ Topic = $name; Blocks = @(Get-GuideBlock "en-US/$name.md" | Where-Object { -not $vaults.Contains($_.Code) }) }
    }
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $path = $env:PATH
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Get-TestModule)) + [IO.Path]::PathSeparator + $modulePath
    $org = Start-HelpOrg
    $app = '3MVG9AcmeExample'

    function Enter-Guide([string] $Name) {
        Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive $Name))
        $env:SF_PROFILE_PATH = Join-Path $TestDrive "$Name-profiles.json"
    }
    function Exit-Guide {
        Disconnect-Sf -All
        Stop-WebSignIn
        Get-ChildItem Env: | Where-Object Name -Match '^SF_' | Remove-Item
        Pop-Location
    }
}
AfterAll {
    $env:PATH = $path
    $env:PSModulePath = $modulePath
    Stop-TestOrg $org
}

Describe 'Getting started' {
    BeforeAll {
        Enter-Guide start
        $session = New-GuideSession
        Invoke-OrgAdmin $org Delete approvals @{ consumerKey = $app; username = 'admin@example.com' }
        Invoke-OrgAdmin $org Post users @{ username = 'integration@example.com' }
        Add-GuideAdmin $session $org $app
    }
    AfterAll { Exit-Guide }

    It 'works: <Line>' -ForEach $start {
        # Who makes the app by clicks has no files of Register-SfApp.
        if ($Line -like 'New-SfCertificate*') { Set-Location (New-Item -ItemType Directory clicks) }
        if ($Line -like 'Connect-SfWeb -ClientId 3MVG9*') {
            { Connect-SfJwt -ClientId $app -Username admin@example.com -KeyPath ./ci.key -LoginUrl $org.Url } |
                Should -Throw -ErrorId 'SfLoginNotApproved,*'
        }
        $output = Invoke-GuideBlock $session $Code $org
        $output | Should -Not -BeNullOrEmpty
        switch -Wildcard ($Line) {
            'Connect-SfWeb*' { $output[0].Username | Should -Be 'admin@example.com' }
            'Register-SfApp*' {
                Get-ChildItem ci.* -Name | Should -Be 'ci.crt', 'ci.key'
                $output.Command | Should -Be 'Connect-SfJwt -Profile ci'
            }
            'Connect-SfJwt -Profile ci' { $output[-1].Username | Should -Be 'ci@example.com' }
            'New-SfCertificate*' { Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content ci.crt -Raw } }
            'Test-SfConnection*' { $output.Status | Should -Not -Contain 'Failed' }
        }
        if ($Code -match 'Set-SfApp') {
            $output[-1].Users | Should -Be 'ci@example.com', 'integration@example.com'
            (Get-SfConnection -Default).Username | Should -Be 'ci@example.com'
        }
    }

    It 'ends with profiles that sign in' {
        (Get-SfProfile prod).Key | Should -BeLike 'path *clicks?ci.key'
        (Get-SfProfile ci).Key | Should -BeLike 'path *ci.key'
        Get-SfConnection -Default | ForEach-Object Username | Should -Be 'admin@example.com'
    }
}

Describe 'The README' {
    BeforeDiscovery {
        $section = [regex]::Match((Get-GuideText ../README.md), '(?ms)^## A first real org\n(.*?)^## ').Groups[1].Value
        $readme = @(Get-GuideBlock ../README.md | Where-Object { $section.Contains($_.Code) })
    }
    BeforeAll {
        Enter-Guide readme
        $session = New-GuideSession
        Add-GuideAdmin $session $org
        [pscustomobject]@{ LastName = 'Hopper'; Email = 'grace@example.com' } | Export-Csv contacts.csv
    }
    AfterAll { Exit-Guide }

    It 'works: <Line>' -ForEach $readme {
        $output = Invoke-GuideBlock $session $Code $org
        $output | Should -Not -BeNullOrEmpty
        if ($Line -like 'Connect-SfJwt*') { $output[0].Username | Should -Be 'ci@example.com' }
    }

    It 'ends with a profile' { (Get-SfProfile ci).Username | Should -Be 'ci@example.com' }
}

Describe 'Jobs that sign in' {
    BeforeAll {
        Enter-Guide ci
        $session = New-GuideSession
        Add-GuideAdmin $session $org
        $stored = @{}
        function global:gh { if ("$($args[0..1])" -eq 'secret set') { $stored[$args[2]] = ($input | Out-String).TrimEnd() } }
        $env:SF_USERNAME = 'ci@example.com'
        $env:SF_LOGIN_URL = $org.Url
        New-TestPackage ./package ([ordered]@{
                Invoice = "public class Invoice {`n    public static Integer add(Integer a, Integer b) {`n        return a + b;`n    }`n}"
                InvoiceTest = "@IsTest`nprivate class InvoiceTest {`n    @IsTest static void adds() {`n        System.assertEquals(3, Invoice.add(1, 2));`n    }`n}"
            })
    }
    AfterAll {
        Remove-Item Function:gh
        Exit-Guide
    }

    It 'works: <Line>' -ForEach $ci {
        $output = Invoke-GuideBlock $session $Code $org
        if ($Code -match 'gh secret set') {
            $stored.SF_JWT_KEY | Should -Match '^[A-Za-z0-9+/=]+$'
            $env:SF_JWT_KEY = $stored.SF_JWT_KEY
        } else {
            $output | Should -Not -BeNullOrEmpty
        }
        if ($Code -match 'Register-SfApp') { $env:SF_CLIENT_ID = $output[-1] }
    }

    It 'signed in with the stored key' {
        @(Get-GuideBlock ci.md).Count | Should -Be 7
        (Get-SfConnection -Default).Username | Should -Be 'ci@example.com'
    }

    It 'validated, deployed what was validated, and wrote the tests' {
        $deployments = Get-SfDeployment -First 3
        $deployments.Status | Should -Be Succeeded, Succeeded, Succeeded
        $deployments.CheckOnly | Should -Be $false, $false, $true
        $deployments[2].Id | Should -Be (Get-Content ./validation.txt)
        $deployments.TestsTotal -gt 0 | Should -HaveCount 2
        ([xml] (Get-Content ./tests.xml -Raw)).testsuites.testsuite.testcase.name | Should -Contain adds
    }

    It 'fails with the error that the page names: <Id>' -ForEach @(
        @{ Value = ''; Id = 'SfValueMissing' }
        @{ Value = '$(SF_JWT_KEY)'; Id = 'SfKeyFormatUnknown' }
    ) {
        $env:SF_JWT_KEY = $Value
        { Connect-SfJwt } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe '<Topic>' -ForEach $topics {
    BeforeAll {
        Enter-Guide $Topic
        $session = New-GuideSession
        $null = New-SfCertificate -Name ci
        $upload = { Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content ci.crt -Raw } }
        & $upload
        . $session {
            param($upload)
            # Uploads the new certificate, as the page says.
            function New-SfCertificate { SalesforceJwt.PS\New-SfCertificate @args -Force; & $upload }
            function gh { if ("$($args[0..1])" -eq 'secret set') { "stored $(@($input).Count) line" } }
        } $upload
        Add-GuideAdmin $session $org
        $env:SF_CLIENT_ID = $app
        $env:SF_USERNAME = 'ci@example.com'
        $env:SF_LOGIN_URL = $org.Url
        $env:SF_JWT_KEY_FILE = "$PWD/ci.key"
        Connect-SfJwt | Save-SfProfile prod
        Save-SfProfile sandbox
    }
    AfterAll { Exit-Guide }

    It 'works: <Line>' -ForEach $Blocks {
        $output = Invoke-GuideBlock $session $Code $org
        if ($Code -notmatch "O'Hara|-SetEnvironment") { $output | Should -Not -BeNullOrEmpty }
        if ($Code -match '-SetEnvironment') { (Connect-SfToken).Username | Should -Be 'ci@example.com' }
        if ($Code -match 'Set-SfRecord') { $output.Success | Should -Be $true, $true, $true }
        if ($Code -match '-Parallel') { $output | Should -HaveCount 2 }
    }
}

Describe 'Moving from other tools' {
    BeforeAll {
        Enter-Guide migrating
        $session = New-GuideSession
        Copy-Item $org.KeyPath server.key
        Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content $org.CertificatePath -Raw }
        $env:SF_CLIENT_ID = $app
        $env:SF_USERNAME = 'admin@example.com'
        $env:SF_LOGIN_URL = $org.Url
        $env:SF_JWT_KEY_FILE = $org.KeyPath
        [pscustomobject]@{ LastName = 'Lovelace'; Email = 'ada@example.com' }, [pscustomobject]@{ LastName = 'Hopper'; Email = '' } |
            Export-Csv contacts.csv
        $null = Connect-SfJwt
        $null = New-SfRecord Account @{ Name = "O'Hara" }
        $null = New-SfRecord PermissionSet @{ Name = 'Sales'; Label = 'Sales' }
        # The output of sf for a person's sign-in. Auth URLs imply https; here the certificate is LocalOrg's.
        $refresh = (Get-OrgRefreshToken $org.Url $app).refresh_token
        . $session {
            param($authUrl)
            function sf { @{ result = @{ sfdxAuthUrl = $authUrl } } | ConvertTo-Json }
            function Connect-SfAuthUrl { $input | SalesforceJwt.PS\Connect-SfAuthUrl @args -SkipCertificateCheck }
        } "force://${app}::$refresh@$(([uri]$org.HttpsUrl).Authority)"
        [pscustomobject]@{ External_Id__c = 'A-9001'; Name = 'New Company' } | Export-Csv accounts.csv
        [IO.File]::WriteAllBytes("$PWD/contract.pdf", [byte[]](1..100))
    }
    AfterAll { Exit-Guide }

    It 'works: <Line>' -ForEach $migrating {
        $output = Invoke-GuideBlock $session $Code $org
        if ($Line -notmatch '^(\$created|Disconnect-Sf|Send-SfFile)') { @($output).Count | Should -BeGreaterThan 0 }
        $output | Where-Object { $_.psobject.Properties['Success'] } | ForEach-Object { $_.Success | Should -BeTrue }
        $output | Where-Object { $_.psobject.Properties['Outcome'] } | ForEach-Object { $_.Outcome | Should -Be Changed }
    }

    It 'has a block for each task, and a line of each tool' {
        $text = Get-GuideText migrating.md
        [regex]::Matches($text, '(?m)^## \d+\. ').Count | Should -Be @(Get-GuideBlock migrating.md).Count
        foreach ($tool in 'sf', 'jsforce', 'simple-salesforce', 'Invoke-RestMethod') {
            [regex]::Matches($text, "(?m)^\| $tool \|").Count | Should -BeGreaterThan 14
        }
    }
}

Describe 'Testing offline' {
    BeforeAll {
        Enter-Guide offline
        $session = New-GuideSession
        $env:PATH = (New-LocalOrgCommand (Join-Path $TestDrive 'bin')) + [IO.Path]::PathSeparator + $path
    }
    AfterAll { Exit-Guide }

    It 'works: <Line>' -ForEach ($offline | Where-Object Line -NotLike '$tool.Kill*') {
        if ($Line -like 'Invoke-Pester*') {
            $run = Invoke-FreshPowerShell "Import-Module '$(Join-Path (Get-Module Pester).ModuleBase Pester.psd1)'; Set-Location '$(Split-Path (Split-Path $PSScriptRoot))'; `$tests = $($Code.Trim()) -PassThru; exit `$tests.FailedCount" @{ NO_COLOR = '1' }
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $run.Output | Should -Match 'Tests Passed: 7, Failed: 0'
            return
        }
        $output = @(Invoke-GuideBlock $session $Code $org)
        $output.Count | Should -BeGreaterThan 0
        switch -Wildcard ($Line) {
            'function Set-Org*' { $output[-1].n | Should -Be 100 }
            "Set-Org faults*" { $output[-1] | Should -BeTrue }
            'Set-Org settings*' { (& ([scriptblock]::Create("$($output[-1]) -NoDefault"))).Username | Should -Be 'ci@example.com' }
            'Invoke-RestMethod*' { $output.Name | Should -Contain 'POST, /services/oauth2/token' }
        }
    }

    It 'says how to install LocalOrg' {
        $sample = Join-Path $PSScriptRoot '../../samples/testing/MyScript.Tests.ps1'
        $run = Invoke-FreshPowerShell "Import-Module '$(Join-Path (Get-Module Pester).ModuleBase Pester.psd1)'; Import-Module `$module; Invoke-Pester '$sample'" @{
            NO_COLOR = '1'; PATH = $path }
        $run.Output | Should -Match 'sf-local-org is not installed.*dotnet pack src/SalesforceJwt.LocalOrg'
    }

    It 'stops: <Line>' -ForEach ($offline | Where-Object Line -Like '$tool.Kill*') {
        $tool = . $session { $tool }
        $tool.HasExited | Should -BeFalse
        Invoke-GuideBlock $session $Code $org
        $tool.WaitForExit(30000) | Should -BeTrue
    }
}

Describe 'Unit testing' {
    BeforeDiscovery {
        $blocks = @(Get-GuideBlock unit-testing.md)
    }
    BeforeAll {
        Enter-Guide unit
        $session = New-GuideSession
        foreach ($file in Get-GuideBlock unit-testing.md | Where-Object Line -Like '# *.ps1') { Set-Content $file.Line.Substring(2) $file.Code }
        $null = Connect-SfJwt -ClientId $app -Username admin@example.com -KeyPath $org.KeyPath -LoginUrl $org.Url
    }
    AfterAll { Exit-Guide }

    It 'has tests that pass' {
        $run = Invoke-FreshPowerShell "Import-Module '$(Join-Path (Get-Module Pester).ModuleBase Pester.psd1)', `$module; Set-Location '$PWD'; exit (Invoke-Pester . -PassThru).FailedCount" @{
            NO_COLOR = '1'; PSModulePath = $env:PSModulePath }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'Tests Passed: 6, Failed: 0'
    }

    It 'works: <Line>' -ForEach ($blocks | Where-Object Line -NotMatch '^# |^Invoke-Pester') {
        Invoke-GuideBlock $session $Code $org | Should -Not -BeNullOrEmpty
    }
}

Describe 'Recipes' {
    BeforeDiscovery { $recipes = @(Get-GuideBlock recipes.md) }
    BeforeAll {
        Enter-Guide recipes
        # Records of other pages would be in the way.
        $org = Start-HelpOrg
        $sandbox = Start-TestOrg -Records 20
        $session = New-GuideSession
        Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content $org.CertificatePath -Raw }
        $signIn = @{ ClientId = $app; Username = 'ci@example.com'; KeyPath = $org.KeyPath; LoginUrl = $org.Url }
        $null = Connect-SfJwt @signIn | Save-SfProfile prod
        $inSandbox = $sandbox.SignIn
        $null = Connect-SfJwt @inSandbox | Save-SfProfile sandbox
        $null = Connect-SfJwt @signIn
        $null = New-SfRecord Account @{ Name = 'Acme'; Industry = 'Energy' }
        $null = New-SfRecord PermissionSet @{ Name = 'Sales'; Label = 'Sales' }
        Invoke-OrgAdmin $org Post users @{ username = 'idle@example.com'; lastLoginDate = '2020-01-01T00:00:00Z' }
        Invoke-OrgAdmin $org Post users @{ username = 'sales@example.com' }
        $users = Invoke-SfQuery "SELECT Id, Username FROM User WHERE Username IN ('idle@example.com', 'sales@example.com') ORDER BY Username"
        $null = Set-SfRecord User $users[1].Id @{ Department = 'Sales' }
        $set = Invoke-SfQuery "SELECT Id FROM PermissionSet WHERE Name = 'Sales'"
        $null = New-SfRecord PermissionSetAssignment @{ AssigneeId = $users[0].Id; PermissionSetId = $set.Id }
        Set-Content customers.csv 'Customer No;Company;City;Mail', 'R-1;One; Bonn ;a@example.com', 'R-2;;Rome;b@example.com'
        $null = New-Item -ItemType Directory contracts, scripts, keys, files
        'price list', 'terms' | ForEach-Object { Set-Content "contracts/$_.txt" $_ }
        Get-ChildItem contracts | Send-SfFile -LinkTo (Invoke-SfQuery "SELECT Id FROM Account WHERE Name = 'Acme'").Id | Should -HaveCount 2
        Set-Content scripts/a.apex 'a();'
        Set-Content scripts/b.apex 'b();'
        $env:SF_CLIENT_ID = $app
        $scheduled = @{}
        . $session {
            param($scheduled)
            function New-ScheduledTaskAction([string] $Execute, [string] $Argument) { "$Execute $Argument" }
            function New-ScheduledTaskTrigger([switch] $Daily, [datetime] $At) { "daily $($At.ToString('t', [cultureinfo]::InvariantCulture)) $Daily" }
            Set-Item Function:Get-Credential { param($UserName, $Message) [pscredential]::new($UserName, [securestring]::new()) }
            Set-Item Function:Register-ScheduledTask {
                param($Name, $Action, $Trigger, $User)
                $scheduled.Task = "$Name, $Action, $Trigger, $User"
            }
        } $scheduled

        # A new PowerShell in the folder of the page, as cron starts it: without the variables of the shell.
        function Start-Script([string] $File) {
            Invoke-FreshPowerShell "`$env:PSModulePath = '$env:PSModulePath'; Set-Location '$PWD'; & ./$File" @{ NO_COLOR = '1' }
        }
    }
    AfterAll {
        Exit-Guide
        Stop-TestOrg $org
        Stop-TestOrg $sandbox
    }

    It 'works: <Line>' -ForEach $recipes {
        if ($Line -match '^# (.+\.ps1)$') {
            Set-Content $Matches[1] $Code
            return
        }
        if ($Line -like 'pwsh *') {
            $env:SF_USERNAME = $signIn.Username
            $env:SF_LOGIN_URL = $signIn.LoginUrl
            $env:SF_JWT_KEY_FILE = Resolve-Path keys/nightly.key
            (Start-Script check.ps1).ExitCode | Should -Be 0
            Invoke-OrgAdmin $org Post anonymous-apex @{ contains = 'b()'; exceptionMessage = 'System.DmlException: Insert failed.' }
            $run = Start-Script check.ps1
            $run.ExitCode | Should -Be 1
            $run.Errors | Should -Match '(?s)b\.apex.*System\.DmlException'
            return
        }
        if ($Line -like '$failures =*') {
            { Invoke-GuideBlock $session $Code $org } | Should -Throw "1 scripts failed:`nb.apex: *System.DmlException*"
            return
        }
        $output = @(if ($Line -like '$columns*') {
                { Invoke-GuideBlock $session $Code $org } | Should -Throw '1 of 2 rows failed*'
                'failed'
            } else { Invoke-GuideBlock $session $Code $org })
        if ($Line -notmatch '^(\$document|\$accounts|Compare-SfObject|\$pair|\$action|\$account =)') { $output | Should -Not -BeNullOrEmpty }
        if ($Line -like '$pair*') { Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content keys/nightly.crt -Raw } }
        if ($Code -match '-ResultPath') { $output[-1] | Should -Match '^1 of 2 rows failed\. .*report.*failed\.csv$' }
        if ($Line -like '$account =*') { Get-ChildItem acme | ForEach-Object Name | Should -Be 'price list.txt', 'terms.txt' }
        if ($Line -like '$orgs =*') { $output | ForEach-Object Org | Should -Be 'prod', 'sandbox' }
        if ($Line -like '$idle |*') { $output.Change | Should -Be 'Deactivate', 'Remove Sales' }
        if ($Line -match '^(\$idle \||Get-SfUser -Filter)') { $output | ForEach-Object { $_.Outcome | Should -Be Changed } }
        if ($Line -like '$accounts =*') { (Get-ChildItem files -Recurse -File).Directory.Name | Should -Contain 'Acme' }
        if ($Line -like '*Save-SfProfile nightly') {
            $run = Start-Script nightly.ps1
            $run.ExitCode | Should -Be 0 -Because $run.Errors
            $run.Output | Should -Match '\d+ cases$'
            Import-Csv new-cases.csv | Should -Not -BeNullOrEmpty
        }
        if ($Line -like '$action*') { $scheduled.Task | Should -BeLike 'Salesforce nightly, cmd.exe /c pwsh.exe *, daily 02:15 True, ACME\salesforce' }
    }
}

Describe 'Troubleshooting' {
    BeforeDiscovery {
        $errors = foreach ($row in Get-GuideRow troubleshooting.md 'Signing in') {
            $null = $row[0] -match '^`(?<error>\w+)`: (?<message>.+)$'
            @{ Text = $row[0]; ErrorCode = $Matches.error; Description = $Matches.message; Id = $row[1].Trim('`') }
        }
        $responses = foreach ($row in Get-GuideRow troubleshooting.md 'Calling REST') {
            $null = $row[0] -match '^(?<status>\d+) `(?<code>\w+)`: (?<message>.+)$'
            @{ Text = $row[0]; Status = [int]$Matches.status; ErrorCode = $Matches.code; Description = $Matches.message
                Id = $row[1].Trim('`') }
        }
    }
    BeforeAll {
        Enter-Guide troubleshooting
        Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; certificatePem = Get-Content $org.CertificatePath -Raw }
        $signIn = @{ ClientId = $app; Username = 'admin@example.com'; KeyPath = $org.KeyPath; LoginUrl = $org.Url; MaximumRetryCount = 0 }
    }
    AfterAll {
        Clear-OrgRequest $org
        Exit-Guide
    }
    BeforeEach { Clear-OrgRequest $org }

    It 'names the error id for: <Text>' -ForEach $errors {
        Add-OrgFault $org @{ path = '/services/oauth2/token'; status = 400; errorCode = $ErrorCode; message = $Description; times = 0 }
        $thrown = Get-ThrownError { Connect-SfJwt @signIn }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.Exception.ServerText | Should -Match ([regex]::Escape($Description))
        $thrown.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'names the error id for: <Text>' -ForEach $responses {
        $null = Connect-SfJwt @signIn
        $body = ConvertTo-Json @(, @{ errorCode = $ErrorCode; message = $Description })
        Add-OrgFault $org @{ path = '/limits'; status = $Status; body = $body; times = 0 }
        $thrown = Get-ThrownError { Invoke-SfRest limits }
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.ErrorDetails.Message | Should -Match ([regex]::Escape($Description))
    }

    It 'quotes messages of the module: <_>' -ForEach (Get-GuideRow troubleshooting.md "The module's own words" |
            ForEach-Object { $_[0] }) {
        $sources = Get-ChildItem (Join-Path $PSScriptRoot '../../src/SalesforceJwt.Core'),
            (Join-Path $PSScriptRoot '../../src/SalesforceJwt.PS') -Recurse -Filter *.cs | ForEach-Object { [IO.File]::ReadAllText($_) }
        $pattern = ($_ -split ' ?… ?' | ForEach-Object { [regex]::Escape($_) }) -join '.{1,120}?'
        @($sources -match $pattern).Count | Should -BeGreaterThan 0
    }

    It 'shows commands that work: <Line>' -ForEach (Get-GuideBlock troubleshooting.md) {
        $null = Connect-SfJwt @signIn
        $global:Error.Clear()
        try { Invoke-SfRest sobjects/Nothing } catch { $null = $_ }
        Invoke-GuideBlock (New-GuideSession) $Code $org | Should -Not -BeNullOrEmpty
    }
}

Describe 'Tokens' {
    BeforeAll {
        Enter-Guide tokens
        $session = New-GuideSession
        Copy-Item $org.KeyPath server.key
        Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; issuesJwtTokens = $true }
        $env:SF_CLIENT_ID = $app
        $env:SF_USERNAME = 'admin@example.com'
    }
    AfterAll {
        Invoke-OrgAdmin $org Post apps @{ consumerKey = $app; issuesJwtTokens = $false }
        Exit-Guide
    }

    It 'works: <Line>' -ForEach $tokens {
        $output = Invoke-GuideBlock $session $Code $org
        $output | Should -Not -BeNullOrEmpty
        switch -Wildcard ($Code) {
            '*Issuer https://shop*' { $output.Issuer | Should -Be 'https://shop.example.com' }
            '*$read.SignatureStatus*' { $output[0], $output[1].id | Should -Be 'Verified', 'A-1' }
            '*ExportSubjectPublicKeyInfo*' { $output | Should -Match '^MIIB' }
            '*TokenUrl*' { $output.AccessToken | Should -BeOfType securestring }
            '*-Connection $connection*' { $output.IsValid | Should -BeTrue }
            '*JwksUri*' { $output | Should -Be $app }
        }
    }
}
