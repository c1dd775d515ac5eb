BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $single = '/services/oauth2/singleaccess'
    # Where a browser ends up that opens the URL.
    function Get-Page([string] $Url) {
        $answer = Invoke-WebRequest $Url -MaximumRedirection 0 -SkipHttpErrorCheck -ErrorAction Ignore -SessionVariable browser -Verbose:$false -Debug:$false
        [pscustomobject]@{ Status = [int] $answer.StatusCode; Location = "$($answer.Headers.Location)"; Cookies = $browser.Cookies.Count }
    }
    # Programs that would open the browser, which keep the URL for the test.
    function Use-Browser([scriptblock] $Script) {
        $bin = (New-Item -ItemType Directory (Join-Path $TestDrive bin) -Force).FullName
        Remove-Item "$TestDrive/url" -ErrorAction Ignore
        foreach ($name in 'xdg-open', 'open') {
            Set-Content "$bin/$name" "#!/bin/sh`nprintf %s `"`$1`" > '$TestDrive/url.part' && mv '$TestDrive/url.part' '$TestDrive/url'"
            chmod +x "$bin/$name"
        }
        $path = $env:PATH
        $env:PATH = "${bin}:$path"
        try { & $Script } finally { $env:PATH = $path }
        for ($i = 0; $i -lt 100 -and -not (Test-Path "$TestDrive/url"); $i++) { Start-Sleep -Milliseconds 50 }
        Get-Content "$TestDrive/url" -Raw
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'A URL for a browser' {
    BeforeEach { Reset-TestOrg $org uat }

    It 'signs in once, and contains no token and no session id' {
        $url = Open-Sf -UrlOnly
        $url | Should -BeOfType string
        $url | Should -BeLike "$($org.Url)/secur/frontdoor.jsp[?]otp=*"
        $url | Should -Not -Match 'sid=|00D'
        $url | Should -Not -Match ([regex]::Escape((Get-SfAccessToken -AsPlainText)))
        $page = Get-Page $url
        $page.Status, $page.Location, $page.Cookies | Should -Be 302, '/', 1
        (Get-Page $url).Status | Should -Be 400
        $sent = @(Get-OrgRequest $org | Where-Object path -EQ $single)
        $sent.method | Should -Be POST
        $sent.body | Should -BeNullOrEmpty
    }

    It 'leads to <Page> for <Call>' -ForEach @(
        @{ Call = 'Open-Sf -Setup Users -UrlOnly'; Page = '/lightning/setup/ManageUsers/home' }
        @{ Call = 'Open-Sf -Setup loginhistory -UrlOnly'; Page = '/lightning/setup/OrgLoginHistory/home' }
        @{ Call = 'Open-Sf -App Delivery -UrlOnly'; Page = '/lightning/app/c__Delivery' }
        @{ Call = 'Open-Sf -App standard__LightningSales -UrlOnly'; Page = '/lightning/app/standard__LightningSales' }
        @{ Call = 'Open-Sf -Path lightning/o/Account/list?filterName=Recent -UrlOnly'; Page = '/lightning/o/Account/list?filterName=Recent' }
        @{ Call = 'Open-Sf -Path "$((Get-SfConnection uat).InstanceUrl)/lightning/page/home" -UrlOnly'; Page = '/lightning/page/home' }
        @{ Call = 'Open-Sf 001000000000001AAA -UrlOnly'; Page = '/001000000000001AAA' }
    ) {
        (Get-Page (& ([scriptblock]::Create($Call)))).Location | Should -Be $Page
    }

    It 'takes records from the pipeline, and goes on after one without id' {
        $records = @(Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 2')
        $urls = @($records[0], [pscustomobject]@{ Name = 'x' }, 'short', $records[1].Id | Open-Sf -UrlOnly -ErrorVariable failed -ErrorAction SilentlyContinue)
        $urls.ForEach({ (Get-Page $_).Location }) | Should -Be "/$($records[0].Id)", "/$($records[1].Id)"
        $failed.FullyQualifiedErrorId | Should -BeLike 'Sf*Invalid,*'
        $failed | Should -HaveCount 2
        $failed[1].TargetObject | Should -Be short
    }

    It 'says what <Item> lacks' -ForEach @(
        @{ Item = '5'; Message = 'A value of the type Int32 is neither an id nor a record.' }
        @{ Item = '(Get-Date)'; Message = 'A value of the type DateTime is neither an id nor a record.' }
        @{ Item = '[pscustomobject]@{ Name = 1; Phone = 2 }'; Message = 'The object with Name, Phone has no Id.' }
        @{ Item = '@{ A = 1; Id = " " }'; Message = 'The object with * has no Id.' }
        @{ Item = '[pscustomobject]@{}'; Message = 'An object without properties has no Id.' }
        @{ Item = '" "'; Message = 'An empty text has no Id.' }
    ) {
        $thrown = Get-ThrownError ([scriptblock]::Create("Open-Sf ($Item) -UrlOnly"))
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRecordInvalid,*'
        $thrown.ErrorDetails.Message | Should -BeLike "$Message*"
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike 'Give Ids as text*'
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'is refused for a record of another org' {
        $record = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1'
        $null = [SalesforceJwt.PS.Models.SfConnection]::CreateOffline('other') | Select-SfConnection
        (Get-ThrownError { Open-Sf $record -UrlOnly }).FullyQualifiedErrorId | Should -BeLike 'SfRecordOfOtherOrg,*'
    }

    It 'is not requested for <Call>' -ForEach @(
        @{ Call = 'Open-Sf -Setup Usrs'; Id = 'SfNameInvalid'; Message = '*Users*' }
        @{ Call = 'Open-Sf -App "My App"'; Id = 'SfNameInvalid'; Message = '*App Manager*' }
        @{ Call = 'Open-Sf short'; Id = 'SfIdInvalid'; Message = '*' }
        @{ Call = 'Open-Sf -Path //evil.example/x'; Id = 'SfUriInvalid'; Message = '*' }
        @{ Call = 'Open-Sf -Path /\evil.example'; Id = 'SfUriInvalid'; Message = '*' }
        @{ Call = 'Open-Sf -Path https://evil.example/x'; Id = 'SfUriInvalid'; Message = '*of this org*' }
        @{ Call = 'Open-Sf -Path "$($org.Url)//evil.example/x"'; Id = 'SfUriInvalid'; Message = '*of this org*' }
    ) {
        $thrown = Get-ThrownError ([scriptblock]::Create("$Call -UrlOnly"))
        $thrown.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike $Message
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'is not requested for a secret in -<_>' -ForEach 'Record', 'Setup', 'App', 'Path' {
        $secret = Get-SfAccessToken -AsPlainText
        Clear-OrgRequest $org
        $given = @{ $_ = $_ -eq 'Path' ? "/x?sid=$secret" : $secret }
        $thrown = Get-ThrownError { Open-Sf @given -UrlOnly }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        "$thrown" | Should -Not -Match ([regex]::Escape($secret))
        Get-OrgRequest $org | Should -BeNullOrEmpty
    }

    It 'leads to a user that Get-SfUser found' {
        $user = Get-SfUser user@test.example
        (Get-Page ($user | Open-Sf -UrlOnly)).Location | Should -Be "/$($user.UserId)"
        (Get-Page (Get-SfUser | Open-Sf -UrlOnly)).Location | Should -Be "/$($user.UserId)"
    }

    It 'renews an ended session' {
        $null = Invoke-OrgAdmin $org Post tokens/expire
        (Get-Page (Open-Sf -UrlOnly)).Status | Should -Be 302
    }

    It 'needs a scope, which the error names' {
        $key = New-SfCertificate -Path $TestDrive -Name narrow -Force
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'narrow'; scope = 'api'; certificatePem = Get-Content $key.CertificatePath -Raw }
        Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'narrow'; username = 'user@test.example' }
        $null = Connect-SfJwt -ClientId narrow -Username user@test.example -KeyPath $key.KeyPath -LoginUrl $org.Url
        $thrown = Get-ThrownError { Open-Sf -UrlOnly }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfPermissionDenied,*'
        $thrown.ErrorDetails.RecommendedAction | Should -Match '[(]web[)].*Set-SfApp NAME -Scope'
    }

    It 'is refused if it is none that signs in once: <_>' -ForEach @(
        '{}', '[]', '<html>', '{"frontdoor_uri":7}', '{"frontdoor_uri":"/secur/frontdoor.jsp?otp=abcdefgh12345"}'
        '{"frontdoor_uri":"http://127.0.0.1/secur/frontdoor.jsp?sid=abcdefgh12345"}'
    ) {
        Add-OrgFault $org @{ path = $single; status = 200; body = $_ }
        $thrown = Get-ThrownError { Open-Sf -UrlOnly }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfResponseInvalid,*'
        "$thrown $($thrown.Exception.ServerText)" | Should -Not -Match 'abcdefgh12345'
    }

    It 'is refused if it is on another host' {
        Add-OrgFault $org @{ path = $single; status = 200; body = '{"frontdoor_uri":"https://evil.example/secur/frontdoor.jsp?otp=abcdefgh12345"}' }
        $thrown = Get-ThrownError { Open-Sf -UrlOnly }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfInstanceUrlUntrusted,*'
        "$thrown" | Should -Not -Match 'abcdefgh12345'
    }

    It 'completes the pages of Setup' {
        Get-Completion 'Open-Sf -Setup Perm' | Should -Be 'PermissionSetGroups', 'PermissionSets'
    }

    It 'completes apps, by names that -App takes' {
        $names = Get-Completion 'Open-Sf -App standard'
        $names | Should -Be standard__Sales, standard__Service
        foreach ($name in Get-Completion 'Open-Sf -App ') { Open-Sf -App $name -UrlOnly | Should -Match otp= }
    }
}

Describe 'The browser' -Skip:$IsWindows {
    BeforeEach { Reset-TestOrg $org uat }

    It 'gets the URL, and nothing shows it' {
        $shown = [Collections.Generic.List[string]]::new()
        $url = Use-Browser { Open-Sf -Setup Users -Verbose -Debug *>&1 | ForEach-Object { $shown.Add("$_") } }
        (Get-Page $url).Location | Should -Be '/lightning/setup/ManageUsers/home'
        $shown -join "`n" | Should -Match 'singleaccess -> 200'
        $shown -join "`n" | Should -Not -Match ([regex]::Match($url, '(?<=otp=)[^&]+').Value)
        $shown -join "`n" | Should -Not -Match 'frontdoor'
    }

    It 'is missing: the error does not show the URL, which is not requested' {
        $path = $env:PATH
        $env:PATH = $TestDrive
        try { $thrown = Get-ThrownError { Open-Sf } } finally { $env:PATH = $path }
        Get-OrgRequest $org | Should -BeNullOrEmpty
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfBrowserUnavailable,*'
        $thrown.CategoryInfo.Category | Should -Be ResourceUnavailable
        "$thrown $($thrown.ErrorDetails.RecommendedAction)" | Should -Not -Match 'otp=|frontdoor'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*-UrlOnly*'
    }

    It 'cannot start, as where there is no display' {
        $bin = (New-Item -ItemType Directory (Join-Path $TestDrive failing) -Force).FullName
        foreach ($name in 'xdg-open', 'open') { Set-Content "$bin/$name" "#!/bin/sh`necho no display >&2`nexit 3"; chmod +x "$bin/$name" }
        $path = $env:PATH
        $env:PATH = "${bin}:$path"
        try { $thrown = Get-ThrownError { Open-Sf } } finally { $env:PATH = $path }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfBrowserUnavailable,*'
        "$thrown $($thrown.ErrorDetails.RecommendedAction)" | Should -Not -Match 'otp=|frontdoor'
    }

    It 'may go on for long' {
        $bin = (New-Item -ItemType Directory (Join-Path $TestDrive slow) -Force).FullName
        foreach ($name in 'xdg-open', 'open') { Set-Content "$bin/$name" "#!/bin/sh`nsleep 20; exit 3"; chmod +x "$bin/$name" }
        $path = $env:PATH
        $env:PATH = "${bin}:$path"
        try { Open-Sf -ErrorAction Stop } finally { $env:PATH = $path }
    }

    It 'opens no window for more than ten records' {
        $ids = 1..11 | ForEach-Object { '0010000000000{0:00}' -f $_ }
        $bin = (New-Item -ItemType Directory (Join-Path $TestDrive many) -Force).FullName
        foreach ($name in 'xdg-open', 'open') { Set-Content "$bin/$name" "#!/bin/sh`nprintf . >> '$TestDrive/opened'"; chmod +x "$bin/$name" }
        $path = $env:PATH
        $env:PATH = "${bin}:$path"
        try {
            $thrown = Get-ThrownError { $ids | Open-Sf }
            $thrown.FullyQualifiedErrorId | Should -BeLike 'SfArgumentConflict,*'
            $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*Select-Object -First 10*'
            Get-OrgRequest $org | Should -BeNullOrEmpty
            $ids[0..1] | Open-Sf
        } finally { $env:PATH = $path }
        (Get-Content "$TestDrive/opened" -Raw).Length | Should -Be 2
        ($ids | Open-Sf -UrlOnly) | Should -HaveCount 11
    }

    It 'does not reach errors of other commands that quote the URL' {
        $url = Open-Sf -UrlOnly
        $thrown = Get-ThrownError { Invoke-SfRest $url }
        "$thrown $($thrown.Exception) $($thrown.ErrorDetails)" | Should -Not -Match ([regex]::Match($url, '(?<=otp=)[^&]+').Value)
    }
}
