# The zips that the module deploys, deployed by clients that nobody here wrote: sf and jsforce.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/NodeClients.psm1" -Force
    $reason = (Get-NoClientReason jsforce) ?? (Get-NoClientReason '@salesforce/cli')
    if ($reason) { Write-Warning "Skipped: $reason." }
}
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    Import-Module "$PSScriptRoot/NodeClients.psm1" -Force
    $org = Start-TestOrg
    $user = 'user@test.example'
    $signIn = $org.SignIn
    $null = Connect-SfJwt @signIn

    # The zips of the deployments that the org has received, as files.
    function Save-Zip {
        Get-OrgRequest $org | Where-Object { $_.method -eq 'POST' -and $_.path -like '*/deployRequest' } | ForEach-Object {
            # In Latin-1 a character is a byte.
            $form = [Text.Encoding]::Latin1.GetString([Convert]::FromBase64String($_.bodyBase64))
            $boundary = [regex]::Match($_.headers.'Content-Type', 'boundary="?([^";]+)').Groups[1].Value
            $part = $form -split [regex]::Escape("--$boundary") | Where-Object { $_ -match 'name="?file"?' }
            $content = $part.Substring($part.IndexOf("`r`n`r`n") + 4)
            $path = Join-Path $TestDrive "$([guid]::NewGuid().ToString('N')).zip"
            [IO.File]::WriteAllBytes($path, [Text.Encoding]::Latin1.GetBytes($content.Substring(0, $content.Length - 2)))
            $path
        }
        $null = Clear-OrgRequest $org
    }

    function Publish-ZipWithSf([string] $Path) {
        $output = Invoke-SalesforceCli $org 'project', 'deploy', 'start', '--json', '--single-package', '--metadata-dir', $Path -Environment @{ SF_ORG_METADATA_REST_DEPLOY = 'true' }
        ($output | ConvertFrom-Json).result
    }

    function Publish-ZipWithJsforce([string] $Path) {
        $zip = [Convert]::ToBase64String([IO.File]::ReadAllBytes($Path))
        (Invoke-Jsforce deploy.mjs $org @{ zip = $zip; options = @{ singlePackage = $true; rollbackOnError = $true } }).result
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Zips of the module' -Skip:([bool] $reason) {
    It 'of Register-SfApp are deployed by sf and jsforce, and sf signs in to the app' {
        Push-Location $TestDrive
        $app = Register-SfApp ci_app -User $user
        $create, $policy = Save-Zip
        Unregister-SfApp ci_app -Confirm:$false
        Pop-Location

        $deployed = Publish-ZipWithSf $create
        $deployed.status | Should -Be Succeeded
        $deployed.numberComponentsDeployed | Should -Be 3
        $set = [pscustomobject]@{ Name = 'ci_app'; Label = 'ci_app' } | New-SfRecord PermissionSet -Confirm:$false
        $userId = (Invoke-SfQuery 'SELECT Id FROM User WHERE Username = :user' @{ user = $user }).Id
        $null = [pscustomobject]@{ PermissionSetId = $set.Id; AssigneeId = $userId } | New-SfRecord PermissionSetAssignment -Confirm:$false
        (Publish-ZipWithJsforce $policy).GetProperty('status').GetString() | Should -Be Succeeded

        $found = Get-SfApp ci_app
        $found.PermittedUsers | Should -Be AdminApprovedPreAuthorized
        $found.Users | Should -Be $user
        Connect-SalesforceCli $org $found.ConsumerKey $app.KeyPath $user | Should -Be $user
    }

    It 'of Deploy-SfMetadata, made of a folder, are deployed by sf and jsforce as by the module' {
        $package = Join-Path $TestDrive package
        New-TestPackage $package ([ordered]@{ Invoice = 'public class Invoice {}'; Ünïcode = 'public class Ünïcode {}' })
        Clear-OrgRequest $org
        $ours = Deploy-SfMetadata $package
        $zip = Save-Zip
        $sf = Publish-ZipWithSf $zip
        $jsforce = Publish-ZipWithJsforce $zip
        $sf.status | Should -Be Succeeded
        $names = $ours.Components.Where({ $_.Type }).Name | Sort-Object
        $names.Count | Should -Be 2
        $sf.details.componentSuccesses.Where({ $_.componentType }).fullName | Sort-Object | Should -Be $names
        $jsforce.GetProperty('details').GetProperty('componentSuccesses').EnumerateArray().Where({ $_.GetProperty('componentType').GetString() }).ForEach({
                $_.GetProperty('fullName').GetString() }) | Sort-Object | Should -Be $names
    }
}
