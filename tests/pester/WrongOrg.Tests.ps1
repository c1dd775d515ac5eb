# Two orgs in one session: which one is the default, and what keeps work from going to the other.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $prodOrg = Start-TestOrg
    $sandboxOrg = Start-TestOrg
    $prodSignIn = $prodOrg.SignIn
    $sandboxSignIn = $sandboxOrg.SignIn
    $prodHost = ([uri] $prodOrg.Url).Authority
    $sandboxHost = ([uri] $sandboxOrg.Url).Authority
    # What a cmdlet would do, as -WhatIf shows it.
    function Get-WhatIf([scriptblock] $Script) {
        $file = Join-Path $TestDrive 'whatif.txt'
        Start-Transcript $file -Force | Out-Null
        try { & $Script } finally { Stop-Transcript | Out-Null }
        Get-Content $file -Raw
    }
}
AfterAll { Stop-TestOrg $prodOrg; Stop-TestOrg $sandboxOrg }

Describe 'The default connection' {
    BeforeEach {
        Disconnect-Sf -All
        $prod = Connect-SfJwt @prodSignIn -Name prod
        $sandbox = Connect-SfJwt @sandboxSignIn -Name sandbox
    }

    It 'is marked' {
        (Get-SfConnection).IsDefault | Should -Be $false, $true
        (Get-SfConnection | Out-String -Width 120) | Should -Match 'sandbox'
        (Start-ThreadJob { ($using:sandbox).IsDefault } | Receive-Job -Wait -AutoRemoveJob) | Should -BeFalse
    }

    It 'is the one of Select-SfConnection, by <Way>' -ForEach @(
        @{ Way = 'name'; Script = { Select-SfConnection PROD } }
        @{ Way = 'object'; Script = { Select-SfConnection $prod } }
        @{ Way = 'pipeline'; Script = { Get-SfConnection prod | Select-SfConnection } }
        @{ Way = 'name from the pipeline'; Script = { 'prod' | Select-SfConnection } }
    ) {
        & $Script | Should -BeNullOrEmpty
        Get-SfConnection -Default | Should -Be $prod
        Select-SfConnection sandbox -PassThru | Should -Be $sandbox
        Get-SfConnection -Default | Should -Be $sandbox
    }

    It 'is not chosen by a name that is unknown' {
        $thrown = Get-ThrownError { Select-SfConnection nothing }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
        Get-SfConnection -Default | Should -Be $sandbox
    }

    It 'is completed by name' {
        Get-Completion 'Select-SfConnection sa' | Should -Be 'sandbox'
    }

    It 'stays with -NoDefault, also when it is removed' {
        $third = Connect-SfJwt @sandboxSignIn -Name third -NoDefault
        Get-SfConnection -Default | Should -Be $sandbox
        Disconnect-Sf sandbox
        Get-SfConnection -Default | Should -Be $prod
        Disconnect-Sf prod
        $thrown = Get-ThrownError { Get-SfUser }
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $thrown.Exception.Message | Should -BeLike '*third*'
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*Select-SfConnection third*'
        (Get-SfUser -Connection third).Username | Should -Be $third.Username
    }

    It 'stays the default when it is connected again' {
        $again = Connect-SfJwt @sandboxSignIn -Name sandbox -NoDefault
        Get-SfConnection -Default | Should -Be $again
    }
}

Describe 'A question before a change' {
    BeforeAll {
        Disconnect-Sf -All
        $null = Connect-SfJwt @sandboxSignIn -Name sandbox
        $null = Connect-SfJwt @prodSignIn -Name prod
        Set-Content "$TestDrive/x.csv" 'LastName', 'Ito'
        $row = Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1'
        $soql = 'SELECT Id FROM Contact'
        $job = Export-SfBulk $soql -NoWait
    }

    It 'names connection and host: <Script>' -ForEach @(
        @{ Script = { $row | Remove-SfRecord -WhatIf } }
        @{ Script = { $row | Set-SfRecord -Field @{ Title = 'x' } -WhatIf } }
        @{ Script = { New-SfRecord Contact @{ LastName = 'x' } -WhatIf } }
        @{ Script = { Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'x' } -WhatIf } }
        @{ Script = { Invoke-SfComposite -Subrequest @{ method = 'DELETE'; url = 'sobjects/Contact/1' } -WhatIf } }
        @{ Script = { Invoke-SfApex 'Integer i;' -WhatIf } }
        @{ Script = { Invoke-SfApex -RestPath x -Method Post -Body @{ a = 1 } -WhatIf } }
        @{ Script = { Import-SfBulk Contact Insert -Path "$TestDrive/x.csv" -WhatIf } }
        @{ Script = { Export-SfBulk $soql "$TestDrive/out.csv" -WhatIf } }
        @{ Script = { Send-SfFile "$TestDrive/x.csv" -WhatIf } }
        @{ Script = { $job | Remove-SfBulkJob -WhatIf } }
        @{ Script = { $job | Stop-SfBulkJob -WhatIf } }
    ) {
        $text = Get-WhatIf $Script
        $text | Should -BeLike "*(prod, $prodHost)*"
    }

    It 'names the connection of -Connection' {
        $text = Get-WhatIf { 'SELECT Id FROM Contact LIMIT 3' | Invoke-SfQuery -Connection sandbox | Remove-SfRecord -Connection sandbox -WhatIf }
        $text | Should -BeLike "*3 Contact records, 1 to 3 (sandbox, $sandboxHost)*"
    }
}

