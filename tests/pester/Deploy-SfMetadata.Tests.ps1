BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -Name prod -ApiVersion 68.0
    $invoice = "public class Invoice {`n    public static Integer add(Integer a, Integer b) {`n        return a + b;`n    }`n}"
    $test = "@IsTest`nprivate class InvoiceTest {`n    @IsTest static void adds() {`n        System.assertEquals(3, Invoice.add(1, 2));`n    }`n    @IsTest static void subtracts() {`n        System.assertEquals(3, Invoice.add(5, -2));`n    }`n}"
    $package = Join-Path $TestDrive package
    New-TestPackage $package ([ordered]@{ Invoice = $invoice; InvoiceTest = $test })
    $broken = Join-Path $TestDrive broken
    New-TestPackage $broken ([ordered]@{ Fine = 'public class Fine {}'; Order = "public class Order {`n    public void send() {`n}"; Wrong = 'public class Other {}' })

    function Get-Deploy { Get-OrgRequest $org | Where-Object { $_.method -eq 'POST' -and $_.path -like '*/deployRequest' } }
}
AfterAll { Stop-TestOrg $org }

Describe 'Deploy-SfMetadata' {
    BeforeEach {
        Clear-OrgRequest $org
        Invoke-OrgAdmin $org Delete apex-tests
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0; deploySeconds = 0; cancelSeconds = 0; isProduction = $false; requiresTests = $false; textValues = $false } }
    }

    It 'deploys a folder, and returns the deployment with all of it' {
        $result = Deploy-SfMetadata $package -RunTest InvoiceTest
        $result | Should -BeOfType 'SalesforceJwt.Model.SfDeployment'
        $result.Id | Should -Match '^0Af\w{15}$'
        $result.Status | Should -Be Succeeded
        $result.Success, $result.Done, $result.CheckOnly | Should -Be $true, $true, $false
        $result.ComponentsDeployed, $result.ComponentErrors, $result.TestsCompleted | Should -Be 2, 0, 2
        ($result.Components | Where-Object Type -EQ ApexClass).Name | Should -Be Invoice, InvoiceTest
        $result.Tests.Method | Should -Be adds, subtracts
        $result.Coverage.Name | Should -Contain Invoice
        $result.CreatedBy | Should -Not -BeNullOrEmpty
        @(Get-Deploy).Count | Should -Be 1
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'a zip'; Call = { Compress-Archive "$package/*" (Join-Path $TestDrive a.zip) -Force; Deploy-SfMetadata (Join-Path $TestDrive a.zip) } }
        @{ Name = 'a zip with a folder around'; Call = { Compress-Archive $package (Join-Path $TestDrive b.zip) -Force; Deploy-SfMetadata (Join-Path $TestDrive b.zip) } }
        @{ Name = 'a relative path'; Call = { Push-Location $TestDrive; try { Deploy-SfMetadata ./package } finally { Pop-Location } } }
        @{ Name = 'a wildcard'; Call = { Deploy-SfMetadata (Join-Path $TestDrive packa*) } }
        @{ Name = 'a literal path'; Call = { New-TestPackage (Join-Path $TestDrive 'a[1]') @{ Invoice = $invoice }; Deploy-SfMetadata -LiteralPath (Join-Path $TestDrive 'a[1]') } }
        @{ Name = 'a folder from the pipeline'; Call = { Get-Item $package | Deploy-SfMetadata } }
        @{ Name = 'a path from the pipeline'; Call = { $package | Deploy-SfMetadata } }
    ) { (& $Call).Success | Should -BeTrue }

    It 'validates, and changes nothing' {
        New-TestPackage (Join-Path $TestDrive checked) @{ Checked = 'public class Checked {}' }
        $result = Deploy-SfMetadata (Join-Path $TestDrive checked) -CheckOnly
        $result.CheckOnly, $result.Success | Should -Be $true, $true
        (Deploy-SfMetadata (Join-Path $TestDrive checked)).Components.Where({ $_.Name -eq 'Checked' }).Created | Should -BeTrue
    }

    It 'returns the deployment, and writes an error for each component and for the whole' {
        $result = Deploy-SfMetadata $broken -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.Status | Should -Be Failed
        $result.ComponentFailures.Name | Should -Be Order, Wrong
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfDeployment*'
        Get-ErrorId $failed | Should -Be SfDeploymentComponentFailed, SfDeploymentComponentFailed, SfDeploymentFailed
        $failed[0].TargetObject.File | Should -Be classes/Order.cls
        $failed[0].TargetObject.Line, $failed[0].TargetObject.Column | Should -Be 3, 2
        $failed[0].ErrorDetails.Message | Should -BeLike 'ApexClass Order (classes/Order.cls, line 3, column 2): *'
        $failed[0].CategoryInfo.Category | Should -Be InvalidData
        $failed[2].TargetObject.Id | Should -Be $result.Id
        $failed[2].ErrorDetails.Message | Should -BeLike "Deployment $($result.Id) failed: 2 of 3 components failed.*"
        $failed[2].ErrorDetails.RecommendedAction | Should -BeLike 'Nothing was deployed.*'
    }

    It 'ends a script with one error that quotes all' {
        $thrown = Get-ThrownError { Deploy-SfMetadata $broken -ErrorAction Stop }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfDeploymentFailed,*'
        $thrown.ErrorDetails.Message | Should -BeLike '*2 of 3 components failed.*Order (classes/Order.cls, line 3, column 2)*Wrong (classes/Wrong.cls*'
        $run = Invoke-FreshPowerShell "`$ErrorActionPreference = 'Stop'; Import-Module `$module; `$null = Connect-SfJwt -ClientId testapp -Username user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url); Deploy-SfMetadata '$broken'"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match '0Af\w{15} Failed'
        $run.Errors | Should -Match 'classes/Order.cls'
    }

    It 'does not write the report over the package (<_>)' -ForEach 'package.xml', 'new.xml', '' {
        $manifest = Get-Content $package/package.xml -Raw
        $failed = Get-ThrownError { Deploy-SfMetadata $package -RunTest InvoiceTest -JUnitPath (Join-Path $package $_) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
        Get-Content $package/package.xml -Raw | Should -Be $manifest
    }

    It 'writes the tests for the CI system, whether they pass or not' {
        $null = Invoke-OrgAdmin $org Post apex-tests @{ className = 'InvoiceTest'; methodName = 'subtracts'; message = "System.AssertException: <not> & `u{1} equal"; stackTrace = 'Class.InvoiceTest.subtracts: line 7, column 1' }
        $path = Join-Path $TestDrive junit.xml
        Set-Content $path 'of the last run'
        $result = Deploy-SfMetadata $package -RunTest InvoiceTest -JUnitPath $path -ErrorVariable failed -ErrorAction SilentlyContinue
        Get-ErrorId $failed | Should -Be SfDeploymentTestFailed, SfDeploymentFailed
        $failed[0].TargetObject.Method | Should -Be subtracts
        $failed[0].ErrorDetails.Message | Should -BeLike 'Test InvoiceTest.subtracts failed: System.AssertException: *line 7, column 1'
        $report = [xml] (Get-Content $path -Raw)
        $report.testsuites.tests, $report.testsuites.failures | Should -Be '2', '1'
        $report.testsuites.testsuite.name | Should -Be InvoiceTest
        $cases = $report.testsuites.testsuite.testcase
        $cases.name | Should -Be adds, subtracts
        $cases[0].classname | Should -Be InvoiceTest
        $cases[0].SelectSingleNode('failure') | Should -BeNullOrEmpty
        $cases[1].failure.message | Should -Be "System.AssertException: <not> & `u{FFFD} equal"
        $cases[1].failure.InnerText | Should -Match 'Class.InvoiceTest.subtracts: line 7'
        $result.Tests.Count | Should -Be 2

        Invoke-OrgAdmin $org Delete apex-tests
        $null = Deploy-SfMetadata $package -RunTest InvoiceTest -JUnitPath $path
        ([xml] (Get-Content $path -Raw)).testsuites.failures | Should -Be '0'
        $null = Deploy-SfMetadata $package -JUnitPath $path
        ([xml] (Get-Content $path -Raw)).testsuites.tests | Should -Be '0'
    }

    It 'explains coverage that is too low' {
        $null = Set-OrgSetting $org @{ metadata = @{ isProduction = $true } }
        $path = Join-Path $TestDrive coverage.xml
        $uncovered = Join-Path $TestDrive uncovered
        New-TestPackage $uncovered @{ Uncovered = $invoice.Replace('Invoice', 'Uncovered') }
        $result = Deploy-SfMetadata $uncovered -RunTest InvoiceTest -JUnitPath $path -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.CoverageWarnings | Should -BeLike '*Uncovered is 0%*'
        Get-ErrorId $failed | Should -Be SfDeploymentCoverageTooLow, SfDeploymentFailed
        $failed[1].ErrorDetails.RecommendedAction | Should -BeLike '*75%*-RunTest*'
        ([xml] (Get-Content $path -Raw)).testsuites.testsuite.name | Should -Contain 'Code coverage'
        ($result.Coverage | Where-Object Name -EQ Uncovered).LinesNotCovered | Should -Not -BeNullOrEmpty
    }

    It 'explains an org that demands tests' {
        $null = Set-OrgSetting $org @{ metadata = @{ requiresTests = $true } }
        $thrown = Get-ThrownError { Deploy-SfMetadata $package }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike 'This org demands tests. -TestLevel RunLocalTests*'
        (Deploy-SfMetadata $package -TestLevel RunLocalTests).TestsCompleted | Should -BeGreaterThan 1
    }

    It 'explains a missing permission' {
        $thrown = Use-MissingPermission $org ModifyMetadata { Get-ThrownError { Deploy-SfMetadata $package } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*Modify Metadata Through Metadata API Functions*'
    }

    It 'explains a permission that a component needs' {
        $folder = Join-Path $TestDrive permissionset
        New-TestPackage $folder @{ Fine = 'public class Fine {}' }
        $null = New-Item -ItemType Directory (Join-Path $folder permissionsets)
        Set-Content (Join-Path $folder permissionsets/Ci.permissionset) '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>Ci</label></PermissionSet>'
        $manifest = Join-Path $folder package.xml
        (Get-Content $manifest -Raw).Replace('<version>', '<types><members>Ci</members><name>PermissionSet</name></types><version>') | Set-Content $manifest
        $failed = Use-MissingPermission $org customizeApplication {
            $null = Deploy-SfMetadata $folder -ErrorVariable errors -ErrorAction SilentlyContinue
            $errors
        }
        Get-ErrorId $failed | Should -Be SfDeploymentComponentFailed, SfDeploymentFailed
        $failed[0].ErrorDetails.Message | Should -BeLike 'PermissionSet Ci*insufficient access rights*'
        foreach ($each in $failed) { $each.ErrorDetails.RecommendedAction | Should -BeLike "*needs 'Modify Metadata*'Customize Application'*" }
        (Deploy-SfMetadata $folder).Success | Should -BeTrue
    }

    It 'deploys each folder of a folder as a package' {
        $several = Join-Path $TestDrive several
        New-TestPackage (Join-Path $several one) @{ One = 'public class One {}' }
        New-TestPackage (Join-Path $several two) @{ Two = 'public class Two {}' }
        $result = Deploy-SfMetadata $several
        ($result.Components | Where-Object Type -EQ ApexClass).File | Should -Be one/classes/One.cls, two/classes/Two.cls
        $result.ComponentsDeployed | Should -Be 2
    }

    It 'runs relevant tests, and says which API version has them' {
        (Deploy-SfMetadata $package -TestLevel RunRelevantTests).TestsCompleted | Should -Be 2
        $null = Set-OrgSetting $org @{ metadata = @{ relevantTestsVersion = 69 } }
        $thrown = Get-ThrownError { Deploy-SfMetadata $package -TestLevel RunRelevantTests }
        $null = Set-OrgSetting $org @{ metadata = @{ relevantTestsVersion = 66 } }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $thrown.ErrorDetails.Message | Should -BeLike '*RunRelevantTests is available in API version 69.0 and later*'
    }

    It 'follows a deployment that is finalized, and says that this failed' {
        $null = Set-OrgSetting $org @{ metadata = @{ finalizeSeconds = 1 } }
        (Deploy-SfMetadata $package).Status | Should -Be Succeeded
        $null = Set-OrgSetting $org @{ metadata = @{ finalizeSeconds = 0; failsFinalizing = $true } }
        $result = Deploy-SfMetadata $package -ErrorVariable failed -ErrorAction SilentlyContinue
        $null = Set-OrgSetting $org @{ metadata = @{ failsFinalizing = $false } }
        $result.Status, $result.Done, $result.Success | Should -Be FinalizingDeployFailed, $true, $false
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfDeploymentFailed,*'
        $failed.ErrorDetails.Message | Should -BeLike '*failed while Salesforce was saving it*'
    }

    It 'explains an API version that the org does not have' {
        $thrown = Get-ThrownError { Deploy-SfMetadata $package -ApiVersion 99.0 }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfApiVersionNotFound,*'
    }

    It 'sends <Option> only with -<Parameter>' -ForEach @(
        @{ Parameter = 'AllowMissingFile'; Option = 'allowMissingFiles' }, @{ Parameter = 'IgnoreWarning'; Option = 'ignoreWarnings' }
        @{ Parameter = 'PurgeOnDelete'; Option = 'purgeOnDelete' }
    ) {
        $switch = @{ $Parameter = $true }
        $null = Deploy-SfMetadata $package @switch
        $null = Deploy-SfMetadata $package
        [regex]::Matches((Get-Deploy).body, "`"$Option`":(true|false)").ForEach({ $_.Groups[1].Value }) | Should -Be true, false
    }

    It 'deploys what is there with -AllowMissingFile' {
        $folder = Join-Path $TestDrive incomplete
        New-TestPackage $folder ([ordered]@{ Fine = 'public class Fine {}'; Lost = 'public class Lost {}' })
        Remove-Item (Join-Path $folder classes/Lost.*)
        $null = Deploy-SfMetadata $folder -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*-AllowMissingFile*'
        (Deploy-SfMetadata $folder -AllowMissingFile -WarningAction Ignore).Success | Should -BeTrue
    }

    It 'sends nothing with -WhatIf, and names connection and org' {
        $text = (Invoke-FreshPowerShell "Import-Module `$module; `$null = Connect-SfJwt -Name prod -ClientId testapp -Username user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url); Deploy-SfMetadata '$package' -WhatIf; Deploy-SfMetadata '$package' -CheckOnly -WhatIf").Output
        $text | Should -Match 'Deploy metadata.*package \(prod, 127\.0\.0\.1'
        $text | Should -Match 'Validate metadata'
        Get-Deploy | Should -BeNullOrEmpty
    }

    It 'refuses <Name> before anything is sent' -ForEach @(
        @{ Name = 'a folder without package.xml'; Id = 'SfMetadataInvalid'; Call = { Deploy-SfMetadata (Join-Path $package classes) } }
        @{ Name = 'what is not there'; Id = 'SfFileNotFound'; Call = { Deploy-SfMetadata (Join-Path $TestDrive missing) } }
        @{ Name = 'a file that is no zip'; Id = 'SfMetadataInvalid'; Call = { Deploy-SfMetadata (Join-Path $package package.xml) } }
        @{ Name = 'several'; Id = 'SfArgumentConflict'; Call = { Deploy-SfMetadata (Join-Path $TestDrive *) } }
        @{ Name = 'a pattern that matches nothing'; Id = 'SfFileNotFound'; Call = { Deploy-SfMetadata (Join-Path $TestDrive 'missing[1]') } }
        @{ Name = 'a test level and other tests'; Id = 'SfArgumentConflict'; Call = { Deploy-SfMetadata $package -TestLevel RunLocalTests -RunTest InvoiceTest } }
        @{ Name = 'a test level without tests'; Id = 'SfValueMissing'; Call = { Deploy-SfMetadata $package -TestLevel RunSpecifiedTests } }
        @{ Name = '-NoWait with a report'; Id = 'SfArgumentConflict'; Call = { Deploy-SfMetadata $package -NoWait -JUnitPath (Join-Path $TestDrive x.xml) } }
        @{ Name = 'a report that cannot be written'; Id = 'SfFolderNotFound'; Call = { Deploy-SfMetadata $package -JUnitPath (Join-Path $TestDrive nowhere/x.xml) } }
    ) {
        (Get-ThrownError $Call).FullyQualifiedErrorId | Should -BeLike "$Id,*"
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'goes on with the deployment whose answer was lost, and sends it once' {
        Add-OrgFault $org @{ method = 'POST'; path = '/deployRequest'; kind = 'Reset'; afterActing = $true }
        Start-Sleep -Seconds 2
        (Deploy-SfMetadata $package).Success | Should -BeTrue
        @(Get-Deploy).Count | Should -Be 1
    }

    It 'returns what has not ended in time, and says that it goes on' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 3600 } }
        $result = Deploy-SfMetadata $package -TimeoutSec 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.Status, $result.Done | Should -Be Pending, $false
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike "*Wait-SfDeployment $($result.Id)*Stop-SfDeployment $($result.Id)*"
        (Stop-SfDeployment $result).Status | Should -Be Canceled
    }

    It 'says that somebody else canceled it' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 3600 } }
        $started = Deploy-SfMetadata $package -NoWait
        $null = Stop-SfDeployment $started
        $result = Wait-SfDeployment $started -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.CanceledBy | Should -Not -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfDeploymentCanceled,*'
        $failed.ErrorDetails.Message | Should -BeLike "*was canceled by $($result.CanceledBy)."
        $failed.CategoryInfo.Category | Should -Be OperationStopped
    }

    It 'shows its place in the queue, the components and the tests' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 4; deploySeconds = 4 } }
        $null = Deploy-SfMetadata $package -NoWait
        $shell = [powershell]::Create()
        $null = $shell.AddCommand('Import-Module').AddArgument((Get-TestModule)).AddStatement().AddCommand('Connect-SfJwt').AddParameters($signIn).AddStatement()
        $null = $shell.AddCommand('Deploy-SfMetadata').AddParameters(@{ Path = $package; RunTest = 'InvoiceTest' })
        $null = $shell.Invoke()
        $shown = @($shell.Streams.Progress.StatusDescription)
        $shell.Dispose()
        $shown -match 'behind 1 deployment' | Should -Not -BeNullOrEmpty
        $shown -match '\d of 2 components, \d of 2 tests, Processing components' | Should -Not -BeNullOrEmpty
    }

    It 'completes test levels' {
        $line = 'Deploy-SfMetadata x -TestLevel RunL'
        [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText | Should -Be RunLocalTests
    }
}

Describe 'Ctrl+C' -Skip:(-not $IsLinux -and -not $IsMacOS) {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 3600; deploySeconds = 0 } }
    }

    It 'during <Name> ends at once, and names what goes on' -ForEach @(
        @{ Name = 'the wait'; Fault = $null; Method = 'GET'; Message = 'Deployment 0Af\w{15} continues in Salesforce \(prod, 127[^)]+\)\. Wait-SfDeployment 0Af\w{15} waits for it, Stop-SfDeployment 0Af\w{15} cancels it' }
        @{ Name = 'a poll that hangs'; Fault = @{ method = 'GET'; path = '/deployRequest/0Af'; kind = 'Hang' }; Method = 'GET'; Message = 'Deployment 0Af\w{15} continues in Salesforce' }
        @{ Name = 'the answer to the package'; Fault = @{ method = 'POST'; path = '/deployRequest'; kind = 'Hang' }; Method = 'POST'; Message = "Salesforce may have received '.*package' and begun to deploy it" }
    ) {
        if ($Fault) { Add-OrgFault $org $Fault }
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $junit = Join-Path $folder junit.xml
        Set-Content $junit 'of the last run'
        $run = Start-TestScript -Folder $folder "`$null = Connect-SfJwt -Name prod -ClientId testapp -Username user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url) -ApiVersion 68.0
            Deploy-SfMetadata '$package' -RunTest InvoiceTest -JUnitPath '$junit'"
        Wait-OrgRequest $org $Method /deployRequest
        Start-Sleep -Milliseconds 500
        $null = kill -INT $run.Process.Id
        $run.Process.WaitForExit(5000) | Should -BeTrue
        $run.Output.Result -replace '\s+', ' ' | Should -Match $Message
        Get-ChildItem $run.TemporaryFolder -Filter 'sfdeploy-*' | Should -BeNullOrEmpty
        Get-Content $junit | Should -Be 'of the last run'
        Get-ChildItem $folder -Filter '*.partial' | Should -BeNullOrEmpty

        Invoke-OrgAdmin $org Delete faults
        Get-SfDeployment -Status Pending | Stop-SfDeployment -ErrorAction SilentlyContinue
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0 } }
        (Deploy-SfMetadata $package -RunTest InvoiceTest -JUnitPath $junit).Success | Should -BeTrue
        ([xml] (Get-Content $junit -Raw)).testsuites.tests | Should -Be '2'
    }
}
