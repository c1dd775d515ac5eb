BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $https = $org.HttpsUrl
    $app = @{ consumerKey = 'app'; scope = 'api refresh_token'; flows = 'Device', 'RefreshToken' }
    Invoke-OrgAdmin $org Post apps $app
    $signIn = $org.SignIn
}
AfterAll { Stop-TestOrg $org }

Describe 'Connect-SfAuthUrl and ConvertTo-SfAuthUrl' {
    BeforeAll {
        $refresh = (Get-OrgRefreshToken $url app).refresh_token
        $authUrl = "force://app::$refresh@$(([uri] $https).Authority)"
    }
    BeforeEach { Disconnect-Sf -All }
    AfterEach { Invoke-OrgAdmin $org Post apps $app }

    It 'signs in with one as <Kind>' -ForEach @{ Kind = 'text' }, @{ Kind = 'SecureString' }, @{ Kind = 'pipeline' },
            @{ Kind = 'environment variable' }, @{ Kind = 'file' }, @{ Kind = 'JSON of sf' }, @{ Kind = 'files from the pipeline' },
            @{ Kind = 'lines of JSON' }, @{ Kind = 'JSON on one line' }, @{ Kind = 'JSON as text' }, @{ Kind = 'object' } {
        Set-Content $TestDrive/auth.txt $authUrl
        @{ status = 0; result = @{ username = 'x'; sfdxAuthUrl = $authUrl } } | ConvertTo-Json | Set-Content $TestDrive/auth.json
        $connection = switch ($Kind) {
            'text' { Connect-SfAuthUrl $authUrl -SkipCertificateCheck }
            'SecureString' { Connect-SfAuthUrl -AuthUrl (ConvertTo-SecureString $authUrl -AsPlainText -Force) -SkipCertificateCheck }
            'pipeline' { $authUrl | Connect-SfAuthUrl -SkipCertificateCheck }
            'file' { Connect-SfAuthUrl -Path TestDrive:/auth.txt -SkipCertificateCheck }
            'JSON of sf' { Connect-SfAuthUrl -Path $TestDrive/auth.json -SkipCertificateCheck }
            'lines of JSON' { Get-Content $TestDrive/auth.json | Connect-SfAuthUrl -SkipCertificateCheck }
            'JSON on one line' {
                (Get-Content $TestDrive/auth.json -Raw | ConvertFrom-Json | ConvertTo-Json -Compress) |
                    Connect-SfAuthUrl -SkipCertificateCheck
            }
            'JSON as text' { Connect-SfAuthUrl (Get-Content $TestDrive/auth.json -Raw) -SkipCertificateCheck }
            'object' { (Get-Content $TestDrive/auth.json -Raw | ConvertFrom-Json).result | Connect-SfAuthUrl -SkipCertificateCheck }
            'files from the pipeline' { Get-Item $TestDrive/auth.json | Connect-SfAuthUrl -SkipCertificateCheck }
            default { Use-EnvironmentVariable @{ SFDX_AUTH_URL = $authUrl } { Connect-SfAuthUrl -SkipCertificateCheck } }
        }
        $connection.Username, $connection.InstanceUrl, $connection.ClientId | Should -Be 'user@test.example', $https, 'app'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
    }

    It 'writes a URL with the app''s secret that can be read back' {
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = '5EC2E7.secret' }
        try {
            $connection = Connect-SfRefreshToken app $refresh -ClientSecret 5EC2E7.secret -LoginUrl $https -SkipCertificateCheck
            $secure = $connection | ConvertTo-SfAuthUrl
            $secure | Should -BeOfType securestring
            $plain = ConvertTo-SfAuthUrl -AsPlainText
            $plain | Should -Be "force://app:5EC2E7.secret:$refresh@$(([uri] $https).Authority)"
            ($secure | Connect-SfAuthUrl -SkipCertificateCheck -Name back).Username | Should -Be 'user@test.example'
            (Invoke-SfRest limits -Connection back).DailyApiRequests.Max | Should -Be 100000
        }
        finally { Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; consumerSecret = '' } }
    }

    It 'follows a refresh token that rotates' {
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; rotateRefreshTokens = $true }
        try {
            $own = (Get-OrgRefreshToken $url app).refresh_token
            $connection = Connect-SfRefreshToken app $own -LoginUrl $https -SkipCertificateCheck
            ($connection | ConvertTo-SfAuthUrl -AsPlainText).Contains($own) | Should -BeFalse
            (ConvertTo-SfAuthUrl | Connect-SfAuthUrl -SkipCertificateCheck).IsConnected | Should -BeTrue
        }
        finally { Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; rotateRefreshTokens = $false } }
    }

    It 'names what is missing for an auth URL' {
        $null = Connect-SfJwt @signIn
        $failed = Get-ThrownError { ConvertTo-SfAuthUrl }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfRefreshTokenMissing,*'
        $failed.CategoryInfo.Category | Should -Be 'ConnectionError'
        $null = Connect-SfRefreshToken app $refresh -LoginUrl $url
        (Get-ThrownError { ConvertTo-SfAuthUrl }).FullyQualifiedErrorId | Should -BeLike 'SfAuthUrlInvalid,*'
    }

    It 'explains text that is no auth URL, and does not quote it: <_>' -ForEach 'force://', 'force://app::5Aep861.secret',
            'https://login.salesforce.com', '5Aep861.secret', '{"sfdxAuthUrl":"force://app::5Aep861.secret"}' {
        $text = $_
        $failed = Get-ThrownError { Connect-SfAuthUrl $text }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfAuthUrlInvalid,*'
        "$failed $($failed.ErrorDetails.RecommendedAction)" | Should -Not -Match '5Aep'
        Set-Content $TestDrive/bad.txt $text
        (Get-ThrownError { Connect-SfAuthUrl -Path $TestDrive/bad.txt }).FullyQualifiedErrorId | Should -BeLike 'SfAuthUrlInvalid,*'
    }

    It 'signs in with each of several, and names the position at which JSON ends too early' {
        $json = @{ result = @{ sfdxAuthUrl = $authUrl } } | ConvertTo-Json
        @($json -split '\n') + $authUrl + ($json -split '\n') | Connect-SfAuthUrl -SkipCertificateCheck | Should -HaveCount 3
        (Get-ThrownError { ($json -split '\n')[0..2] | Connect-SfAuthUrl }).FullyQualifiedErrorId | Should -BeLike 'SfAuthUrlInvalid,*'
    }

    It 'names the CLI command that shows the hidden value: <Kind>' -ForEach @{ Kind = 'auth URL' }, @{ Kind = 'file' },
            @{ Kind = 'lines' }, @{ Kind = 'variable' }, @{ Kind = 'token' }, @{ Kind = 'token variable' }, @{ Kind = 'refresh token' } {
        $hidden = "[REDACTED] Use 'sf org auth show-sfdx-auth-url' to view"
        @{ status = 0; result = @{ accessToken = $hidden; sfdxAuthUrl = $hidden } } | ConvertTo-Json | Set-Content $TestDrive/hidden.json
        $failed = Get-ThrownError {
            switch ($Kind) {
                'auth URL' { Connect-SfAuthUrl $hidden }
                'file' { Connect-SfAuthUrl -Path $TestDrive/hidden.json }
                'lines' { Get-Content $TestDrive/hidden.json | Connect-SfAuthUrl }
                'variable' { Use-EnvironmentVariable @{ SFDX_AUTH_URL = $hidden } { Connect-SfAuthUrl } }
                'token' { Connect-SfToken $hidden $url }
                'token variable' { Use-EnvironmentVariable @{ SF_ACCESS_TOKEN = $hidden; SF_INSTANCE_URL = $url } { Connect-SfToken } }
                'refresh token' { Connect-SfRefreshToken app $hidden -LoginUrl $url }
            }
        }
        $failed.FullyQualifiedErrorId | Should -Match '^Sf(AuthUrlInvalid|ValueMissing),'
        "$failed" | Should -Match 'placeholder'
        $failed.ErrorDetails.RecommendedAction | Should -Match ($Kind -like 'token*' ? 'show-access-token' : 'show-sfdx-auth-url')
    }

    It 'names a missing file and a variable that is not set' {
        $failed = Get-ThrownError { Connect-SfAuthUrl -Path $TestDrive/none.txt }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfFileNotFound,*'
        $failed.ErrorDetails.Message | Should -Match 'none.txt'
        (Get-ThrownError { Connect-SfAuthUrl }).ErrorDetails.RecommendedAction | Should -Match 'SFDX_AUTH_URL'
    }
}
