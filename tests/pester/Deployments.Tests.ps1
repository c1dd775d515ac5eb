BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn -Name prod -ApiVersion 68.0
    $package = Join-Path $TestDrive package
    New-TestPackage $package ([ordered]@{
            Invoice = "public class Invoice {`n    public static Integer add(Integer a, Integer b) {`n        return a + b;`n    }`n}"
            InvoiceTest = "@IsTest`nprivate class InvoiceTest {`n    @IsTest static void adds() {`n        System.assertEquals(3, Invoice.add(1, 2));`n    }`n}"
        })
    $broken = Join-Path $TestDrive broken
    New-TestPackage $broken @{ Order = "public class Order {`n    public void send() {`n}" }
    $unknown = '0Af000000000001CAA'
}
AfterAll { Stop-TestOrg $org }

Describe 'Deployments' {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0; deploySeconds = 0; cancelSeconds = 0; validationLifetimeSeconds = 864000 } }
    }

    It 'are listed, newest first, and found by status and time' {
        $failed = Deploy-SfMetadata $broken -ErrorAction SilentlyContinue
        $done = Deploy-SfMetadata $package
        (Get-SfDeployment -First 2).Id | Should -Be $done.Id, $failed.Id
        (Get-SfDeployment -Status Failed, Canceled)[0].Id | Should -Be $failed.Id
        Get-SfDeployment -Since (Get-Date).AddHours(1) | Should -BeNullOrEmpty
        (Get-SfDeployment -Since (Get-Date).AddHours(-1)).Id | Should -Contain $done.Id
        $listed = Get-SfDeployment -First 1
        $listed.ComponentsDeployed, $listed.Success, $listed.Done | Should -Be 2, $true, $true
        $listed.CreatedBy | Should -Not -BeNullOrEmpty
        $listed.Components | Should -BeNullOrEmpty
        ($listed | Get-SfDeployment).Components.Count | Should -BeGreaterThan 1
        $listed | Out-String -Width 80 | Should -Match "$($done.Id) Succeeded +deploy +2 +-"
    }

    It 'are returned by id, in either length, with their details and without errors' {
        $failed = Deploy-SfMetadata $broken -ErrorAction SilentlyContinue
        $found = Get-SfDeployment $failed.Id.Substring(0, 15)
        $found.Id | Should -Be $failed.Id
        $found.ComponentFailures.Name | Should -Be Order
    }

    It 'that are unknown or no deployments are named, and others go on: <Name>' -ForEach @(
        @{ Name = 'Get'; Call = { param($id) Get-SfDeployment $id } }, @{ Name = 'Wait'; Call = { param($id) Wait-SfDeployment $id } }
        @{ Name = 'Stop'; Call = { param($id) Stop-SfDeployment $id } }, @{ Name = 'Start'; Call = { param($id) Start-SfQuickDeploy $id } }
    ) {
        $ErrorActionPreference = 'Continue'
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 1 } }
        $deployment = Deploy-SfMetadata $package -NoWait
        $failed = & $Call @($unknown, '001000000000001AAA', $deployment.Id) 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SfNotFound,*'
        $failed[0].TargetObject | Should -Be $unknown
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*30 days*Get-SfDeployment*'
        $failed[1].FullyQualifiedErrorId | Should -BeLike 'SfIdInvalid,*'
        Get-OrgRequest $org | Where-Object path -Match '001000000000001AAA' | Should -BeNullOrEmpty
        Get-OrgRequest $org | Where-Object path -Match $deployment.Id | Should -Not -BeNullOrEmpty
        $null = Wait-SfDeployment $deployment -ErrorAction SilentlyContinue
    }

    It 'are waited for, several at a time, in their order' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 1 } }
        $started = (Deploy-SfMetadata $package -NoWait), (Deploy-SfMetadata $broken -NoWait)
        $ended = $started | Wait-SfDeployment -ErrorVariable failed -ErrorAction SilentlyContinue
        $ended.Id | Should -Be $started.Id
        $ended.Status | Should -Be Succeeded, Failed
        $ended[0].Components | Should -Not -BeNullOrEmpty
        Get-ErrorId $failed | Should -Be SfDeploymentComponentFailed, SfDeploymentFailed
    }

    It 'that have ended are asked for once, whatever the time limit' {
        $deployment = Deploy-SfMetadata $package
        Clear-OrgRequest $org
        (Wait-SfDeployment $deployment -TimeoutSec 0).Status | Should -Be Succeeded
        Get-OrgRequest $org | Should -HaveCount 1
    }

    It 'are waited for up to the time limit' {
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 3600 } }
        $deployment = Deploy-SfMetadata $package -NoWait
        (Wait-SfDeployment $deployment -TimeoutSec 1 -ErrorVariable failed -ErrorAction SilentlyContinue).Done | Should -BeFalse
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $null = Stop-SfDeployment $deployment
    }
}

