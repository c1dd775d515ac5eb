# Two processes that share a cached token, while it is revoked, expires, or its user is frozen between their calls.
BeforeAll {
    Import-Module "$PSScriptRoot/TestOrg.psm1"
    $org = Start-TestOrg
    $user = 'user@test.example'
    $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = 'testapp'; consumerSecret = 'a-consumer-secret' }

    $connect = "`$null = Connect-SfJwt -ClientId testapp -Username $user -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url) -UseTokenCache"

    # In a new PowerShell, signed in with the cached token. The result of the script is read from its JSON.
    function Invoke-Process([string] $Script) {
        $run = Invoke-FreshPowerShell -Environment @{ SF_TOKEN_CACHE_PATH = $cache } -Script @"
Import-Module `$module
try {
    $connect
    & { $Script } | ConvertTo-Json
} catch {
    ConvertTo-Json @{ Error = `$_.FullyQualifiedErrorId; Message = "`$_" }
}
"@
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | ConvertFrom-Json
    }

    # What the org counted since the test began.
    function Get-SignInCount { (Get-SignInState) - $before }
    function Get-SignInState { ((Invoke-OrgAdmin $org Get state).users | Where-Object username -EQ $user).signIns }
    function Get-RefusedCount { @(Get-OrgRequest $org | Where-Object { $_.path -eq '/services/oauth2/token' -and $_.statusCode -eq 400 }).Count }

    $call = '@{ Max = (Invoke-SfRest limits).DailyApiRequests.Max; Active = (Get-SfTokenInfo -ClientSecret (ConvertTo-SecureString a-consumer-secret -AsPlainText)).IsActive }'
    $information = '@{ Active = (Get-SfTokenInfo -ClientSecret (ConvertTo-SecureString a-consumer-secret -AsPlainText)).IsActive }'
}
AfterAll { Stop-TestOrg $org }

Describe 'A cached token of two processes' {
    BeforeEach {
        $cache = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        Clear-OrgRequest $org
        Invoke-OrgAdmin $org Post users @{ username = $user; isFrozen = $false }
        $before = Get-SignInState
    }

    It 'is inactive for one as soon as the other revokes it, and renewed by the next call' {
        # The first process waits between its calls until the second one has ended.
        $gate = Join-Path $TestDrive gate
        $first = Start-FreshPowerShell -Environment @{ SF_TOKEN_CACHE_PATH = $cache } -Script @"
Import-Module `$module
$connect
`$secret = ConvertTo-SecureString a-consumer-secret -AsPlainText
`$before = (Get-SfTokenInfo -ClientSecret `$secret).IsActive
Set-Content '$gate.ready' x
for (`$i = 0; -not (Test-Path '$gate.revoked') -and `$i -lt 600; `$i++) { Start-Sleep -Milliseconds 100 }
`$after = (Get-SfTokenInfo -ClientSecret `$secret).IsActive
`$max = (Invoke-SfRest limits).DailyApiRequests.Max
`$before, `$after, (Get-SfTokenInfo -ClientSecret `$secret).IsActive, (`$max -gt 0) -join ' '
"@
        for ($i = 0; -not (Test-Path "$gate.ready") -and -not $first.Process.HasExited -and $i -lt 600; $i++) { Start-Sleep -Milliseconds 100 }
        Get-SignInCount | Should -Be 1
        (Invoke-Process 'Disconnect-Sf -Revoke; @{ Connections = @(Get-SfConnection).Count }').Connections | Should -Be 0
        Get-SignInCount | Should -Be 1
        Set-Content "$gate.revoked" x
        $run = Wait-FreshPowerShell $first
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be 'True False True True'
        Get-SignInCount | Should -Be 2
        # A third process takes the renewed token.
        (Invoke-Process $information).Active | Should -BeTrue
        Get-SignInCount | Should -Be 2
    }

    It 'is renewed once for all after <Kind>' -ForEach @{ Kind = 'expireSession' }, @{ Kind = 'revokeToken' } {
        (Invoke-Process $call).Active | Should -BeTrue
        Add-OrgFault $org @{ path = '/services/data'; kind = $Kind }
        1..2 | ForEach-Object { $result = Invoke-Process $call; $result.Active | Should -BeTrue; $result.Max | Should -BeGreaterThan 0 }
        Get-SignInCount | Should -Be 2
        Get-RefusedCount | Should -Be 0
    }

    It 'does not outlive a freeze of the user, and is replaced after it' {
        (Invoke-Process $call).Active | Should -BeTrue
        Add-OrgFault $org @{ path = '/services/data'; kind = 'freezeUser' }
        $result = Invoke-Process $call
        $result.Error | Should -BeLike 'SfLoginUserInactive,*'
        $result.Message | Should -Match 'user is inactive'
        Get-SignInCount | Should -Be 1
        Get-RefusedCount | Should -Be 1
        (Invoke-Process $call).Error | Should -BeLike 'SfLoginUserInactive,*'
        Invoke-OrgAdmin $org Post users @{ username = $user; isFrozen = $false }
        (Invoke-Process $call).Active | Should -BeTrue
        Get-SignInCount | Should -Be 2
    }
}
