# Fake connections, and mocks of the cmdlets that take them: what docs/unit-testing.md promises.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $cmdlets = @(Get-Command -Module SalesforceJwt.PS -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('Connection') } | ForEach-Object { @{ Cmdlet = $_.Name } })
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $prod = [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('prod')
    $sandbox = [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('sandbox', 'ci@acme.example', 'https://acme--dev.sandbox.my.salesforce.com/')
}
AfterAll { Disconnect-Sf -All }

Describe 'A fake connection' {
    It 'shows what it is given' {
        $prod.Name, $prod.Username, $prod.InstanceUrl, $prod.IsConnected | Should -Be 'prod', 'offline@example.com', 'https://prod.invalid', $true
        "$sandbox" | Should -Be 'sandbox (ci@acme.example at https://acme--dev.sandbox.my.salesforce.com)'
        [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('Ö').InstanceUrl | Should -Be 'https://offline.invalid'
        $prod.UserId, $prod.OrganizationId | Should -Match '^00[5D]\w{15}$'
        $prod | Format-List * | Out-String | Should -Not -BeNullOrEmpty
    }

    It 'refuses <Value>' -ForEach @(
        @{ Value = 'no name'; Arguments = @('') }
        @{ Value = 'no URL'; Arguments = @('x', 'x', 'acme') }
    ) {
        { [SalesforceJwt.PS.Models.SfConnection]::CreateOffline.Invoke($Arguments) } | Should -Throw
    }

    It 'sends nothing: <_>' -ForEach @(
        'Invoke-SfQuery "SELECT Id FROM Contact"', 'Invoke-SfRest limits', 'Get-SfObject', 'Get-SfObject Contact', 'Get-SfLimit', 'Get-SfUser', 'Get-SfAccessToken'
        'New-SfRecord Contact @{ LastName = "x" }', 'Set-SfRecord Contact 003000000000001AAA @{ LastName = "x" }', 'Remove-SfRecord 003000000000001AAA'
        'Get-SfRecord Contact 003000000000001AAA', 'Invoke-SfComposite @{ method = "GET"; url = "limits" }', 'Invoke-SfApex "a();"', 'Get-SfBulkJob'
        'Export-SfBulk "SELECT Id FROM Contact" (Join-Path $TestDrive a.csv)', '[pscustomobject]@{ LastName = "x" } | Import-SfBulk Contact insert'
        'Send-SfFile (Join-Path $TestDrive file.txt)', 'Save-SfFile 068000000000001AAA $TestDrive', 'Search-SfRecord xyz'
    ) {
        Set-Content (Join-Path $TestDrive file.txt) x
        $thrown = $null
        try {
            $result = & ([scriptblock]::Create("$_ -Connection `$prod -ErrorAction Stop")) 2>&1
            $thrown = @($result | Where-Object { $_ -is [Management.Automation.ErrorRecord] })[0]
        } catch { $thrown = $_ }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match "'prod' is a fake one for unit tests: nothing can be sent over it"
    }

    It 'can be the default, and be named' {
        Select-SfConnection $sandbox
        Get-SfConnection sandbox | Should -Be $sandbox
        { Get-SfLimit } | Should -Throw "*'sandbox' is a fake one*"
        { Get-SfLimit -Connection sandbox } | Should -Throw "*'sandbox' is a fake one*"
        Get-SfConnection | Out-String -Width 200 | Should -Match 'sandbox'
    }

    It 'is text after it was disconnected, too' {
        $ended = [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('ended')
        Disconnect-Sf $ended
        "$ended" | Should -Be 'ended (offline@example.com at https://ended.invalid)'
        $ended.IsConnected | Should -BeFalse
        { Get-SfLimit -Connection $ended } | Should -Throw '*was disconnected*'
    }
}

Describe 'Mocks' {
    It 'of every cmdlet bind -Connection: <Cmdlet>' -ForEach $cmdlets {
        $mandatory = @{}
        $set = (Get-Command $Cmdlet -CommandType Cmdlet).ParameterSets | Sort-Object { @($_.Parameters | Where-Object IsMandatory).Count } | Select-Object -First 1
        foreach ($parameter in $set.Parameters | Where-Object { $_.IsMandatory -and $_.Name -ne 'Connection' }) {
            $item = $parameter.ParameterType.GetElementType()
            $mandatory[$parameter.Name] = switch ($parameter.ParameterType) {
                # Objects that only cmdlets of the module make.
                { $item.Namespace -eq 'SalesforceJwt.Model' } { , @([Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($item)); break }
                ([securestring]) { [securestring]::new() }
                ([psobject]) { [pscustomobject]@{ Id = '003000000000001AAA' } }
                ([Collections.IDictionary]) { @{ a = 1 } }
                default { $parameter.Name -eq 'Operation' ? 'Insert' : 'a00000000000001AAA' }
            }
        }
        Mock $Cmdlet { "$Connection $($null -eq $Connection)" }
        foreach ($value in $prod, 'prod') { & $Cmdlet @mandatory -Connection $value | Should -Be 'prod False' }
    }

    It 'compare connections and names' {
        Mock Get-SfLimit { 'other' }
        Mock Get-SfLimit { 'name' } -ParameterFilter { $Connection -eq 'PROD' }
        Mock Get-SfLimit { 'object' } -ParameterFilter { $Connection -eq $sandbox }
        Get-SfLimit -Connection $prod | Should -Be 'name'
        Get-SfLimit -Connection prod | Should -Be 'name'
        Get-SfLimit -Connection $sandbox | Should -Be 'object'
        Get-SfLimit -Connection sandbox | Should -Be 'object'
        Get-SfLimit -Connection ([SalesforceJwt.PS.Models.SfConnection]::CreateOffline('sandbox')) | Should -Be 'other'
        Get-SfLimit | Should -Be 'other'
    }

    It 'run once for each object that is piped in' {
        Mock Set-SfRecord { $InputObject.Id }
        Mock New-SfRecord { $InputObject.LastName }
        [pscustomobject]@{ Id = 1 }, [pscustomobject]@{ Id = 2 } | Set-SfRecord Contact -Connection $prod | Should -Be 1, 2
        @{ LastName = 'a' }, @{ LastName = 'b' } | New-SfRecord Contact | Should -Be 'a', 'b'
        Should -Invoke Set-SfRecord -Times 2 -Exactly
    }

    It 'take text for secrets where the type is removed' {
        Mock Connect-SfToken { $prod } -RemoveParameterType AccessToken
        Connect-SfToken -AccessToken secret -InstanceUrl https://acme.my.salesforce.com | Should -Be $prod
        Should -Invoke Connect-SfToken -ParameterFilter { $AccessToken -eq 'secret' }
    }
}
