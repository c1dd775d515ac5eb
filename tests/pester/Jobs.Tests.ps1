# Ten jobs of an admin's week: each is at most five lines of a user's script.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    # As if the module were installed: threads load it by its name.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Get-TestModule)) + [IO.Path]::PathSeparator + $modulePath
    $prod = Start-TestOrg -Records 3100
    $sandbox = Start-TestOrg -Records 20
    Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive jobs))
    $inProd = $prod.SignIn
    $inSandbox = $sandbox.SignIn
    $prodConnection = Connect-SfJwt @inProd -Name prod -NoDefault
    $null = Connect-SfJwt @inSandbox -Name sandbox -NoDefault

    # Runs a job, and counts its lines.
    function Invoke-Job([string] $Code) {
        @($Code -split '\n').Count | Should -BeLessOrEqual 5
        $Code -split '\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 140 }
        & ([scriptblock]::Create($Code))
    }
    function Get-Count([string] $Soql, [string] $Connection = 'prod') { (Invoke-SfQuery $Soql -Connection $Connection).n }
}
AfterAll {
    Pop-Location
    $env:PSModulePath = $modulePath
    Disconnect-Sf -All
    Stop-TestOrg $prod
    Stop-TestOrg $sandbox
}

Describe 'Jobs of five lines' {
    It 'exports changed rows and upserts them elsewhere' {
        $result = Invoke-Job @'
$soql = 'SELECT External_Id__c, Name, BillingCity FROM Account WHERE External_Id__c != null AND LastModifiedDate >= :since'
Invoke-SfQuery $soql @{ since = (Get-Date).AddDays(-1) } -Connection prod |
    Import-SfBulk Account Upsert -ExternalId External_Id__c -Connection sandbox
'@
        $result.Records, $result.RecordsFailed | Should -Be 155, 0
        Get-Count 'SELECT COUNT(Id) n FROM Account' sandbox | Should -Be 155
    }

    It 'updates 3,000 rows from a foreign CSV, and reports those that fail' {
        Set-Content foreign.csv (@('Ref;E-Mail') + (1..3000 | ForEach-Object { "C-$($_.ToString('D6'));$($_ % 1000 ? "new$_@example.com" : 'no address')" }))
        $report = Invoke-Job @'
$columns = @{ n = 'External_Id__c'; e = 'Ref' }, @{ n = 'Email'; e = 'E-Mail' }
$result = Import-Csv foreign.csv -Delimiter ';' | Select-Object $columns |
    Import-SfBulk Contact Upsert -ExternalId External_Id__c -ResultPath . -Connection prod -ErrorAction SilentlyContinue
Import-Csv $result.FailedPath
'@
        $report.External_Id__c | Should -Be 'C-001000', 'C-002000', 'C-003000'
        $report.sf__Error | Should -BeLike 'INVALID_EMAIL_ADDRESS:Email: invalid email address: no address*'
        Get-Count "SELECT COUNT(Id) n FROM Contact WHERE Email LIKE 'new%@example.com'" | Should -Be 2997
        Get-Count 'SELECT COUNT(Id) n FROM Contact' | Should -Be 3100
    }

    It 'deactivates users of a permission set who have not signed in for long' {
        $set = New-SfRecord PermissionSet @{ Name = 'Sales'; Label = 'Sales' } -Connection prod
        foreach ($user in @{ username = 'old@test.example'; lastLoginDate = '2020-01-01T00:00:00Z' }, @{ username = 'new@test.example' }) {
            Invoke-OrgAdmin $prod Post users $user
            $id = (Invoke-SfQuery 'SELECT Id FROM User WHERE Username = :name' @{ name = $user.username } -Connection prod).Id
            $null = New-SfRecord PermissionSetAssignment @{ AssigneeId = $id; PermissionSetId = $set.Id } -Connection prod
        }
        $results = Invoke-Job @'
Invoke-SfQuery @"
SELECT Id FROM User WHERE IsActive = true AND LastLoginDate < LAST_N_DAYS:90
AND Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Sales')
"@ -Connection prod | Set-SfRecord User -Field @{ IsActive = $false } -Connection prod
'@
        $results.Success | Should -Be $true
        Get-Count "SELECT COUNT(Id) n FROM User WHERE Username = 'old@test.example' AND IsActive = false" | Should -Be 1
        $removed = Invoke-Job @'
Invoke-SfQuery "SELECT Id FROM PermissionSetAssignment WHERE Assignee.IsActive = false AND PermissionSet.Name = 'Sales'" -Connection prod |
    Remove-SfRecord -Connection prod
'@
        $removed.Success | Should -Be $true
        Get-Count "SELECT COUNT(Id) n FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Sales'" | Should -Be 1
    }

    It 'uploads a folder to an account, and downloads the files of the account' {
        $null = New-Item -ItemType Directory contracts, acme
        'a', 'b' | ForEach-Object { Set-Content "contracts/$_.txt" "content of $_" -NoNewline }
        $null = Invoke-Job @'
$account = Invoke-SfQuery "SELECT Id FROM Account LIMIT 1" -Connection prod
Get-ChildItem contracts -File | Send-SfFile -LinkTo $account.Id -Connection prod
Invoke-SfQuery 'SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = :id' @{ id = $account.Id } -Connection prod |
    Save-SfFile -Path acme -Connection prod
'@
        Get-ChildItem acme | Get-Content | Should -Be 'content of a', 'content of b'
    }

    It 'compares the schema of two orgs' {
        Invoke-OrgAdmin $sandbox Post objects @{ name = 'Account'; fields = @(@{ name = 'Segment__c'; type = 'string' }) }
        Invoke-OrgAdmin $sandbox Post objects @{ name = 'Invoice__c' }
        $differences = Invoke-Job @'
Compare-Object (Get-SfObject -Connection prod) (Get-SfObject -Connection sandbox) -Property Name
$there, $here = foreach ($org in 'prod', 'sandbox') { , (Get-SfObject Account -Field * -Connection $org) }
Compare-Object $there $here -Property Name, Type, Length
'@
        $differences | ForEach-Object { "$($_.SideIndicator) $($_.Name)" } | Should -Be '=> Invoice__c', '=> Segment__c'
    }

    It 'fails the build if Apex throws' {
        Set-Content check.apex 'Checks.run();'
        $code = @'
Connect-SfJwt | Out-Null
Invoke-SfApex -Path check.apex
'@
        $build = { Invoke-FreshPowerShell "Import-Module `$module; Set-Location '$PWD'; $code" @{
                SF_CLIENT_ID = $inProd.ClientId; SF_USERNAME = $inProd.Username; SF_JWT_KEY_FILE = $inProd.KeyPath; SF_LOGIN_URL = $prod.Url; NO_COLOR = '1' } }
        (& $build).ExitCode | Should -Be 0
        Invoke-OrgAdmin $prod Post anonymous-apex @{ contains = 'Checks'; exceptionMessage = 'System.AssertException: Assertion Failed' }
        $run = & $build
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match '(?s)check\.apex.*System\.AssertException'
    }

    It 'changes the key' {
        $env:SF_PROFILE_PATH = Join-Path $TestDrive rotation.json
        $null = Connect-SfJwt @inSandbox -NoDefault | Save-SfProfile sandbox
        $null = New-Item -ItemType Directory keys
        $null = Invoke-Job "New-SfCertificate -Path keys -Name next"
        # The upload in Setup.
        Invoke-OrgAdmin $sandbox Post apps @{ consumerKey = 'testapp'; certificatePem = Get-Content keys/next.crt -Raw }
        $null = Invoke-Job @'
Connect-SfJwt -Profile sandbox -KeyPath keys/next.key -NoDefault | Save-SfProfile sandbox -Force
Test-SfConnection -Profile sandbox
'@
        (Get-SfProfile sandbox).Key | Should -BeLike '*next.key'
        (Connect-SfJwt -Profile sandbox -Name sandbox -NoDefault).CertificateThumbprint | Should -Be (Get-SfCertificate keys/next.crt).Thumbprint
        $env:SF_PROFILE_PATH = $null
    }

    It 'works in eight threads' {
        $connection = $prodConnection
        $rows = Invoke-Job @'
$accounts = Invoke-SfQuery 'SELECT Id FROM Account LIMIT 40' -Connection $connection
$accounts | ForEach-Object -ThrottleLimit 8 -Parallel {
    Invoke-SfQuery 'SELECT COUNT(Id) n FROM Contact WHERE AccountId = :id' @{ id = $_.Id } -Connection $using:connection
}
'@
        $rows | Should -HaveCount 40
        ($rows | Measure-Object n -Sum).Sum | Should -Be 800
    }

    It 'runs under cron with a profile, in a shell without variables' -Skip:$IsWindows {
        $account = New-Item -ItemType Directory (Join-Path $TestDrive home)
        $modules = New-Item -ItemType Directory (Join-Path $account '.local/share/powershell/Modules')
        Copy-Item (Get-TestModule) (Join-Path $modules SalesforceJwt.PS) -Recurse
        $run = {
            param([string[]] $Arguments)
            $info = [Diagnostics.ProcessStartInfo]::new((Get-TestPowerShell), [string[]] (@('-NoProfile', '-NonInteractive') + $Arguments))
            $info.RedirectStandardOutput = $info.RedirectStandardError = $true
            foreach ($name in @($info.Environment.Keys) -notmatch '^(PATH|DOTNET_ROOT|TMPDIR)$') { $null = $info.Environment.Remove($name) }
            $info.Environment['HOME'] = "$account"
            $process = [Diagnostics.Process]::Start($info)
            $output = $process.StandardOutput.ReadToEnd() + $process.StandardError.ReadToEnd()
            $process.WaitForExit()
            "$($process.ExitCode) $output"
        }
        # Once, as the account of the job.
        & $run '-Command', "Connect-SfJwt -ClientId testapp -Username user@test.example -KeyPath '$($prod.KeyPath)' -LoginUrl $($prod.Url) | Save-SfProfile nightly" |
            Should -BeLike '0 *'
        $code = @'
$ErrorActionPreference = 'Stop'
$null = Connect-SfJwt -Profile nightly
"$((Invoke-SfQuery 'SELECT COUNT(Id) n FROM Case').n) cases"
'@
        @($code -split '\n').Count | Should -BeLessOrEqual 5
        Set-Content nightly.ps1 $code
        & $run '-File', "$PWD/nightly.ps1" | Should -Match '^0 310 cases'
        Add-OrgFault $prod @{ path = '/query'; status = 400; errorCode = 'MALFORMED_QUERY'; message = 'unexpected token' }
        & $run '-File', "$PWD/nightly.ps1" | Should -Match '(?s)^1 .*MALFORMED_QUERY: unexpected token'
    }

    It 'is tested with mocks' {
        Invoke-Job @'
Mock Invoke-SfQuery { [pscustomobject]@{ Id = '003000000000001AAA' } }
Mock Remove-SfRecord { [pscustomobject]@{ Success = $true } }
$connection = [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('prod')
(Invoke-SfQuery 'SELECT Id FROM Contact' -Connection $connection | Remove-SfRecord -Connection $connection).Success | Should -BeTrue
Should -Invoke Remove-SfRecord -Times 1 -Exactly -ParameterFilter { $Connection -eq 'prod' -and $InputObject.Id -eq '003000000000001AAA' }
'@
    }
}