Describe 'A record of another org' {
    BeforeAll {
        Disconnect-Sf -All
        $null = Connect-SfJwt @sandboxSignIn -Name sandbox
        $null = Connect-SfJwt @prodSignIn -Name prod
        $null = Connect-SfJwt @prodSignIn -Name again -NoDefault
        $rows = Invoke-SfQuery 'SELECT Id, LastName, Account.Name FROM Contact WHERE AccountId != null LIMIT 2' -Connection sandbox
        Set-Content "$TestDrive/file.txt" 'text'
        $file = Send-SfFile "$TestDrive/file.txt" -Connection sandbox
        $document = Invoke-SfQuery 'SELECT Id FROM ContentDocument LIMIT 1' -Connection sandbox
    }
    BeforeEach { Clear-OrgRequest $prodOrg; Clear-OrgRequest $sandboxOrg }

    It 'is rejected with an error that names both: <Script>' -ForEach @(
        @{ Script = { $rows | Remove-SfRecord } }
        @{ Script = { Remove-SfRecord -InputObject $rows[0] } }
        @{ Script = { $rows | Set-SfRecord -Field @{ Title = 'x' } } }
        @{ Script = { $rows | Set-SfRecord } }
        @{ Script = { $rows | New-SfRecord } }
        @{ Script = { $rows | Import-SfBulk Contact Update } }
        @{ Script = { $rows | Get-SfRecord } }
        @{ Script = { $rows[0].Account | Get-SfRecord } }
        @{ Script = { $document | Save-SfFile -Path $TestDrive } }
    ) {
        $thrown = Get-ThrownError $Script
        $thrown.FullyQualifiedErrorId | Should -BeLike 'SfRecordOfOtherOrg,*'
        $thrown.Exception.Message | Should -BeLike "*sandbox, $sandboxHost*prod, $prodHost*"
        $thrown.ErrorDetails.RecommendedAction | Should -BeLike '*-Connection sandbox*-Connection prod*'
        @(Get-OrgRequest $prodOrg | Where-Object method -NE 'GET').Count | Should -Be 0
    }

    It 'is accepted where -Connection says so' {
        ($rows | Set-SfRecord -Field @{ Title = 'sandbox' } -Connection sandbox).Success | Should -Be $true, $true
        ($rows | Get-SfRecord -Field Id -Connection prod).Count | Should -Be 2
        $document | Save-SfFile -OutFile "$TestDrive/saved.txt" -Connection sandbox | Get-Content | Should -Be 'text'
    }

    It 'is accepted over another connection to its org' {
        $own = Invoke-SfQuery 'SELECT Id, Title FROM Contact LIMIT 1' -Connection again
        ($own | Set-SfRecord).Success | Should -BeTrue
    }

    It 'is any record once it went through Select-Object or a file' {
        ($rows | Select-Object Id, @{ n = 'Title'; e = { 'copied' } } | Set-SfRecord -Type Contact).Success | Should -Be $true, $true
        $rows | Export-Clixml "$TestDrive/rows.xml"
        (Import-Clixml "$TestDrive/rows.xml" | Set-SfRecord -Field @{ Title = 'file' }).Success | Should -Be $true, $true
    }

    It 'does not show where it comes from' {
        $rows[0].PSObject.Properties.Name | Should -Be 'Id', 'LastName', 'Account'
        $rows[0] | ConvertTo-Json | Should -Not -Match $sandboxHost
    }
}

