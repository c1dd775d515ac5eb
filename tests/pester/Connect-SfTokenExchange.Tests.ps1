BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'TokenService.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $key = [Security.Cryptography.RSA]::Create(2048)
    $subject = 'repo:acme/app:ref:refs/heads/main'
    $jobSecret = '5EC2E7of.the.job'
    $service = Start-TokenService $key $jobSecret $subject
    $app = @{ ClientId = 'app'; LoginUrl = $url; TokenHandler = 'Ci' }
    Invoke-OrgAdmin $org Post apps @{ consumerKey = 'app'; scope = 'api refresh_token'; flows = , 'TokenExchange'; requireSecretForTokenExchange = $false }
    Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'app'; username = 'user@test.example' }
    Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = 'user@test.example' }
    $handler = @{ name = 'Ci'; apps = , 'app'; issuer = 'https://issuer.example.com'; keys = , $key.ExportSubjectPublicKeyInfoPem()
        users = , @{ username = 'user@test.example'; claims = @{ sub = $subject } } }
    Invoke-OrgAdmin $org Post token-handlers $handler
    $handler.name = 'Strict'
    Invoke-OrgAdmin $org Post token-handlers ($handler + @{ audience = $url })

    $gitHub = @{ ACTIONS_ID_TOKEN_REQUEST_URL = "$($service.Url)/token?api-version=2.0"; ACTIONS_ID_TOKEN_REQUEST_TOKEN = $jobSecret }
    $azure = @{ SYSTEM_OIDCREQUESTURI = "$($service.Url)/oidctoken"; SYSTEM_ACCESSTOKEN = $jobSecret }
}
AfterAll {
    $service.Stop()
    Stop-TestOrg $org
}

