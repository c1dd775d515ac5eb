BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1') -Force
    $org = Start-TestOrg
    Set-OrgSetting $org @{ showAuthorization = $true; devicePollSeconds = 1; allowsUsernamePasswordFlow = $true }
    $secret = '5EC2E7.consumer-secret_of.the.app='
    $callback = "http://localhost:$(Get-FreePort)/OauthRedirect"
    $password = 'pass wörd&"1"'
    Invoke-OrgAdmin $org Post apps @{
        consumerKey = 'app'; consumerSecret = $secret; scope = 'api refresh_token'; runAsUsername = 'user@test.example'
        flows = 'Device', 'ClientCredentials', 'UsernamePassword', 'RefreshToken', 'WebServer'; requireSecretForRefreshToken = $false
        callbackUrls = @($callback)
    }
    Invoke-OrgAdmin $org Post users @{ username = 'login@test.example'; password = $password; securityToken = 'T0KEN5EC' }
    $refresh = (Get-OrgRefreshToken $org.Url app).refresh_token
    $script = Join-Path $TestDrive 'session.ps1'
    $transcript = Join-Path $TestDrive 'transcript.txt'

    # A session with every flow that shows everything; then servers that echo their requests.
    Set-Content $script @'
param($Module, $Helpers, $Support, $Url, $HttpsUrl, $Callback, $Folder, $AdminKey)
Start-Transcript "$Folder/transcript.txt" | Out-Null
$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
$ErrorView = 'DetailedView'
Import-Module $Module
. $Helpers
$secret = $env:TEST_SECRET; $password = $env:TEST_PASSWORD; $refresh = $env:TEST_REFRESH; $extra = $env:TEST_EXTRA
Remove-Item Env:TEST_*
$at = @{ ClientId = 'app'; LoginUrl = $Url }
$credential = [pscredential]::new('login@test.example', (ConvertTo-SecureString $password -AsPlainText -Force))
Show-Everything (Connect-SfClientCredential @at -ClientSecret $secret)
Show-Everything (Get-SfTokenInfo)
Show-Everything (Connect-SfPassword @at -Credential $credential -SecurityToken $extra -ClientSecret $secret)
Show-Everything (Connect-SfRefreshToken -ClientId app -RefreshToken $refresh -ClientSecret $secret -LoginUrl $HttpsUrl -SkipCertificateCheck)
Show-Everything (Get-SfTokenInfo -Token $refresh)
$authUrl = ConvertTo-SfAuthUrl -AsPlainText
Show-Everything (ConvertTo-SfAuthUrl)
Show-Everything (Connect-SfAuthUrl $authUrl -SkipCertificateCheck)
Show-Everything (Get-SfUser)

# Two persons: one at the browser, one with the device code.
$person = [powershell]::Create().AddScript({
    param($Support, $Url, $Folder)
    Import-Module $Support
    for ($i = 0; -not (Test-Path "$Folder/url") -and $i -lt 600; $i++) { Start-Sleep -Milliseconds 50 }
    $page = Invoke-WebRequest (Get-Content "$Folder/url" -Raw) -SessionVariable session
    $page = Submit-OrgForm $page $Url $session @{ username = 'user@test.example'; Login = 'x' }
    $null = Submit-OrgForm $page $Url $session @{ save = 'x' }
}).AddArgument($Support).AddArgument($Url).AddArgument($Folder)
$person.Runspace.SessionStateProxy.SetVariable('VerbosePreference', 'SilentlyContinue')
$walk = $person.BeginInvoke()
$path = $env:PATH; $env:PATH = "$Folder/bin:$path"
Show-Everything (Connect-SfWeb @at -ClientSecret $secret -CallbackUrl $Callback -TimeoutSec 60)
$env:PATH = $path
$null = $person.EndInvoke($walk)

