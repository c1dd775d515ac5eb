# Get-SfAppToken and Revoke-SfAppToken.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = $org.SignIn
    foreach ($name in 'anna', 'bert') { $null = Invoke-OrgAdmin $org Post users @{ username = "$name@acme.example" } }
    $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'loader'; name = 'Data Loader'; flows = @('Device', 'RefreshToken') ; scope = 'api refresh_token' }
    $null = Connect-SfJwt @signIn
    function New-Token([string] $Username) {
        $token = "$($org.Url)/services/oauth2/token"
        $device = Invoke-RestMethod $token -Method Post -Body @{ response_type = 'device_code'; client_id = 'loader'; scope = 'api refresh_token' } -Verbose:$false -Debug:$false
        Submit-OrgDeviceCode $org.Url $device.user_code $Username
        Invoke-RestMethod $token -Method Post -Body @{ grant_type = 'device'; client_id = 'loader'; code = $device.device_code } -Verbose:$false -Debug:$false
    }
    function Test-Token($Token) {
        try {
            $null = Invoke-RestMethod "$($org.Url)/services/oauth2/token" -Method Post -Verbose:$false -Debug:$false -Body @{ grant_type = 'refresh_token'
                client_id = 'loader'; refresh_token = $Token.refresh_token }
            $true
        } catch { $false }
    }
    Set-OrgSetting $org @{ clockOffsetSeconds = -100000 }
    $old = New-Token bert@acme.example
    Set-OrgSetting $org @{ clockOffsetSeconds = 0 }
    $null = Connect-SfJwt @signIn -Name later
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfAppToken' {
    It 'lists tokens with app, user and use, and shows no secret' {
        $tokens = Get-SfAppToken
        $tokens[0] | Should -BeOfType 'SalesforceJwt.Model.SfAppToken'
        $loader = $tokens | Where-Object Application -EQ 'Data Loader'
        $loader.Username, $loader.UserId.Substring(0, 3) | Should -Be bert@acme.example, 005
        $loader.CreatedAt | Should -Not -BeNullOrEmpty
        $loader.LastUsedAt | Should -Not -BeNullOrEmpty
        $secret = (Invoke-SfQuery "SELECT DeleteToken FROM OauthToken WHERE AppName = 'Data Loader'").DeleteToken
        $secret | Should -Match '^[0-9A-F]{64}$'
        $shown = ($loader | Format-List * -Force | Out-String) + ($loader | ConvertTo-Json) + ($loader | Out-String) + "$loader" + [Management.Automation.PSSerializer]::Serialize($loader)
        $shown | Should -Not -Match $secret
        $streams = Get-SfAppToken -Debug -Verbose -Application 'Data*' *>&1 | Out-String
        $streams | Should -Not -Match $secret
    }

    It 'filters by app, user, age, last use and count' {
        $null = New-Token anna@acme.example
        (Get-SfAppToken -Application data*).Username | Should -Be anna@acme.example, bert@acme.example
        (Get-SfUser anna@acme.example | Get-SfAppToken).Username | Should -Be anna@acme.example
        (Get-SfAppToken bert@acme.example).Application | Should -Be 'Data Loader'
        $then = [datetimeoffset]::Now.AddSeconds(-50000)
        (Get-SfAppToken -NotUsedSince $then -Application 'Data Loader').Username | Should -Be bert@acme.example
        (Get-SfAppToken -CreatedBefore $then -Application 'Data Loader').Username | Should -Be bert@acme.example
        (Get-SfAppToken -Application 'Data Loader' -First 1).Username | Should -Be anna@acme.example
        Get-SfAppToken -Application Nothing | Should -BeNullOrEmpty
        Get-SfAppToken nobody -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfUserNotFound,*'
        @() | Get-SfAppToken | Should -BeNullOrEmpty
    }

    It 'leaves new tokens that were never used out of those that are not used' {
        $now = [datetime]::UtcNow
        foreach ($days in 1, 100) {
            $null = Invoke-OrgAdmin $org Post records @{ type = 'OauthToken'; fields = @{ AppName = "Never $days"; UserId = (Get-SfUser anna@acme.example).UserId
                    CreatedDate = $now.AddDays(-$days).ToString('o'); DeleteToken = "x$days" } }
        }
        (Get-SfAppToken -NotUsedSince $now.AddDays(-90) -Application 'Never*').Application | Should -Be 'Never 100'
        (Get-SfAppToken -NotUsedSince $now -Application 'Never*') | Should -HaveCount 2
    }

    It 'lists the others beside one without user or without DeleteToken, which cannot be revoked' {
        $count = @(Get-SfAppToken).Count
        $null = Invoke-OrgAdmin $org Post records @{ type = 'OauthToken'; fields = @{ AppName = 'Odd'; CreatedDate = [datetime]::UtcNow.ToString('o') } }
        Get-SfAppToken | Should -HaveCount ($count + 1)
        $odd = Get-SfAppToken -Application Odd
        $odd.UserId, $odd.Username | Should -Be $null, $null
        "$odd" | Should -Be 'Odd for (user not known)'
        $change = $odd | Revoke-SfAppToken -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue
        $change.Outcome | Should -Be Failed
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
        $errors[0].ErrorDetails.Message | Should -Match 'no DeleteToken'
    }

    It 'shows their own tokens to users who may not see others' {
        Use-MissingPermission $org 'customizeApplication', 'manageConnectedApps' {
            Get-SfAppToken | ForEach-Object Username | Sort-Object -Unique | Should -Be $signIn.Username
        }
    }

    It 'warns where the tokens of another user are hidden' {
        Use-MissingPermission $org 'customizeApplication', 'manageConnectedApps' {
            Get-SfAppToken bert@acme.example -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike "*tokens of other users is not known*'Customize Application' or 'Manage Connected Apps'*"
        }
        Use-MissingPermission $org 'customizeApplication' {
            Get-SfAppToken bert@acme.example -Application None -WarningVariable warnings | Should -BeNullOrEmpty
            $warnings | Should -BeNullOrEmpty
        }
    }

    It 'says when Salesforce returns no more, and completes apps' {
        $record = @{ AppName = 'Many'; UserId = (Get-SfUser anna@acme.example).UserId; DeleteToken = 'x' }
        $records = 1..500 | ForEach-Object { $record }
        Add-OrgFault $org @{ path = '/query$'; status = 200; times = 1; contentType = 'application/json'; body = (@{ totalSize = 2500; done = $true
                    records = @($records + $records + $records + $records + $records) } | ConvertTo-Json -Depth 4 -Compress) }
        (Get-SfAppToken -WarningVariable warnings -WarningAction SilentlyContinue) | Should -HaveCount 2500
        "$warnings" | Should -Match '2,500 tokens at most'
        Get-Completion 'Get-SfAppToken -Application Data' | Should -Be "'Data Loader'"
    }
}