Describe 'Stop-SfDeployment' {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0; deploySeconds = 3600; cancelSeconds = 1 } }
    }

    It 'waits until a deployment is canceled' {
        $deployment = Deploy-SfMetadata $package -NoWait
        $stopped = Stop-SfDeployment $deployment
        $stopped.Status, $stopped.Id | Should -Be Canceled, $deployment.Id
        $stopped.CanceledBy | Should -Not -BeNullOrEmpty
    }

    It 'does not wait with -NoWait' {
        $deployment = Deploy-SfMetadata $package -NoWait
        (Stop-SfDeployment $deployment -NoWait).Status | Should -Be Canceling
        (Get-SfDeployment -Status Canceling | Wait-SfDeployment -ErrorAction SilentlyContinue).Status | Should -Be Canceled
    }

    It 'changes nothing with -WhatIf' {
        $deployment = Deploy-SfMetadata $package -NoWait
        Stop-SfDeployment $deployment -WhatIf | Should -BeNullOrEmpty
        (Get-OrgRequest $org).method | Should -Not -Contain PATCH
        $null = Stop-SfDeployment $deployment
    }

    It 'says that a deployment can no longer be canceled while Salesforce saves it' {
        $null = Set-OrgSetting $org @{ metadata = @{ deploySeconds = 0; finalizeSeconds = 3600 } }
        $deployment = Deploy-SfMetadata $package -NoWait
        Stop-SfDeployment $deployment -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $null = Set-OrgSetting $org @{ metadata = @{ finalizeSeconds = 0 } }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $failed.ErrorDetails.Message | Should -BeLike '*cannot be canceled: Salesforce is saving what it deployed (FinalizingDeploy).'
        (Wait-SfDeployment $deployment).Status | Should -Be Succeeded
    }

    It 'says that a deployment has ended' {
        $null = Set-OrgSetting $org @{ metadata = @{ deploySeconds = 0 } }
        $deployment = Deploy-SfMetadata $package
        Stop-SfDeployment $deployment -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfDeploymentEnded,*'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike "*Get-SfDeployment $($deployment.Id)*"
        (Get-OrgRequest $org).method | Should -Not -Contain PATCH
    }
}

Describe 'Start-SfQuickDeploy' {
    BeforeEach {
        Clear-OrgRequest $org
        $null = Set-OrgSetting $org @{ metadata = @{ queueSeconds = 0; deploySeconds = 0; validationLifetimeSeconds = 864000 } }
    }

    It 'deploys a validation from the pipeline, without its tests' {
        $validation = Deploy-SfMetadata $package -CheckOnly -RunTest InvoiceTest
        $deployment = $validation | Start-SfQuickDeploy
        $deployment.Id | Should -Not -Be $validation.Id
        $deployment.Success, $deployment.CheckOnly, $deployment.TestsTotal | Should -Be $true, $false, 0
    }

    It 'sends nothing with -WhatIf' {
        $validation = Deploy-SfMetadata $package -CheckOnly -RunTest InvoiceTest
        Clear-OrgRequest $org
        $validation | Start-SfQuickDeploy -WhatIf | Should -BeNullOrEmpty
        (Get-OrgRequest $org).method | Should -Not -Contain POST
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a deployment'; Make = { Deploy-SfMetadata $package }; Message = '*is not a validation*'; Sent = 0 }
        @{ Name = 'a validation that failed'; Make = { Deploy-SfMetadata $broken -CheckOnly -ErrorAction SilentlyContinue }; Message = '*did not succeed (Failed)*'; Sent = 0 }
        @{ Name = 'a validation without tests'; Make = { Deploy-SfMetadata $package -CheckOnly }; Message = '*recent validation*'; Sent = 1 }
        @{ Name = 'a validation that is too old'; Make = { Deploy-SfMetadata $package -CheckOnly -RunTest InvoiceTest
                Start-Sleep 1; $null = Set-OrgSetting $org @{ metadata = @{ validationLifetimeSeconds = 0.5 } } }; Message = '*recent validation*'; Sent = 1 }
    ) {
        $made = & $Make
        Clear-OrgRequest $org
        Start-SfQuickDeploy $made.Id -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRequestInvalid,*'
        $failed.ErrorDetails.Message | Should -BeLike $Message
        $failed.ErrorDetails.RecommendedAction | Should -BeLike '*ten days*Deploy-SfMetadata -CheckOnly*'
        @(Get-OrgRequest $org | Where-Object method -EQ POST).Count | Should -Be $Sent
    }

    It 'looks for a deployment whose answer was lost' {
        $validation = Deploy-SfMetadata $package -CheckOnly -RunTest InvoiceTest
        Start-Sleep -Seconds 2
        Clear-OrgRequest $org
        Add-OrgFault $org @{ method = 'POST'; path = '/deployRequest'; kind = 'Html'; status = 200; afterActing = $true }
        ($validation | Start-SfQuickDeploy).Success | Should -BeTrue
        @(Get-OrgRequest $org | Where-Object { $_.method -eq 'POST' -and $_.path -like '*deployRequest' }).Count | Should -Be 1
    }
}
