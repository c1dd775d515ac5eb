BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $reason = Get-NoBrowserReason
    if ($reason) { Write-Warning "Skipped: $reason." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'Browser.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $org = Start-TestOrg
    $url = $org.Url
    $port = Get-FreePort
    $callback = "http://localhost:$port/OauthRedirect"
    $app = @{ consumerKey = 'webapp'; scope = 'api refresh_token web'; callbackUrls = @($callback, 'http://localhost:1717/OauthRedirect')
        requirePkce = $true }
    Invoke-OrgAdmin $org Post apps $app
    Invoke-OrgAdmin $org Post users @{ username = 'other@test.example' }
    $call = "Connect-SfWeb -ClientId webapp -LoginUrl $url -Port $port -NoBrowser"
    if (-not (Get-NoBrowserReason)) { $browser = Start-Browser }
}
AfterAll {
    if ($browser) { Stop-Browser $browser }
    Stop-TestOrg $org
}

Describe 'Connect-SfWeb with a browser' -Skip:([bool] $reason) {
    AfterEach { Stop-WebSignIn }

    BeforeEach {
        Clear-WebLogin $browser $org
        Invoke-OrgAdmin $org Delete approvals @{ consumerKey = 'webapp'; username = 'user@test.example' }
        Clear-OrgRequest $org
    }
    AfterEach { Stop-WebSignIn }

    It 'signs in with <Flow>, ends on a page that says so, and renews itself' -ForEach @{ Flow = 'WebServer' }, @{ Flow = 'UserAgent' } {
        $signIn = Start-WebSignIn "$call -Flow $Flow -Name web"
        $signIn.Message | Should -BeLike 'Sign in at:*'
        Invoke-WebLogin $browser $signIn.Url
        $connection = Complete-WebSignIn $signIn
        Wait-BrowserText $browser 'Signed in'
        Get-BrowserText $browser | Should -Match 'You can close this window'

        # Neither code nor token remains in the address bar.
        Get-BrowserAddress $browser | Should -Be $callback
        $connection | Should -BeOfType 'SalesforceJwt.PS.Models.SfConnection'
        $connection.Name, $connection.Username, $connection.ClientId, $connection.Scope | Should -Be 'web', 'user@test.example', 'webapp',
            'api refresh_token'
        $signIn.Warnings | Should -BeNullOrEmpty
        $signIn.Shell.Streams.Error.Count | Should -Be 0

        Invoke-OrgAdmin $org Post tokens/expire
        Clear-OrgRequest $org
        (Invoke-SfRest limits -Connection $connection).DailyApiRequests.Max | Should -Be 100000
        (Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token').body | Should -BeLike 'grant_type=refresh_token&*'
    }

    It 'approves the app for the user, so that Connect-SfJwt works' -Skip:$IsWindows {
        $key = New-SfCertificate -Path $TestDrive -Name story
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'storyapp'; scope = 'api refresh_token'
            callbackUrls = @('http://localhost:1717/OauthRedirect'); certificatePem = Get-Content $key.CertificatePath -Raw }
        $jwt = @{ ClientId = 'storyapp'; Username = 'user@test.example'; KeyPath = $key.KeyPath; LoginUrl = $url }
        $rejected = Get-ThrownError { Connect-SfJwt @jwt }
        $rejected.FullyQualifiedErrorId | Should -BeLike 'SfLoginNotApproved,*'
        $rejected.ErrorDetails.Message | Should -Match "user hasn't approved this consumer"

        # Runs the line unchanged; the program that opens the browser is the test's.
        $line = [regex]::Match($rejected.ErrorDetails.RecommendedAction, 'Connect-SfWeb .+').Value
        $line | Should -Be "Connect-SfWeb -ClientId storyapp -LoginUrl $url -LoginHint user@test.example"
        $bin = (New-Item -ItemType Directory (Join-Path $TestDrive bin)).FullName
        foreach ($name in 'xdg-open', 'open') {
            Set-Content "$bin/$name" "#!/bin/sh`necho opening; echo chatter >&2`ngrep -s SigIgn /proc/`$`$/status > '$TestDrive/signals'`nprintf %s `"`$1`" > '$TestDrive/url.part' && mv '$TestDrive/url.part' '$TestDrive/url'"
            chmod +x "$bin/$name"
        }
        $path = $env:PATH
        $env:PATH = "${bin}:$path"
        try { $signIn = Start-WebSignIn $line } finally { $env:PATH = $path }
        $signIn.Message | Should -BeLike 'Sign in in the browser. If no window has opened, go to:*'
        Wait-Until { Test-Path $TestDrive/url } 'The opening of the browser'
        $opened = Get-Content $TestDrive/url -Raw
        # The URL on the command line redirects to the authorization URL, once, and contains nothing else.
        $opened | Should -Match '^http://localhost:1717/[\w-]{40,}$'
        $signIn.Url | Should -BeLike "$url/services/oauth2/authorize?*"

        # Ctrl+C at this terminal (SIGINT, number 2) must not end the browser.
        if ($IsLinux) { [Convert]::ToUInt64(((Get-Content $TestDrive/signals) -split '\s+')[1], 16) -band 2 | Should -Be 2 }

        Open-BrowserPage $browser $opened
        Invoke-BrowserClick $browser '#Login'
        Invoke-BrowserClick $browser '#oaapprove'
        (Complete-WebSignIn $signIn).Username | Should -Be 'user@test.example'

        (Connect-SfJwt @jwt).Username | Should -Be 'user@test.example'
        (Invoke-SfRest limits).DailyApiRequests.Max | Should -Be 100000
    }

    It 'fails if the person presses Deny, in PowerShell and on the page' {
        $signIn = Start-WebSignIn $call
        Invoke-WebLogin $browser $signIn.Url -Answer '#oadeny'
        $failed = Get-ThrownError { Complete-WebSignIn $signIn }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginDenied,*'
        $failed.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'press Allow'
        Wait-BrowserText $browser 'Sign-in failed'
        Get-BrowserText $browser | Should -Match 'What to do: Sign in again'
    }

    It 'fails for a user whom no admin approved' {
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'webapp'; policy = 'AdminApproved' }
        try {
            $signIn = Start-WebSignIn $call
            Invoke-WebLogin $browser $signIn.Url -Answer $null
            $failed = Get-ThrownError { Complete-WebSignIn $signIn }
        }
        finally { Invoke-OrgAdmin $org Post apps @{ consumerKey = 'webapp'; policy = 'AllUsersMaySelfAuthorize' } }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginNotAdminApproved,*'
        Wait-BrowserText $browser 'not admin approved'
    }

    It 'starts the login page with -LoginHint, and warns when another user signs in' {
        $signIn = Start-WebSignIn "$call -LoginHint user@test.example"
        Open-BrowserPage $browser $signIn.Url
        $field = Find-BrowserElement $browser '#username'
        Invoke-Browser $browser "element/$field/property/value" | Should -Be 'user@test.example'
        Invoke-WebLogin $browser $signIn.Url other@test.example
        (Complete-WebSignIn $signIn).Username | Should -Be 'other@test.example'
        $signIn.Warnings | Should -Be 'other@test.example signed in, not user@test.example. The app is approved for other@test.example alone.'
    }

    It 'asks again for login and consent with -Prompt' {
        $signIn = Start-WebSignIn $call
        Invoke-WebLogin $browser $signIn.Url
        $null = Complete-WebSignIn $signIn
        $again = Start-WebSignIn $call
        Open-BrowserPage $browser $again.Url
        $null = Complete-WebSignIn $again
        $prompted = Start-WebSignIn "$call -Prompt login, consent"
        Invoke-WebLogin $browser $prompted.Url
        (Complete-WebSignIn $prompted).Username | Should -Be 'user@test.example'
    }

    It 'uses the app''s callback URL: -CallbackUrl' {
        $own = "http://127.0.0.1:$(Get-FreePort)/my/callback"
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'webapp'; callbackUrls = @($own) }
        try {
            $signIn = Start-WebSignIn "Connect-SfWeb webapp -LoginUrl $url -CallbackUrl $own -NoBrowser"
            Invoke-WebLogin $browser $signIn.Url
            (Complete-WebSignIn $signIn).IsConnected | Should -BeTrue
            Get-BrowserAddress $browser | Should -Be $own
        }
        finally { Invoke-OrgAdmin $org Post apps @{ consumerKey = 'webapp'; callbackUrls = $app.callbackUrls } }
    }

    It 'ends at the time limit if the app does not have the callback URL' {
        $signIn = Start-WebSignIn "Connect-SfWeb webapp -LoginUrl $url -Port $(Get-FreePort) -NoBrowser -TimeoutSec 3"
        Open-BrowserPage $browser $signIn.Url
        Get-BrowserText $browser | Should -Match 'redirect_uri_mismatch'
        $failed = Get-ThrownError { Complete-WebSignIn $signIn }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfTimeout,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'redirect_uri_mismatch'
    }

    It 'shows server text as text, not as HTML' {
        $signIn = Start-WebSignIn $call
        $state = [regex]::Match($signIn.Url, '(?<=state=)[^&]+').Value
        Open-BrowserPage $browser "${callback}?state=$state&error=access_denied&error_description=$([uri]::EscapeDataString('<script>document.title = "hacked"</script>'))"
        $failed = Get-ThrownError { Complete-WebSignIn $signIn }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfLoginDenied,*'
        Get-BrowserText $browser | Should -Match 'document.title = "hacked"'
        Invoke-Browser $browser title | Should -Be 'Sign-in failed - SalesforceJwt.PS'
    }
}

