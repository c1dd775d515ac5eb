BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfAccessToken' {
    BeforeEach {
        Disconnect-Sf -All
        $connection = Connect-SfJwt @signIn
        Clear-OrgRequest $org
    }

    It 'returns a SecureString by default, and sends no request' {
        $token = Get-SfAccessToken
        $token | Should -BeOfType ([SalesforceJwt.PS.Models.SfAccessToken])
        $token.Token | Should -BeOfType ([securestring])
        $token.InstanceUrl | Should -Be $org.Url
        $token.Username | Should -Be 'user@test.example'
        ConvertFrom-SecureString $token.Token -AsPlainText | Should -Be (Get-SfAccessToken -AsPlainText)
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'returns the plain token, and a header that Invoke-RestMethod accepts' {
        Get-SfAccessToken -AsPlainText | Should -Match '^00D\w{12}!\S{50,}$'
        $header = Get-SfAccessToken -AsHeader
        $header | Should -BeOfType ([hashtable])
        (Invoke-RestMethod "$($org.Url)/services/data/v68.0/limits" -Headers $header).DailyApiRequests.Max | Should -Be 100000
    }

    It 'gets a new token with -Renew, which the connection uses from then on' {
        $old = Get-SfAccessToken -AsPlainText
        $new = Get-SfAccessToken -AsPlainText -Renew
        $new | Should -Not -Be $old
        (Get-OrgRequest $org).path | Should -Be '/services/oauth2/token'
        Get-SfAccessToken -AsPlainText | Should -Be $new
    }

    It 'accepts connections by name and from the pipeline' {
        Get-SfAccessToken user@test.example -AsPlainText | Should -Be ($connection | Get-SfAccessToken -AsPlainText)
    }

    It 'shows a masked token' {
        $text = Get-SfAccessToken | Out-String
        $text | Should -Match '\*\*\*'
        "$(Get-SfAccessToken)" | Should -Match '\*\*\*'
    }

    It 'fails without a connection' {
        Disconnect-Sf -All
        $thrown = Get-ThrownError { Get-SfAccessToken }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match 'Connect-SfJwt'
    }
}
