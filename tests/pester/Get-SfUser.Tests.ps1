BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $secret = '5EC2E7.of-the-app'
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = $secret; scope = 'api refresh_token'; flows = 'Device',
        'RefreshToken'; requireSecretForRefreshToken = $false }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfUser' {
    BeforeEach {
        Disconnect-Sf -All
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $connection = Connect-SfRefreshToken app $refresh -ClientSecret $secret -LoginUrl $url -Name one
        Clear-OrgRequest $org
    }

    It 'returns the user of the default, a name, an object and the pipeline' {
        $users = @((Get-SfUser), (Get-SfUser -Connection one), (Get-SfUser -Connection $connection), ($connection | Get-SfUser))
        $users.Count | Should -Be 4
        foreach ($user in $users) {
            $user | Should -BeOfType 'SalesforceJwt.Model.SfUser'
            $user.Username, $user.UserId, $user.OrganizationId, $user.IsActive | Should -Be 'user@test.example', $connection.UserId,
                $connection.OrganizationId, $true
        }
        "$($users[0])" | Should -Be 'user@test.example'
        ($users[0] | Out-String -Width 80) -split '\r?\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }

    It 'renews a token that has ended' {
        Invoke-OrgAdmin $org Post tokens/expire
        (Get-SfUser).Username | Should -Be 'user@test.example'
    }

    It 'goes on with the next connection after one that fails' {
        $signIn = $org.SignIn
        $alive = Connect-SfJwt @signIn -Name alive
        $dead = Connect-SfJwt @signIn -Name dead -NoDefault
        Disconnect-Sf dead
        $found = $dead, $alive | Get-SfUser -ErrorVariable errors -ErrorAction SilentlyContinue
        $found.Username | Should -Be $signIn.Username
        $errors.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        Disconnect-Sf alive
    }

    It 'fails without a connection' {
        Disconnect-Sf
        (Get-ThrownError { Get-SfUser }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        (Get-ThrownError { Get-SfUser -Connection nobody }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}