# Servers that echo the posted form.
$whole = $password + $extra
foreach ($case in
    @{ Call = { Connect-SfClientCredential @at -ClientSecret $secret }; Sent = @($secret) },
    @{ Call = { Connect-SfPassword @at -Credential $credential -SecurityToken $extra -ClientSecret $secret }; Sent = $secret, $whole },
    @{ Call = { Connect-SfRefreshToken @at -RefreshToken $refresh -ClientSecret $secret }; Sent = $secret, $refresh }) {
    $echo = $case.Sent.ForEach({ $_; [uri]::EscapeDataString($_); [Net.WebUtility]::UrlEncode($_); [Net.WebUtility]::HtmlEncode($_) }) -join ' '
    Add-Fault @{ path = '/services/oauth2/token'; status = 400; body = (@{ error = 'invalid_grant'; error_description = "echo: $echo" } | ConvertTo-Json) }
    Show-Failure $case.Call
    Add-Fault @{ path = '/services/oauth2/token'; status = 400; body = "<html><title>echo: $echo</title></html>"; contentType = 'text/html' }
    Show-Failure $case.Call
}
Show-Failure { Connect-SfRefreshToken @at -RefreshToken "$refresh x" }
Show-Failure { Connect-SfAuthUrl "$authUrl/x" }
Show-Failure { Connect-SfToken "$refresh!x" $Url }
Disconnect-Sf -Revoke -RevokeRefreshToken
$Error | Format-List * -Force
Stop-Transcript | Out-Null
[IO.File]::WriteAllText("$Folder/authurl", $authUrl)
'@
    $bin = (New-Item -ItemType Directory (Join-Path $TestDrive bin)).FullName
    foreach ($name in 'xdg-open', 'open') {
        Set-Content "$bin/$name" "#!/bin/sh`nprintf %s `"`$1`" > '$TestDrive/url.part' && mv '$TestDrive/url.part' '$TestDrive/url'"
        if (-not $IsWindows) { chmod +x "$bin/$name" }
    }
    if (-not $IsWindows) {
        $env:TEST_SECRET, $env:TEST_PASSWORD, $env:TEST_REFRESH, $env:TEST_EXTRA = $secret, $password, $refresh, 'T0KEN5EC'
        $shown = & (Get-TestPowerShell) -NoProfile -NonInteractive -File $script (Get-TestModule) "$PSScriptRoot/RedactionHelpers.ps1" "$PSScriptRoot/TestOrg.psm1" $org.Url $org.HttpsUrl $callback "$TestDrive" $org.AdminKey *>&1 | Out-String -Width 4000
        Remove-Item Env:TEST_*
        $everything = $shown + (Get-Content $transcript -Raw)
    }

    # Every secret that was sent: form fields and bearer tokens.
    $sent = @{}
    foreach ($request in Get-OrgRequest $org) {
        foreach ($pair in "$($request.body)" -split '&') {
            $name, $value = $pair -split '=', 2
            if ($value) { $sent[$name] = @($sent[$name]) + [Net.WebUtility]::UrlDecode($value) -ne $null }
        }
        if ($request.headers.Authorization) {
            $sent['bearer'] = @($sent['bearer']) + ($request.headers.Authorization -replace '^Bearer ') -ne $null
        }
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'A session with every flow, with everything shown' -Skip:$IsWindows {
    It 'shows many lines' {
        $everything.Length | Should -BeGreaterThan 50000
        $everything | Should -Match 'VERBOSE: POST .*/services/oauth2/token -> 400'
        $everything | Should -Match 'SfLoginRefreshTokenInvalid'
        $everything | Should -Match 'echo: \*\*\*'
        $everything | Should -Match 'Sign in in the browser'
        Get-Content $TestDrive/authurl -Raw | Should -Match '^force://'
    }

    It 'shows no <_>' -ForEach 'code', 'code_verifier', 'refresh_token', 'client_secret', 'password', 'token', 'bearer' {
        @($sent[$_]).Count | Should -BeGreaterThan 0
        foreach ($value in $sent[$_]) {
            $value.Length | Should -BeGreaterThan 10
            foreach ($spelling in $value, [uri]::EscapeDataString($value), [Net.WebUtility]::UrlEncode($value), $value.Substring(5)) {
                $everything.Contains($spelling) | Should -BeFalse -Because "$_ must not be shown"
            }
        }
    }

    It 'starts the browser with a URL without state, since others can see its command line' {
        Get-Content $TestDrive/url -Raw | Should -Match "^$([regex]::Escape($callback -replace 'OauthRedirect'))[\w-]{43}$"
    }

    It 'shows neither the password without its token nor the auth URL' {
        $everything.Contains($password) | Should -BeFalse
        $everything.Contains('T0KEN5EC') | Should -BeFalse
        $everything.Contains((Get-Content $TestDrive/authurl -Raw)) | Should -BeFalse
    }
}
