# -UseTokenCache, Get-SfTokenCache and Clear-SfTokenCache. CachedTokenFlowTests has what concerns many processes and damaged files.
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    $org = Start-TestOrg
    $signIn = $org.SignIn
    $user = 'user@test.example'
    $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'secretapp'; consumerSecret = 'a-consumer-secret'; runAsUsername = $user; flows = @('clientCredentials') }
}
AfterAll {
    Get-SfConnection | Disconnect-Sf
    Stop-TestOrg $org
}

Describe 'The token cache' {
    BeforeEach {
        $env:SF_TOKEN_CACHE_PATH = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $env:SF_PROFILE_PATH = Join-Path $TestDrive profiles.json
        Clear-OrgRequest $org
    }
    AfterEach {
        Get-SfConnection | Disconnect-Sf
        Remove-Item Env:SF_TOKEN_CACHE_PATH, Env:SF_PROFILE_PATH
        Remove-Item Env:SF_TOKEN_CACHE -ErrorAction Ignore
    }

    It 'is off by default' {
        $null = Connect-SfJwt @signIn
        Get-SfTokenCache | Should -BeNullOrEmpty
        Test-Path $env:SF_TOKEN_CACHE_PATH | Should -BeFalse
    }

    It 'spares another process its sign-in' {
        $first = Connect-SfJwt @signIn -UseTokenCache
        $token = Get-SfAccessToken -AsPlainText
        $run = Invoke-FreshPowerShell "Import-Module '$(Get-TestModule)'; `$null = Connect-SfJwt -ClientId testapp -Username $user -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url) -UseTokenCache; (Invoke-SfRest limits).DailyApiRequests.Max; (Get-SfAccessToken -AsPlainText) -eq '$token'"
        $run.Output | Should -Match '(?s)^\d+\s+True\s*$'
        Get-OrgSignInCount $org | Should -Be 1
        (Connect-SfJwt @signIn -UseTokenCache -NoDefault -Name again).CertificateThumbprint | Should -Be $first.CertificateThumbprint
    }

    It 'says with -Verbose that the token is of the cache, and shows no token' {
        $null = Connect-SfJwt @signIn -UseTokenCache
        $token = Get-SfAccessToken -AsPlainText
        $output = Connect-SfJwt @signIn -UseTokenCache -Verbose -Debug *>&1 | Out-String -Width 500
        $output | Should -Match 'Using the token from the token cache, issued at \d{4}-'
        $output + (Get-SfTokenCache | Format-List * | Out-String) | Should -Not -Match ([regex]::Escape($token))
        Get-ChildItem $env:SF_TOKEN_CACHE_PATH -File | ForEach-Object { Get-Content $_ -Raw } | Should -Not -Match ([regex]::Escape($token))
    }

    It 'renews a token that has ended' {
        $null = Connect-SfJwt @signIn -UseTokenCache
        Disconnect-Sf -Revoke
        $null = Connect-SfJwt @signIn -UseTokenCache
        Get-OrgSignInCount $org | Should -Be 2
        $null = Connect-SfJwt @signIn -UseTokenCache -NoDefault -Name other
        # Ended at the org, while it is in the cache.
        Connect-SfToken (Get-SfAccessToken -AsPlainText) $org.Url -NoDefault -Name plain | Disconnect-Sf -Revoke
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -BeGreaterThan 0
        (Invoke-SfRest limits -Connection other).DailyApiRequests.Max | Should -BeGreaterThan 0
        Get-OrgSignInCount $org | Should -Be 3
    }

    It 'is switched by the variable, by a profile and by the parameter, the last of which wins' {
        $env:SF_TOKEN_CACHE = '1'
        $null = Connect-SfJwt @signIn
        Get-SfTokenCache | Should -HaveCount 1
        Clear-SfTokenCache
        $null = Connect-SfJwt @signIn -UseTokenCache:$false
        Get-SfTokenCache | Should -BeNullOrEmpty
        Save-SfProfile never -ClientId testapp -Username $user -KeyPath $org.KeyPath -LoginUrl $org.Url -UseTokenCache:$false
        (Get-SfProfile never).UseTokenCache | Should -BeFalse
        $null = Connect-SfJwt -Profile never
        Get-SfTokenCache | Should -BeNullOrEmpty
        $env:SF_TOKEN_CACHE = '0'
        $null = Connect-SfJwt @signIn
        Get-SfTokenCache | Should -BeNullOrEmpty
        Save-SfProfile always -ClientId testapp -Username $user -KeyPath $org.KeyPath -LoginUrl $org.Url -UseTokenCache
        $null = Connect-SfJwt -Profile always
        Get-SfTokenCache | Should -HaveCount 1
        Remove-SfProfile always -Confirm:$false
        Get-SfTokenCache | Should -BeNullOrEmpty
    }

    It 'works for a script block that signs' {
        $keyPath = $org.KeyPath
        $signer = {
            param($Digest)
            $rsa = [Security.Cryptography.RSA]::Create()
            $rsa.ImportFromPem([IO.File]::ReadAllText($keyPath))
            $rsa.SignHash($Digest, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        }
        $null = Connect-SfJwt @signIn -UseTokenCache
        $null = Connect-SfJwt -ClientId testapp -Username $user -LoginUrl $org.Url -Signer $signer -UseTokenCache
        Get-OrgSignInCount $org | Should -Be 1
    }

    It 'works with a consumer secret, and opens with no other' {
        $secret = ConvertTo-SecureString a-consumer-secret -AsPlainText -Force
        1..2 | ForEach-Object { (Connect-SfClientCredential secretapp $secret -LoginUrl $org.Url -UseTokenCache).Username | Should -Be $user }
        Get-OrgSignInCount $org | Should -Be 1
        (Get-SfTokenCache).SealedWith | Should -Be 'consumer secret'
        { Connect-SfClientCredential secretapp (ConvertTo-SecureString wrong -AsPlainText -Force) -LoginUrl $org.Url -UseTokenCache } | Should -Throw
    }

    It 'lists and deletes entries of a user, a host and an app' {
        $null = Invoke-OrgAdmin $org Post users @{ username = 'second@test.example' }
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'testapp'; username = 'second@test.example' }
        $second = $signIn + @{ UseTokenCache = $true }
        $second.Username = 'second@test.example'
        $null = Connect-SfJwt @signIn -UseTokenCache
        $null = Connect-SfJwt @second
        (Get-SfTokenCache).Username | Should -Be second@test.example, $user
        (Get-SfTokenCache $user -LoginUrl $org.Url -ClientId testapp).IssuedAt | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-5))
        Get-SfTokenCache -ClientId other | Should -BeNullOrEmpty
        Get-SfTokenCache second@test.example | Clear-SfTokenCache -WhatIf
        Get-SfTokenCache | Should -HaveCount 2
        Get-SfTokenCache second@test.example | Clear-SfTokenCache
        (Get-SfTokenCache).Username | Should -Be $user
        Clear-SfTokenCache
        Get-SfTokenCache | Should -BeNullOrEmpty
    }
}