Describe 'Connect-SfWeb without a browser' {
    AfterEach { Stop-WebSignIn }

    It 'ends at Ctrl+C, and frees the port' {
        foreach ($i in 1..2) {
            $signIn = Start-WebSignIn $call
            $signIn.Url | Should -BeLike "$url/services/oauth2/authorize?*"
            $signIn.Shell.Stop()
            $signIn.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        }
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $port)
        { $listener.Start() } | Should -Not -Throw
        $listener.Stop()
    }

    It 'explains bad input immediately: <Name>' -ForEach @(
        @{ Name = 'no client id'; Call = 'Connect-SfWeb -NoBrowser'; Id = 'SfValueMissing'; Message = 'SF_CLIENT_ID' }
        @{ Name = 'port and callback URL'; Call = 'Connect-SfWeb x -Port 1 -CallbackUrl http://localhost:2/'; Id = 'SfArgumentConflict'
            Message = 'Give one' }
        @{ Name = 'a callback elsewhere'; Call = 'Connect-SfWeb x -CallbackUrl https://example.com/callback'; Id = 'SfCallbackUrlInvalid'
            Message = 'localhost' }
        @{ Name = 'two hosts'; Call = 'Connect-SfWeb x -Environment Sandbox -LoginUrl https://a.my.salesforce.com'
            Id = 'SfArgumentConflict'; Message = 'Give one' }
        @{ Name = 'no https'; Call = 'Connect-SfWeb x -LoginUrl http://a.my.salesforce.com'; Id = 'SfLoginUrlInvalid'; Message = 'https' }
        @{ Name = 'a flow that there is not'; Call = 'Connect-SfWeb x -Flow Magic'; Id = 'ParameterArgumentValidationError'; Message = $null }
        @{ Name = 'a port that there is not'; Call = 'Connect-SfWeb x -Port 70000'; Id = 'ParameterArgumentValidationError'; Message = $null }
    ) {
        $failed = Get-ThrownError ([scriptblock]::Create($Call))
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        if ($Message) { $failed.ErrorDetails.RecommendedAction | Should -Match $Message }
    }

    It 'names a port that is in use' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $port)
        $listener.Start()
        try { $failed = Get-ThrownError { Connect-SfWeb webapp -LoginUrl $url -Port $port -NoBrowser } }
        finally { $listener.Stop() }
        $failed.FullyQualifiedErrorId | Should -BeLike 'SfCallbackUnavailable,*'
        $failed.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }

    It 'shows the URL if no browser can be opened, and writes only connections' -Skip:$IsWindows {
        $fresh = Invoke-FreshPowerShell "Import-Module `$module; `$env:PATH = '$TestDrive'; Connect-SfWeb webapp -LoginUrl $url -Port $port -TimeoutSec 1 -ErrorAction Stop"
        $fresh.ExitCode | Should -Be 1
        $fresh.Output | Should -Match "^Sign in at:\s+$url/services/oauth2/authorize\?"
        $fresh.Errors | Should -Match 'Nobody signed in within 1 seconds'
    }

    It 'has -TimeoutSec for the person, and another parameter for the time limit of responses' {
        foreach ($name in 'Connect-SfWeb', 'Connect-SfDevice') {
            $syntax = Get-Command $name -Syntax
            $syntax | Should -Match '\[-TimeoutSec <int>\]'
            $syntax | Should -Match '\[-ConnectionTimeoutSeconds <int>\]'
            (Get-Command $name).Parameters.ConnectionTimeoutSeconds.Aliases | Should -BeNullOrEmpty
        }
        (Get-Command Connect-SfPassword).Parameters.ConnectionTimeoutSeconds.Aliases | Should -Be 'TimeoutSec'
    }
}
