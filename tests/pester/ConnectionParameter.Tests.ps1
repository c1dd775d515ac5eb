# -Connection with values that are not a connection of this session: copies from jobs and files, variables that are empty without
# $using:, other objects.
BeforeDiscovery {
    $calls = @(
        { Invoke-SfRest limits -Connection $given }
        { Invoke-SfQuery 'SELECT Id FROM Account' -Connection $given }
        { Get-SfLimit -Connection $given }
        { Get-SfUser -Connection $given }
        { $given | Get-SfUser -ErrorAction Stop }
        { Get-SfAccessToken $given }
        { $given | Get-SfAccessToken }
        { Get-SfTokenInfo $given }
        { ConvertTo-SfAuthUrl $given }
        { Invoke-SfApex 'x' -Connection $given -Confirm:$false }
        { Export-SfBulk 'SELECT Id FROM Account' -Connection $given }
        { New-SfRecord Account @{ Name = 'x' } -Connection $given }
        { Save-SfProfile x -Connection $given }
        { Test-SfConnection -Connection $given }
        { $given | Test-SfConnection }
        { Disconnect-Sf $given }
        { $given | Disconnect-Sf }
        { Get-SfConnection $given -ErrorAction Stop }
        { $given | Get-SfConnection -ErrorAction Stop }
    )
    $copies = @(
        @{ Copy = 'Import-Clixml'; Make = { param($of) $of | Export-Clixml "$TestDrive/c.xml"; Import-Clixml "$TestDrive/c.xml" } }
        @{ Copy = 'ConvertFrom-Json'; Make = { param($of) $of | ConvertTo-Json | ConvertFrom-Json } }
        @{ Copy = 'ConvertFrom-Json -AsHashtable'; Make = { param($of) $of | ConvertTo-Json | ConvertFrom-Json -AsHashtable } }
        @{ Copy = 'ConvertFrom-Csv'; Make = { param($of) $of | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Copy = 'Select-Object'; Make = { param($of) $of | Select-Object * } }
    )
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $module = Get-TestModule
    $env:SF_PROFILE_PATH = Join-Path $TestDrive profiles.json
    $connection = Connect-SfJwt @signIn -Name mine
    $token = Get-SfAccessToken
}
AfterAll { Remove-Item Env:SF_PROFILE_PATH; Stop-TestOrg $org }

Describe 'A copy of a connection' {
    BeforeEach { Clear-OrgRequest $org }

    It 'is reported as a copy: <Copy>' -ForEach $copies {
        $given = & $Make $connection
        $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $given }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match 'a copy, as a job in another process'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Start-ThreadJob.+\$using:connection.+Connect-SfToken'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'is rejected by <_>' -ForEach $calls {
        $given = $connection | Export-Clixml "$TestDrive/c.xml"
        $given = Import-Clixml "$TestDrive/c.xml"
        $thrown = Get-ThrownError $_
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match 'another process'
        Get-OrgRequest $org | Should -BeNullOrEmpty
        Get-SfConnection | Should -HaveCount 1
    }

    It 'is an error in a job, where connecting or passing a token works' {
        $results = Start-Job {
            Import-Module $using:module
            $token = $using:token
            try { Invoke-SfRest limits -Connection $using:connection } catch { $_.Exception.Message }
            $signIn = $using:signIn
            (Connect-SfJwt @signIn).Username
            (Connect-SfToken $token $token.InstanceUrl).Username
            ($token | Connect-SfToken).Username
        } | Receive-Job -Wait -AutoRemoveJob
        $results[0] | Should -Match 'another process'
        $results[1..3] | Should -Be @($signIn.Username, $signIn.Username, $signIn.Username)
        "$results" | Should -Not -Match ([regex]::Escape((Get-SfAccessToken -AsPlainText)))
    }
}

Describe 'A variable that is empty' {
    It 'is named by <_>' -ForEach $calls {
        $given = $null
        $thrown = Get-ThrownError $_
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match '\$null.+\$using:'
    }

    It 'is empty in ForEach-Object -Parallel and thread jobs, unless $using: is used' {
        $script = {
            Import-Module $using:module
            try { Invoke-SfRest limits -Connection $connection } catch { $_.Exception.Message }
            (Invoke-SfRest limits -Connection $using:connection).DailyApiRequests.Max
        }
        foreach ($results in (1 | ForEach-Object -Parallel $script), (Start-ThreadJob $script | Receive-Job -Wait -AutoRemoveJob)) {
            $results[0] | Should -Match '\$using:'
            $results[1] | Should -Be 100000
        }
    }
}

Describe 'Another object' {
    It 'is named, with a remedy: <Case>' -ForEach @(
        @{ Case = 'a token'; Given = { $token }; Message = 'an access token'; Remedy = 'Connect-SfToken' }
        @{ Case = 'a copy of a token'; Given = { $token | Export-Clixml "$TestDrive/t.xml"; Import-Clixml "$TestDrive/t.xml" }
            Message = 'an access token'; Remedy = 'Connect-SfToken' }
        @{ Case = 'a profile'; Given = { Save-SfProfile p -Connection $connection; Get-SfProfile p }; Message = 'a profile'
            Remedy = 'Connect-SfJwt -Profile' }
        @{ Case = 'a number'; Given = { 42 }; Message = 'of type Int32'; Remedy = 'Connect-Sf' }
        @{ Case = 'a file'; Given = { Get-Item $TestDrive }; Message = 'of type DirectoryInfo'; Remedy = 'Connect-Sf' }
    ) {
        $given = & $Given
        $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $given }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match $Message
        $thrown.ErrorDetails.RecommendedAction | Should -Match $Remedy
    }

    It 'is not quoted if it may be a secret' {
        $secret = Get-SfAccessToken -AsPlainText
        foreach ($given in $secret, [pscustomobject]@{ InstanceUrl = $secret; IsConnected = $secret; Name = $secret },
            @{ Token = $secret; InstanceUrl = 'x' }) {
            $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $given }
            ($thrown | Format-List * -Force | Out-String -Width 4000) + (Get-Error -InputObject $thrown | Out-String -Width 4000) |
                Should -Not -Match ([regex]::Escape($secret))
        }
    }

    It 'is a list of <Count>' -ForEach @(
        @{ Count = 0; Make = { param($of) , @() }; Message = 'an empty list' }
        @{ Count = 2; Make = { param($of) , @($of, 'mine') }; Message = '2 connections' }
        @{ Count = 'one copy'; Make = { param($of) , @($of | Select-Object *) }; Message = 'another process' }
    ) {
        $given = & $Make $connection
        $thrown = Get-ThrownError { Invoke-SfRest limits -Connection $given }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        "$thrown" | Should -Match $Message
    }

    It 'is a list of one connection, which works: <_>' -ForEach @('array', 'list', 'ArrayList') {
        $given = switch ($_) {
            array { , @($connection) }
            list { , [Collections.Generic.List[object]] @($connection) }
            ArrayList { , [Collections.ArrayList] @('mine') }
        }
        (Get-SfUser -Connection $given).Username | Should -Be $signIn.Username
        (Invoke-SfRest limits -Connection $given).DailyApiRequests.Max | Should -Be 100000
        (Get-SfConnection $given).Name | Should -Be 'mine'
    }

    It 'is a connection or its name that works' {
        (Get-SfConnection $connection).Name | Should -Be 'mine'
        ($connection | Get-SfConnection).Name | Should -Be 'mine'
        (Get-SfUser -Connection mine).Username | Should -Be $signIn.Username
        ($connection | Get-SfUser).Username | Should -Be $signIn.Username
    }
}