Describe 'Revoke-SfAppToken' {
    It 'revokes tokens, for good, and is content with one that has ended' {
        $token = New-Token bert@acme.example
        $tokens = Get-SfAppToken bert@acme.example
        $tokens | Should -HaveCount 2
        Clear-OrgRequest $org
        $changes = $tokens | Revoke-SfAppToken -Confirm:$false
        $changes.Outcome | Should -Be Changed, Changed
        $changes[0].Change, $changes[0].Username | Should -Be 'Revoke Data Loader', bert@acme.example
        Test-Token $token | Should -BeFalse
        Test-Token $old | Should -BeFalse
        Get-SfAppToken bert@acme.example | Should -BeNullOrEmpty
        ($tokens | Revoke-SfAppToken -Confirm:$false).Outcome | Should -Be Unchanged, Unchanged
        -join (Get-OrgRequest $org | Where-Object path -Like '*/revoke').queryString | Should -BeNullOrEmpty
    }

    It 'says that a copy has no secret' {
        $copy = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-SfAppToken $signIn.Username -First 1)))
        $copy | Revoke-SfAppToken -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($errors[0])" | Should -BeLike '*is a copy*No copy holds the secret*Get-SfAppToken*'
    }

    It 'revokes nothing with -WhatIf' {
        $token = New-Token bert@acme.example
        Get-SfAppToken bert@acme.example | Revoke-SfAppToken -WhatIf | Should -BeNullOrEmpty
        Test-Token $token | Should -BeTrue
    }

    It 'reports each failure, without the secret, and goes on' {
        $null = New-Token anna@acme.example
        $tokens = Get-SfAppToken -Application 'Data Loader'
        Add-OrgFault $org @{ path = '/services/oauth2/revoke$'; status = 400; times = 1; contentType = 'application/json'; body = '{"error":"unsupported_token_type","error_description":"no"}' }
        $changes = $tokens | Revoke-SfAppToken -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue
        @($changes.Outcome -eq 'Failed') | Should -HaveCount 1
        @($changes.Outcome -eq 'Changed').Count | Should -Be ($tokens.Count - 1)
        $errors | Should -HaveCount 1
        "$($errors[0])$($errors[0].ErrorDetails)" | Should -Match 'did not revoke the token'
        "$($errors[0])$($errors[0].ErrorDetails)" | Should -Not -Match '[0-9A-F]{64}'
    }

    It 'sends a token to no other org' {
        $other = Start-TestOrg
        try {
            $null = New-Token bert@acme.example
            $there = $other.SignIn
            $null = Connect-SfJwt @there -Name other
            $change = Get-SfAppToken bert@acme.example -First 1 -Connection later | Revoke-SfAppToken -Connection other -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue
            $change.Outcome | Should -Be Failed
            $errors[0].FullyQualifiedErrorId | Should -BeLike 'SfRecordOfOtherOrg,*'
            $errors[0].ErrorDetails.Message | Should -BeLike "*$(([uri] $org.SignIn.LoginUrl).Authority)*$(([uri] $there.LoginUrl).Authority)*"
            @(Get-OrgRequest $other | Where-Object path -Like '*/revoke') | Should -HaveCount 0
        } finally {
            Get-SfConnection other | Disconnect-Sf
            Stop-TestOrg $other
        }
    }

    It 'asks once more for tokens of its own user<Switch>' -ForEach @(
        @{ Switch = '' }
        @{ Switch = ' -WhatIf:$false' }
    ) {
        $run = Invoke-FreshPowerShell "Import-Module `$module; `$null = Connect-SfJwt -ClientId testapp -Username $($signIn.Username) -KeyPath '$($signIn.KeyPath)' -LoginUrl $($signIn.LoginUrl)
            `$ConfirmPreference = 'None'; Get-SfAppToken $($signIn.Username) -First 1 | Revoke-SfAppToken$Switch"
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match 'NonInteractive'
    }

    It 'revokes its own user''s tokens with -Confirm:$false, and returns the results in the order of the pipeline' {
        $null = New-Token anna@acme.example
        $null = New-Token bert@acme.example
        $token = @(Get-SfAppToken $signIn.Username -Connection later).Count
        $token | Should -BeGreaterThan 0
        $tokens = @(Get-SfAppToken anna@acme.example -First 1 -Connection later) + @(Get-SfAppToken $signIn.Username -Connection later) + @(Get-SfAppToken bert@acme.example -First 1 -Connection later)
        $changes = $tokens | Revoke-SfAppToken -Connection later -Confirm:$false
        $changes.Outcome | Sort-Object -Unique | Should -Be Changed
        $changes.Username | Should -Be $tokens.Username
    }
}
