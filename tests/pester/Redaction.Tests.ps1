BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    Set-OrgSetting $org @{ showAuthorization = $true }
    $script = Join-Path $TestDrive 'session.ps1'
    $transcript = Join-Path $TestDrive 'transcript.txt'

    # A whole session that shows everything on every stream, in every format, and then errors. At its end it writes the secrets to a
    # file, for the test.
    Set-Content $script @'
param($Module, $Helpers, $KeyPath, $Url, $Transcript, $Secrets, $AdminKey)
Start-Transcript $Transcript | Out-Null
$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
$ErrorView = 'DetailedView'
Import-Module $Module
. $Helpers
$key = Get-Content $KeyPath -Raw
$signIn = @{ ClientId = 'testapp'; Username = 'user@test.example'; LoginUrl = $Url }
$connection = Connect-SfJwt @signIn -PrivateKey $key
Show-Everything $connection
Show-Everything (Get-SfConnection)
Show-Everything (Get-SfAccessToken)
$first = Get-SfAccessToken -AsPlainText
Show-Everything (Invoke-SfRest limits)
Show-Everything (Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = 'S' })
$null = Invoke-RestMethod "$Url/_localorg/tokens/expire" -Method Post -Body '{}' -ContentType application/json -Headers @{ Authorization = "Bearer $AdminKey" } -Verbose:$false -Debug:$false
Show-Everything (Invoke-SfRest limits)
$second = Get-SfAccessToken -AsPlainText
Show-Failure { Invoke-SfRest sobjects/Nope }
Show-Failure { Invoke-SfRest https://evil.example/ }
Show-Failure { Invoke-SfRest limits -Headers @{ Authorization = "Bearer $second" } }
# A server that echoes its request, in an error and in parts of one.
foreach ($body in "[{`"errorCode`":`"X`",`"message`":`"you sent Bearer $second`"}]", "<html>$second</html>") {
    Add-Fault @{ path = '/services/data/v68.0/limits'; status = 400; body = $body }
    Show-Failure { Invoke-SfRest limits }
}
foreach ($token in "{`"access_token`":`"$second`",`"instance_url`":", "{`"access_token`":`"$second`"}") {
    Add-Fault @{ path = '/services/oauth2/token'; status = 200; body = $token }
    Show-Failure { Connect-SfJwt @signIn -PrivateKey $key }
}
Show-Failure { Connect-SfJwt @signIn -PrivateKey $key.Substring(0, 600) }
Show-Failure { Connect-SfJwt @signIn -PrivateKey ($key -replace 'PRIVATE', 'PUBLIC') }
Show-Failure { Connect-SfJwt @signIn -PrivateKey "x$key" -KeyPassword (ConvertTo-SecureString 'secret pass word' -AsPlainText -Force) -CertificatePath no-such-file }
Show-Failure { Connect-SfJwt testapp nobody@test.example -PrivateKey $key -LoginUrl $Url }
Show-Failure { Connect-SfJwt testapp user@test.example -PrivateKey $key -LoginUrl http://127.0.0.1:1 -MaximumRetryCount 0 }
Disconnect-Sf -Revoke
Show-Everything $connection
Show-Everything $Error
Stop-Transcript | Out-Null
[IO.File]::WriteAllLines($Secrets, [string[]] ($first, $second))
'@
    $pwsh = Get-TestPowerShell
    $secretFile = Join-Path $TestDrive 'secrets.txt'
    $shown = & $pwsh -NoProfile -NonInteractive -File $script (Get-TestModule) "$PSScriptRoot/RedactionHelpers.ps1" $org.KeyPath $org.Url $transcript $secretFile $org.AdminKey *>&1 | Out-String -Width 4000
    $everything = $shown + (Get-Content $transcript -Raw)
    $tokens = Get-Content $secretFile
    $assertions = Get-OrgRequest $org | Where-Object path -EQ '/services/oauth2/token' |
        ForEach-Object { [regex]::Match($_.body, '(?<=assertion=)[^&]+').Value }
}
AfterAll { Stop-TestOrg $org }

Describe 'A full session, with everything shown' {
    It 'shows many lines' {
        $everything.Length | Should -BeGreaterThan 50000
        $everything | Should -Match 'VERBOSE: GET .*/limits -> 200'
        $everything | Should -Match 'Authorization: \*\*\*'
        $everything | Should -Match 'SfLoginNotApproved'
        $everything | Should -Match 'you sent Bearer \*\*\*'
        $tokens[0] | Should -Not -Be $tokens[1]
        @($assertions).Count | Should -BeGreaterThan 3
    }

    It 'shows no access token, nor half of one' {
        foreach ($token in $tokens) {
            $everything.Contains($token) | Should -BeFalse
            $everything.Contains($token.Substring(20, 40)) | Should -BeFalse
        }
    }

    It 'shows no assertion, nor its signature' {
        foreach ($assertion in $assertions) {
            $everything.Contains($assertion) | Should -BeFalse
            $everything.Contains($assertion.Split('.')[2].Substring(0, 40)) | Should -BeFalse
        }
    }

    It 'shows no line of the private key, nor the password' {
        $lines = Get-Content $org.KeyPath | Where-Object { $_ -notmatch '^-----' }
        foreach ($line in $lines) { $everything.Contains($line) | Should -BeFalse }
        $everything -replace "'secret pass word'", '' | Should -Not -Match 'secret pass word'
    }
}
