# The tasks of about_SalesforceJwt_Admin, in their order, as one administrator does them.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $blocks = @(Get-GuideBlock en-US/about_SalesforceJwt_Admin.md)
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Guide.psm1') -Force
    $org = Start-HelpOrg
    Push-Location (New-Item -ItemType Directory (Join-Path $TestDrive week))
    $env:SF_PROFILE_PATH = Join-Path $TestDrive profiles.json
    Save-SfProfile admin -ClientId 3MVG9AcmeExample -Username admin@example.com -KeyPath $org.KeyPath -LoginUrl $org.Url
    foreach ($name in 'leaver@example.com', 'idle@example.com') { $null = Invoke-OrgAdmin $org Post users @{ username = $name; fields = @{ CreatedDate = '2020-01-01T00:00:00Z' } } }
    $null = Connect-SfJwt -Profile admin
    $null = New-SfRecord @{ Name = 'May_export'; Label = 'May export' } -Type PermissionSet
    $null = Add-SfPermissionSet May_export admin@example.com, leaver@example.com

    # A refused sign-in, for the login history.
    $null = Suspend-SfUser ci@example.com
    { Connect-SfJwt -ClientId 3MVG9AcmeExample -Username ci@example.com -KeyPath $org.KeyPath -LoginUrl $org.Url } |
        Should -Throw -ErrorId 'SfLoginUserInactive,*'
    $null = Resume-SfUser ci@example.com
    $session = New-GuideSession
}
AfterAll {
    Disconnect-Sf -All
    Remove-Item Env:SF_PROFILE_PATH
    Pop-Location
    Stop-TestOrg $org
}

Describe 'An administrator''s week' {
    It 'works: <Line>' -ForEach $blocks {
        $output = Invoke-GuideBlock $session $Code $org
        switch -Wildcard ($Code) {
            'Connect-SfJwt*' { $output.Username | Should -Be admin@example.com }
            'Get-SfOrg*' { $output[0].Id | Should -BeLike 00D*; $output[1].ObjectName | Should -Be Account }
            '*New-SfRecord*' {
                $output[0].Outcome | Should -Be Changed
                $output[1] | Should -Match '^[A-Za-z]{8}[0-9]{4}$'
                (Get-SfUser aahr).Profile | Should -Be 'Standard User'
            }
            'Suspend-SfUser*' {
                $output.Change | Should -Be Freeze, 'Remove May_export', Deactivate
                $output.Outcome | Should -Be Changed, Changed, Changed
                (Get-SfUser leaver@example.com).State | Should -Be Inactive
            }
            '$idle*' { $output.Username | Should -Contain idle@example.com; $output.Username | Should -Not -Contain admin@example.com }
            'Get-SfUser ci@*' {
                $output | Out-String | Should -Match '(?s)State\s+: Active.*ci@example\.com'
                $output[-1].Status | Should -Be 'User Is Frozen'
            }
            'Get-SfPermissionSet -User ci@*' {
                $output.Username | Should -Contain admin@example.com
                $output.Username | Should -Contain anna.ahrens@example.com
                $output[-1].GrantedBy | Should -Be 'System Administrator'
            }
            'Get-SfPermissionSet -User admin@*' { $output.Change, $output.Outcome | Should -Be 'Assign May_export', Changed }
            'Get-SfPermissionSet -Kind*' { $output.Name | Should -Contain IdentityConnect; $output.Name | Should -Contain Salesforce }
            'Get-SfAuditTrail*' { $output.Display | Out-String | Should -Match 'Deactivated user leaver' }
            'Get-SfAppToken*' { $output.Username | Should -Contain admin@example.com }
            '*Save-SfEventLog*' { Get-ChildItem event-logs | Should -Not -BeNullOrEmpty }
            'Compare-SfObject*' { $output | Should -BeNullOrEmpty; Test-Path before.json | Should -BeTrue }
            default { throw "No check for: $Code" }
        }
    }
}