Describe 'A session without a connection' {
    BeforeEach {
        Disconnect-Sf -All
        $names = 'SF_PROFILE', 'SF_PROFILE_PATH', 'SF_CLIENT_ID', 'SF_USERNAME', 'SF_LOGIN_URL', 'SF_JWT_KEY_FILE', 'SF_ACCESS_TOKEN', 'SF_INSTANCE_URL'
    }
    AfterEach { Remove-Item ($names | ForEach-Object { "Env:$_" }) -ErrorAction Ignore }

    It 'signs in with the key of the environment, and says so' {
        $env:SF_CLIENT_ID, $env:SF_USERNAME, $env:SF_LOGIN_URL = 'testapp', 'user@test.example', $prodOrg.Url
        $env:SF_JWT_KEY_FILE = $prodOrg.KeyPath
        Clear-OrgRequest $prodOrg
        $user, $verbose = (Get-SfUser -Verbose 4>&1).Where({ $_ -isnot [Management.Automation.VerboseRecord] }, 'Split')
        $user.Username | Should -Be 'user@test.example'
        "$verbose" | Should -BeLike '*There is no connection: Connect-SfJwt signs in with SF_CLIENT_ID, SF_USERNAME, SF_JWT_KEY_FILE*'
        Invoke-SfQuery 'SELECT COUNT() FROM Contact' | Should -Be 100
        (Get-SfConnection -Default).Username | Should -Be 'user@test.example'
        @(Get-OrgRequest $prodOrg | Where-Object path -Like '*/token').Count | Should -Be 1
    }

    It 'signs in with the profile of SF_PROFILE' {
        $env:SF_PROFILE_PATH = "$TestDrive/profiles.json"
        $null = Save-SfProfile nightly @prodSignIn -Confirm:$false
        $env:SF_PROFILE = 'nightly'
        Invoke-SfQuery 'SELECT COUNT() FROM Contact' | Should -Be 100
        (Get-SfConnection -Default).Name | Should -Be 'nightly'
    }

    It 'signs in with the token of the environment' {
        $token = Get-SfAccessToken -Connection (Connect-SfJwt @prodSignIn) -AsPlainText
        Disconnect-Sf -All
        $env:SF_ACCESS_TOKEN, $env:SF_INSTANCE_URL = $token, $prodOrg.Url
        (Get-SfLimit DailyApiRequests).Max | Should -BeGreaterThan 0
    }

    It 'fails with the error of the sign-in' {
        $env:SF_CLIENT_ID, $env:SF_USERNAME, $env:SF_LOGIN_URL = 'testapp', 'notapproved@test.example', $prodOrg.Url
        $env:SF_JWT_KEY_FILE = $prodOrg.KeyPath
        (Get-ThrownError { Invoke-SfRest limits }).FullyQualifiedErrorId | Should -BeLike 'SfLoginNotApproved,*'
        $env:SF_PROFILE_PATH, $env:SF_PROFILE = "$TestDrive/none.json", 'missing'
        (Get-ThrownError { Invoke-SfRest limits }).FullyQualifiedErrorId | Should -BeLike 'SfProfileNotFound,*'
    }

    It 'does not sign in where a connection is named, or where variables are missing' {
        $env:SF_CLIENT_ID, $env:SF_USERNAME = 'testapp', 'user@test.example'
        (Get-ThrownError { Invoke-SfRest limits }).FullyQualifiedErrorId | Should -BeLike 'SfNotConnected,*'
        $env:SF_JWT_KEY_FILE = $prodOrg.KeyPath
        (Get-ThrownError { Invoke-SfRest limits -Connection prod }).FullyQualifiedErrorId | Should -BeLike 'SfConnectionNotFound,*'
    }
}

Describe 'An irreversible delete' {
    BeforeAll {
        Disconnect-Sf -All
        $null = Connect-SfJwt @prodSignIn -Name prod
        Set-Content "$TestDrive/ids.csv" 'Id', (Invoke-SfQuery 'SELECT Id FROM Contact LIMIT 1').Id
        $script = "Import-Module '$(Get-TestModule)'; `$null = Connect-SfJwt testapp user@test.example -KeyPath '$($prodOrg.KeyPath)' -LoginUrl $($prodOrg.Url)`n"
    }

    It 'asks' {
        Clear-OrgRequest $prodOrg
        $output = "n`n" | & (Get-TestPowerShell) -NoProfile -Command "$script; Import-SfBulk Contact HardDelete -Path '$TestDrive/ids.csv'" 2>&1 | Out-String
        $output | Should -Match 'HardDelete'
        $output | Should -BeLike "*$prodHost*"
        Get-OrgRequest $prodOrg | Where-Object path -Like '*/jobs/ingest*' | Should -BeNullOrEmpty
    }

    It 'does not ask with -Confirm:$false, nor for other operations' {
        (Import-SfBulk Contact Delete -Path "$TestDrive/ids.csv").RecordsProcessed | Should -Be 1
        Clear-OrgRequest $prodOrg
        $null = Import-SfBulk Contact HardDelete -Path "$TestDrive/ids.csv" -Confirm:$false -ErrorAction SilentlyContinue
        @(Get-OrgRequest $prodOrg | Where-Object { $_.method -eq 'POST' -and $_.path -like '*/jobs/ingest' }).Count | Should -Be 1
    }
}