Describe 'Connect-SfTokenExchange -UseTokenCache' {
    BeforeAll { $env:SF_TOKEN_CACHE_PATH = Join-Path $TestDrive tokens }
    AfterAll { Remove-Item Env:SF_TOKEN_CACHE_PATH }

    It 'signs in once for all steps of a job, and again for another job' {
        Use-EnvironmentVariable $gitHub {
            Clear-OrgRequest $org
            1..3 | ForEach-Object { (Connect-SfTokenExchange @app -FromGitHub -UseTokenCache).Username | Should -Be 'user@test.example' }
            @(Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token') | Should -HaveCount 1
            (Get-SfTokenCache user@test.example).SealedWith | Should -Be 'subject token or CI job'
            $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'secret.of.another-job'
            { Connect-SfTokenExchange @app -FromGitHub -UseTokenCache } | Should -Throw -ErrorId 'SfPipelineTokenUnavailable,*'
        }
    }
}

Describe 'Connect-SfTokenExchange -SubjectToken' {
    It 'signs in with the token as <Kind>, and renews itself' -ForEach @{ Kind = 'text' }, @{ Kind = 'SecureString' } {
        $token = New-SignedToken $key @{ sub = $subject; aud = 'any' }
        $connection = Connect-SfTokenExchange @app -SubjectToken ($Kind -eq 'text' ? $token : (ConvertTo-SecureString $token -AsPlainText)) -Name exchanged
        $connection.Username, $connection.Name, $connection.ClientId | Should -Be 'user@test.example', 'exchanged', 'app'
        Invoke-OrgAdmin $org Post tokens/expire
        (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -Be 100000
    }

    It 'takes app and host of the environment, and sends scopes and the type' {
        Clear-OrgRequest $org
        Use-EnvironmentVariable @{ SF_CLIENT_ID = 'app'; SF_LOGIN_URL = $url } {
            $null = Connect-SfTokenExchange -TokenHandler Ci -SubjectToken (New-SignedToken $key @{ sub = $subject }) -Scope api -SubjectTokenType IdToken
        }
        $sent = @(Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token').body
        [uri]::UnescapeDataString($sent) | Should -Match 'subject_token_type=urn:ietf:params:oauth:token-type:id_token&token_handler=Ci&scope=api&'
    }

    It 'sends nothing if the token <Why>' -ForEach @(
        @{ Why = 'is too long'; Value = 'a' * 10001; Id = 'SfSubjectTokenInvalid'; Message = '10,001 characters' }
        @{ Why = 'is empty'; Value = ''; Id = 'SfValueMissing'; Message = 'empty' }
        @{ Why = 'is two words'; Value = 'two words'; Id = 'SfValueMissing'; Message = 'a space' }
    ) {
        Clear-OrgRequest $org
        $failed = Get-ThrownError { Connect-SfTokenExchange @app -SubjectToken $Value }
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failed.ErrorDetails.Message | Should -Match $Message
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'tells what is wrong in the org: <Name>' -ForEach @(
        @{ Name = 'no such handler'; With = @{ TokenHandler = 'Other' }; Id = 'SfLoginTokenHandlerNotFound'; Message = 'Enable New App.*-TokenHandler' }
        @{ Name = 'flow not enabled'; With = @{ ClientId = 'testapp' }; Id = 'SfLoginFlowNotEnabled'; Message = 'Enable Token Exchange Flow' }
        @{ Name = 'token refused'; With = @{}; Id = 'SfLoginSubjectTokenRefused'; Message = 'Debug Logs' }
    ) {
        $token = New-SignedToken $key @{ sub = $With.Count -eq 0 ? 'repo:acme/other' : $subject }
        $arguments = $app.Clone()
        $With.Keys | ForEach-Object { $arguments[$_] = $With[$_] }
        $failed = Get-ThrownError { Connect-SfTokenExchange @arguments -SubjectToken $token }
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failed.CategoryInfo.Category | Should -Be AuthenticationError
        $failed.ErrorDetails.RecommendedAction | Should -Match $Message
        "$failed $($failed.ErrorDetails.Message)" | Should -Not -Match ([regex]::Escape($token.Split('.')[1]))
    }

    It 'completes types of tokens and scopes' {
        $line = 'Connect-SfTokenExchange -SubjectTokenType '
        Get-Completion $line | Should -Be Jwt, IdToken, AccessToken, RefreshToken, Saml2
    }

    It 'needs a host, an app and a token' {
        (Get-ThrownError { Connect-SfTokenExchange app -SubjectToken a.b.c }).ErrorDetails.RecommendedAction | Should -Match 'SF_LOGIN_URL'
        (Get-ThrownError { Connect-SfTokenExchange -LoginUrl $url -SubjectToken a.b.c }).ErrorDetails.RecommendedAction | Should -Match 'SF_CLIENT_ID'
        (Get-ThrownError { Connect-SfTokenExchange @app -FromGitHub -FromGitLab }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
        $fresh = Invoke-FreshPowerShell "Import-Module `$module; try { Connect-SfTokenExchange a } catch { `$_.FullyQualifiedErrorId }"
        $fresh.Output | Should -BeLike 'MissingMandatoryParameter,*'
    }
}

Describe 'Connect-SfTokenExchange -From a pipeline' {
    BeforeEach { while ($service.Requests.Count) { $null = $service.Requests.TryDequeue([ref] $null) } }

    It 'gets the token of GitHub Actions for the org, and a fresh one when the session ends' {
        Use-EnvironmentVariable $gitHub {
            $connection = Connect-SfTokenExchange @app -FromGitHub
            $connection.Username | Should -Be 'user@test.example'
            Invoke-OrgAdmin $org Post tokens/expire
            (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -Be 100000
        }
        $service.Requests | Should -Be (@("GET /token?api-version=2.0&audience=$([uri]::EscapeDataString($url))") * 2)
        $sent = @(Get-OrgRequest $org | Where-Object { $_.path -eq '/services/oauth2/token' -and $_.body -match "subject_token" })[-2..-1].body
        $sent[0] | Should -Not -Be $sent[1]
    }

    It 'asks GitHub for another audience, and the handler compares it' {
        Use-EnvironmentVariable $gitHub {
            (Connect-SfTokenExchange -ClientId app -LoginUrl $url -TokenHandler Strict -FromGitHub).Username | Should -Be 'user@test.example'
            $failed = Get-ThrownError { Connect-SfTokenExchange -ClientId app -LoginUrl $url -TokenHandler Strict -FromGitHub -OidcAudience other }
            $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginSubjectTokenRefused,*'
            $failed.ErrorDetails.Message | Should -Match "\(aud\) 'other'"
        }
    }

    It 'gets the token of Azure Pipelines, for the service connection of <Kind>' -ForEach @(
        @{ Kind = 'the parameter'; Arguments = @{ ServiceConnectionId = 'c0ffee01' }; Variables = @{}; Query = '&serviceConnectionId=c0ffee01' }
        @{ Kind = 'the Azure task'; Arguments = @{}; Variables = @{ AZURESUBSCRIPTION_SERVICE_CONNECTION_ID = 'c0ffee02' }; Query = '&serviceConnectionId=c0ffee02' }
        @{ Kind = 'nothing'; Arguments = @{}; Variables = @{}; Query = '' }
    ) {
        Use-EnvironmentVariable ($azure + $Variables) {
            $connection = Connect-SfTokenExchange @app -FromAzurePipelines @Arguments
            Invoke-OrgAdmin $org Post tokens/expire
            (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -Be 100000
        }
        $service.Requests | Should -Be (@("POST /oidctoken?api-version=7.1$Query") * 2)
    }

    It 'reads the variable of GitLab, again when the session ends' {
        Use-EnvironmentVariable @{ SALESFORCE_ID_TOKEN = New-SignedToken $key @{ sub = $subject }; MY_TOKEN = New-SignedToken $key @{ sub = $subject } } {
            (Connect-SfTokenExchange @app -FromGitLab).Username | Should -Be 'user@test.example'
            $connection = Connect-SfTokenExchange @app -FromGitLab -IdTokenVariable MY_TOKEN
            $env:MY_TOKEN = New-SignedToken $key @{ sub = 'repo:acme/other' }
            Invoke-OrgAdmin $org Post tokens/expire
            (Get-ThrownError { Invoke-SfRest limits -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'SfLoginSubjectTokenRefused,*'
        }
    }

    It 'says what the job lacks: <Name>' -ForEach @(
        @{ Name = 'GitHub'; Switch = 'FromGitHub'; Message = 'permissions: id-token: write' }
        @{ Name = 'Azure Pipelines'; Switch = 'FromAzurePipelines'; Message = 'SYSTEM_ACCESSTOKEN: \$\(System\.AccessToken\)' }
        @{ Name = 'GitLab'; Switch = 'FromGitLab'; Message = 'id_tokens: SALESFORCE_ID_TOKEN' }
    ) {
        Clear-OrgRequest $org
        $arguments = @{ $Switch = $true }
        $failed = Get-ThrownError { Connect-SfTokenExchange @app @arguments }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfPipelineTokenUnavailable,*'
        $failed.CategoryInfo.Category | Should -Be ResourceUnavailable
        $failed.ErrorDetails.RecommendedAction | Should -Match $Message
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'sends the secret of the job to no http address but this machine''s' {
        Use-EnvironmentVariable @{ ACTIONS_ID_TOKEN_REQUEST_URL = 'http://token.example.com/'; ACTIONS_ID_TOKEN_REQUEST_TOKEN = $jobSecret } {
            (Get-ThrownError { Connect-SfTokenExchange @app -FromGitHub }).ErrorDetails.Message | Should -Match 'is not an https address'
        }
    }

    It 'shows no secret in any stream' {
        $wrong = '5EC2E7wrong.secret.of.the.job'
        $shown = Use-EnvironmentVariable ($gitHub + $azure + @{ SALESFORCE_ID_TOKEN = New-SignedToken $key @{ sub = $subject } }) {
            & {
                foreach ($switch in 'FromGitHub', 'FromAzurePipelines', 'FromGitLab') {
                    $arguments = @{ $switch = $true }
                    $connection = Connect-SfTokenExchange @app @arguments -Verbose -Debug
                    $connection; $connection | Format-List * -Force; $connection | ConvertTo-Json -Depth 4 -WarningAction Ignore
                }
                $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = $env:SYSTEM_ACCESSTOKEN = $wrong
                foreach ($switch in 'FromGitHub', 'FromAzurePipelines') {
                    $arguments = @{ $switch = $true }
                    try { Connect-SfTokenExchange @app @arguments -Verbose -Debug } catch { $_; Get-Error -InputObject $_; $_ | Format-List * -Force }
                }
            } *>&1 | Out-String -Width 4000
        }
        $shown | Should -Match 'status 401'
        $shown | Should -Match "GET $($service.Url)/token"
        foreach ($secret in $jobSecret, $wrong) { $shown | Should -Not -Match ([regex]::Escape($secret)) }
        foreach ($body in @(Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token').body) {
            $token = [regex]::Match($body, 'subject_token=([^&]*)').Groups[1].Value
            $token.Split('.')[1, 2] | Where-Object { $_ } | ForEach-Object { $shown | Should -Not -Match ([regex]::Escape($_)) }
        }
    }
}

Describe 'The guide' {
    BeforeDiscovery {
        $guide = (Get-Content (Join-Path $PSScriptRoot '../../docs/sign-in-without-a-key.md') -Raw).Replace("`r`n", "`n")
        $commands = [regex]::Matches($guide, '(?m)^\s+(Connect-SfTokenExchange .*)$').ForEach({ @{ Line = $_.Groups[1].Value } })
    }
    BeforeAll {
        $guide = (Get-Content (Join-Path $PSScriptRoot '../../docs/sign-in-without-a-key.md') -Raw).Replace("`r`n", "`n")
        $handler.name = 'CiTokenHandler'
        Invoke-OrgAdmin $org Post token-handlers $handler
    }

    It 'signs in: <Line>' -ForEach $commands {
        Use-EnvironmentVariable ($gitHub + $azure + @{ SALESFORCE_ID_TOKEN = New-SignedToken $key @{ sub = $subject }; SF_CLIENT_ID = 'app'; SF_LOGIN_URL = $url }) {
            (& ([scriptblock]::Create($Line))).Username | Should -Be 'user@test.example'
        }
    }

    It 'has one command for each system' { [regex]::Matches($guide, '(?m)^\s+Connect-SfTokenExchange ').Count | Should -Be 3 }

    It 'has classes that can be deployed with their tests' {
        $classes = [ordered]@{}
        foreach ($block in [regex]::Matches($guide, '(?ms)^```apex\n(.*?)^```$')) {
            $code = $block.Groups[1].Value
            $classes[[regex]::Match($code, '\bclass (\w+)').Groups[1].Value] = $code
        }
        New-TestPackage "$TestDrive/package" $classes
        $admin = @{ ClientId = 'testapp'; Username = 'user@test.example'; KeyPath = $org.KeyPath; LoginUrl = $url }
        $null = Connect-SfJwt @admin -Name admin -NoDefault
        $deployed = Deploy-SfMetadata "$TestDrive/package" -TestLevel RunSpecifiedTests -RunTest CiTokenHandlerTest -Connection admin
        "$($deployed.Status)" | Should -Be Succeeded
    }
}
