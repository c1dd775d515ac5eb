BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $signIn = @{ ClientId = 'testapp'; Username = 'user@test.example'; LoginUrl = $org.Url }
    $passwordText = 'pass $word <&>"'
    $password = ConvertTo-SecureString $passwordText -AsPlainText -Force
    $locked = New-SfCertificate -Path $org.Folder -Name 'it''s locked' -Password $password
    Add-OrgApp $org lockedapp $locked.CertificatePath
    $line = ConvertTo-SfCiSecret $org.KeyPath -AsPlainText
    $keyLines = Get-Content $org.KeyPath | Where-Object { $_ -notmatch '^-----' }

    # Stubs of the called programs: they record their arguments, and then their input.
    $calls = [Collections.Generic.List[object]]::new()
    function gh { $calls.Add($args + ($input | Out-String).TrimEnd()) }
    function glab { $calls.Add($args + ($input | Out-String).TrimEnd()) }
    function java { $calls.Add($args + ($input | Out-String).TrimEnd()) }
    function az { $calls.Add($args + (Get-Item "Env:AZURE_DEVOPS_EXT_PIPELINE_VAR_$($args[$args.IndexOf('--name') + 1])").Value) }
}
AfterAll { Stop-TestOrg $org }

Describe 'ConvertTo-SfCiSecret' {
    It 'returns one line: the base64 of a PKCS#8 PEM' {
        $line | Should -BeOfType string
        $line | Should -Match '^[A-Za-z0-9+/]+=*$'
        [Text.Encoding]::ASCII.GetString([Convert]::FromBase64String($line)) | Should -Be (Get-Content $org.KeyPath -Raw)
        $secret = ConvertTo-SfCiSecret $org.KeyPath
        $secret.Name | Should -Be 'SF_JWT_KEY'
        ConvertFrom-SecureString $secret.Value -AsPlainText | Should -BeExactly $line
        $secret.IsEncrypted | Should -BeFalse
        $secret.PasswordName | Should -BeNullOrEmpty
    }

    It 'accepts text, files, and the output of New-SfCertificate from the pipeline' {
        ConvertTo-SfCiSecret -PrivateKey (Get-Content $org.KeyPath) -AsPlainText | Should -BeExactly $line
        ConvertTo-SfCiSecret -PrivateKey (ConvertTo-SecureString $line -AsPlainText -Force) -AsPlainText | Should -BeExactly $line
        Get-Item $org.KeyPath | ConvertTo-SfCiSecret -AsPlainText | Should -BeExactly $line
        ($locked | ConvertTo-SfCiSecret).IsEncrypted | Should -BeTrue
    }

    It 'signs in with the line after <Name>' -ForEach @(
        @{ Name = 'nothing'; Mangle = { $line } }
        @{ Name = 'quoting'; Mangle = { "`"$line`"" } }
        @{ Name = 'wrapping at 64'; Mangle = { ($line -split '(?<=\G.{64})') -join "`n" } }
        @{ Name = 'wrapping at 76 with CRLF'; Mangle = { ($line -split '(?<=\G.{76})') -join "`r`n" } }
        @{ Name = 'a trailing newline'; Mangle = { "$line`n" } }
        @{ Name = 'wrapping with literal \n'; Mangle = { ($line -split '(?<=\G.{64})') -join '\n' } }
        @{ Name = 'wrapping with spaces'; Mangle = { ($line -split '(?<=\G.{64})') -join ' ' } }
        @{ Name = 'a byte order mark'; Mangle = { [char]0xFEFF + $line } }
    ) {
        (Connect-SfJwt @signIn -PrivateKey (& $Mangle)).Username | Should -Be 'user@test.example'
        $env:SF_JWT_KEY = & $Mangle
        try { (Connect-SfJwt @signIn).Username | Should -Be 'user@test.example' } finally { $env:SF_JWT_KEY = $null }
    }

    It 'leaves an encrypted key encrypted, with its password as a second secret: <_>' -ForEach @('KeyPath', 'PfxPath') {
        foreach ($given in @{}, @{ Password = $password }) {
            $secret = ConvertTo-SfCiSecret $locked.$_ @given
            $secret.IsEncrypted | Should -BeTrue
            $secret.PasswordName | Should -Be 'SF_JWT_KEY_PASSWORD'
            $secret.Password | Should -Be $given.Password
            (Get-ThrownError { Connect-SfJwt @signIn -PrivateKey $secret.Value }).FullyQualifiedErrorId |
                Should -BeLike 'SfKeyPasswordRequired,*'
            (Connect-SfJwt lockedapp user@test.example -LoginUrl $org.Url -PrivateKey $secret.Value -KeyPassword $password).Username |
                Should -Be 'user@test.example'
        }
    }

    It 'removes the encryption with -Decrypt: <_>' -ForEach @('KeyPath', 'PfxPath') {
        $secret = ConvertTo-SfCiSecret $locked.$_ -Password $password -Decrypt
        $secret.IsEncrypted | Should -BeFalse
        $secret.PasswordName | Should -BeNullOrEmpty
        $secret.Password | Should -BeNullOrEmpty
        (Connect-SfJwt lockedapp user@test.example -LoginUrl $org.Url -PrivateKey $secret.Value).Username | Should -Be 'user@test.example'
    }

    It 'explains bad input: <Id>' -ForEach @(
        @{ Arguments = { @{ Path = $locked.KeyPath; Password = ConvertTo-SecureString wrong -AsPlainText -Force } }
            Id = 'SfKeyPasswordWrong' }
        @{ Arguments = { @{ Path = $locked.KeyPath; Decrypt = $true } }; Id = 'SfKeyPasswordRequired' }
        @{ Arguments = { @{ Path = $org.CertificatePath } }; Id = 'SfKeyNotPrivate' }
        @{ Arguments = { @{ Path = 'no-such.key' } }; Id = 'SfKeyFileNotFound' }
        @{ Arguments = { @{ PrivateKey = 'prose' } }; Id = 'SfKeyFormatUnknown' }
        @{ Arguments = { @{ Path = $org.KeyPath; Name = 'A; rm -rf /' } }; Id = 'ParameterArgumentValidationError' }
    ) {
        $arguments = & $Arguments
        (Get-ThrownError { ConvertTo-SfCiSecret @arguments }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'shows no secret, however it is displayed' {
        $secret = ConvertTo-SfCiSecret $locked.KeyPath -Password $password
        $plain = ConvertTo-SfCiSecret $org.KeyPath
        $shown = ($secret, $plain | Out-String), ($secret, $plain | Format-List * -Force | Out-String -Width 4000),
            ($secret, $plain | ConvertTo-Json), "$secret $plain",
            [Management.Automation.PSSerializer]::Serialize($plain, 4) -join "`n"
        $shown | Should -Match 'Value +: \*\*\*'
        $shown | Should -Match 'gh secret set SF_JWT_KEY'
        $shown.Contains($line.Substring(100, 40)) | Should -BeFalse
        foreach ($keyLine in $keyLines) { $shown.Contains($keyLine) | Should -BeFalse }
        $shown | Should -Not -Match 'pass \$word'
    }
}

Describe 'The commands of <_>' -ForEach @('GitHub', 'GitLab', 'AzurePipelines', 'Jenkins') {
    BeforeEach {
        $calls.Clear()
        Mock Read-Host { $passwordText } -ParameterFilter { $MaskInput -and $Prompt -eq 'SF_JWT_KEY_PASSWORD' }
    }

    It 'store the key, without showing it' {
        & ([scriptblock]::Create((ConvertTo-SfCiSecret $org.KeyPath -Name MY_KEY).$_)) | Should -BeNullOrEmpty
        $calls | Should -HaveCount 1
        switch ($_) {
            GitHub { $calls[0] | Should -BeExactly @('secret', 'set', 'MY_KEY', $line) }
            GitLab { $calls[0] | Should -BeExactly @('variable', 'set', 'MY_KEY', '--masked', '--raw', $line) }
            AzurePipelines {
                $calls[0] | Should -BeExactly @('pipelines', 'variable', 'create', '--pipeline-name', 'PIPELINE', '--name', 'MY_KEY',
                    '--secret', 'true', $line)
                $env:AZURE_DEVOPS_EXT_PIPELINE_VAR_MY_KEY | Should -BeNullOrEmpty
            }
            Jenkins {
                $calls[0][0..2] | Should -BeExactly @('-jar', 'jenkins-cli.jar', '-s')
                $calls[0][-4..-2] | Should -BeExactly @('create-credentials-by-xml', 'system::system::jenkins', '_')
                $xml = ([xml] $calls[0][-1]).'org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl'
                $xml.id | Should -Be 'MY_KEY'
                $xml.secret | Should -BeExactly $line
            }
        }
    }

    It 'store an encrypted key and ask for its password, whatever is in its path' {
        & ([scriptblock]::Create((ConvertTo-SfCiSecret $locked.KeyPath).$_)) | Should -BeNullOrEmpty
        $calls | Should -HaveCount 2
        $values = $calls | ForEach-Object { $_[-1] -as [xml] ? ([xml] $_[-1]).DocumentElement.secret : $_[-1] }
        $values[0] | Should -BeExactly (ConvertTo-SfCiSecret $locked.KeyPath -AsPlainText)
        $values[1] | Should -BeExactly $passwordText
        "$($calls[1])" | Should -Match 'SF_JWT_KEY_PASSWORD'
    }

    It 'contain no secret' {
        (ConvertTo-SfCiSecret -PrivateKey $line).$_ | Should -Match '-PrivateKey \$key'
        (ConvertTo-SfCiSecret $locked.KeyPath -Password $password -Decrypt).$_ | Should -Match '-Password \$password -Decrypt'
    }
}
