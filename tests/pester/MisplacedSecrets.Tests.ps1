# Every form of a secret, in every parameter of every cmdlet, in every environment variable and every field of a profile: no part of
# it may appear on any stream. New parameters are included automatically.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $cmdlets = (Get-Command -Module SalesforceJwt.PS -CommandType Cmdlet).Name | ForEach-Object { @{ Name = $_ } }
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'work')).FullName
    Push-Location $folder
    $env:SF_PROFILE_PATH = Join-Path $TestDrive 'profiles.json'
    $signIn = $org.SignIn
    $connection = Connect-SfJwt @signIn -Name test

    # Looks like a key, and is the same in each run: it begins like a PKCS#8 key of 2048 bits, the other bytes are pseudo-random.
    $bytes = [byte[]]::new(1217)
    [Random]::new(2048).NextBytes($bytes)
    [Convert]::FromHexString('308204bd020100300d06092a864886f70d0101010500048204a7308204a30201000282010100').CopyTo($bytes, 0)
    $der = [Convert]::ToBase64String($bytes)
    $pem = "-----BEGIN PRIVATE KEY-----`n$($der -replace '.{64}', "`$0`n")`n-----END PRIVATE KEY-----`n"
    $refresh = '5Aep861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJrfoRXt1yz7rJAxlZnU7QnhFYxGDRqcQJ0qa0NcTIQ1F8lFkQK'
    $session = '00D5g000004XXXX!AQEAQNRl7Kd0hvQm4wR1zXy9._t2uVbNcEfGhIjKlMnOpQrStUvWxYz0123456789ABCDEFGH.ijkl'
    $jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhcHAiLCJzdWIiOiJjaUBleGFtcGxlLmNvbSJ9.' + $der.Substring(100, 300).Replace('+',
        '-').Replace('/', '_')
    $forms = [ordered]@{
        PEM = $pem
        'PEM on one line' = $pem.Replace("`n", '\n')
        'base64 of PEM' = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes($pem))
        'base64 of DER' = $der
        'a line of a PEM' = ($pem -split "`n")[5]
        'consumer secret' = '4F1C9D2E3B5A60718293A4B5C6D7E8F90A1B2C3D4E5F60718293A4B5C6D7E8F9'
        'session id' = $session
        'refresh token' = $refresh
        JWT = $jwt
        'auth URL' = "force://PlatformCLI::$refresh@acme.my.salesforce.com"
        'URL with password' = "https://ci:$($der.Substring(60, 44) -replace '[+/]')@acme.my.salesforce.com"
    }

    $data = '^(SalesforceJwt\.(PS\.Models|Model)\.Sf(RecordResult|File|BulkExport|BulkResult|CompositeResult)|System\.(String|Object\[\]|Management\.Automation\.PSCustomObject))$'

    # Everything that a caller can see of a call, except InvocationInfo, in which PowerShell keeps the caller's line.
    function Get-Shown([scriptblock] $Call) {
        $seen = [Collections.Generic.List[string]]::new()
        $show = {
            param($item)
            # Data belongs to the caller: records, files, results of rows.
            if ($item.PSObject.TypeNames -match $data) { return }
            if ($item -isnot [System.Management.Automation.ErrorRecord]) {
                ($item | Format-List * -Force | Out-String -Width 9999), "$item"; return
            }
            "$item"; "$($item.TargetObject)"; $item.FullyQualifiedErrorId; "$($item.CategoryInfo)"; "$($item.ErrorDetails)"
            $item.ErrorDetails.RecommendedAction
            for ($e = $item.Exception; $e; $e = $e.InnerException) {
                "$e"
                foreach ($p in $e.PSObject.Properties) {
                    if ($p.Name -notin 'ErrorRecord', 'InnerException', 'CommandInvocation') { "$($p.Value)" }
                }
            }
        }
        try { & $Call *>&1 | ForEach-Object { $seen.AddRange([string[]] @(& $show $_)) } } catch { $seen.AddRange([string[]] @(& $show $_)) }
        $seen -join "`n"
    }

    function Find-Leak([string] $Secret, [string] $Shown) {
        # Parts at every eighth character find any leak of 48 characters.
        for ($i = 0; $i + 40 -le $Secret.Length; $i += 8) {
            $at = $Shown.IndexOf($Secret.Substring($i, 40), [StringComparison]::Ordinal)
            if ($at -ge 0) { return $at + 1 }
        }
        $password = [regex]::Match($Secret, '(?<=://ci:)[^@]+').Value
        if ($password) { $Shown.IndexOf($password, [StringComparison]::Ordinal) + 1 } else { 0 }
    }

    function Show-Leak([string] $Where, [string] $Secret, [string] $Shown) {
        $leak = Find-Leak $Secret $Shown
        if ($leak) {
            "${Where}: $($Shown.Substring([Math]::Max(0, $leak - 200), [Math]::Min(300, $Shown.Length - [Math]::Max(0, $leak - 200))))"
        }
    }

    $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $needed = @{
        ClientId = 'testapp'; Username = 'user@test.example'; KeyPath = $org.KeyPath; LoginUrl = $org.Url; Connection = $connection
        Path = $org.CertificatePath
        LiteralPath = $org.CertificatePath; Name = 'x'; Uri = '/services/data'; Query = 'SELECT Id FROM Account LIMIT 1'; Type = 'Account'
        Id = '001000000000001AAA'
        Code = 'Integer i = 1;'; Text = 'acme'; Search = 'FIND {acme}'; Token = 'eyJhbGciOiJSUzI1NiJ9.e30.AAAA'; SignedRequest = 'a.b'
        ConsumerSecret = 's'; RestPath = 'x'
        Subrequest = @{ Method = 'GET'; Url = 'limits' }; Operation = 'Insert'; InstanceUrl = $org.Url; AccessToken = '00D000000000001!x'
        RefreshToken = 'r'; ExternalId = 'Number__c'
        InputObject = [pscustomobject]@{ LastName = 'x' }; OutFile = "$folder/out"
        Credential = [pscredential]::new('u', (ConvertTo-SecureString p -AsPlainText -Force)); Field = 'Id'
        KeyVariable = 'SF_JWT_KEY'; Thumbprint = $org.Thumbprint
        Certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::new($org.CertificatePath)
        PrivateKey = $pem; Profile = 'none'; Body = '{}'; Returning = 'Account'; ClientSecret = 's'; SubjectToken = 'a.b.c'
        Password = (ConvertTo-SecureString p -AsPlainText -Force)
    }
}
AfterAll { Pop-Location; Remove-Item Env:SF_PROFILE_PATH; Stop-TestOrg $org }

Describe '<Name>' -ForEach $cmdlets {
    It 'shows no secret that is given to any parameter' {
        $command = Get-Command $Name
        $tried = @{}
        $leaks = foreach ($set in $command.ParameterSets) {
            foreach ($parameter in $set.Parameters.Where({ $_.Name -notin $common -and $_.ParameterType -ne [switch] -and
                -not $tried[$_.Name] })) {
                $tried[$parameter.Name] = $true
                $rest = @{}
                foreach ($other in $set.Parameters.Where({ $_.IsMandatory -and $_.Name -ne $parameter.Name })) {
                    $rest[$other.Name] = $needed[$other.Name] ?? $true
                }
                foreach ($more in 'TimeoutSec', 'MaximumRetryCount', 'NoBrowser', 'Offline') {
                    if ($set.Parameters.Name -contains $more -and $more -ne $parameter.Name) {
                        $rest[$more] = if ($more -eq 'MaximumRetryCount') { 0 } elseif ($more -eq 'TimeoutSec') { 1 } else { $true }
                    }
                }
                if ($command.ImplementingType.GetInterface('ILoginParameters') -and $Name -notin 'New-SfJwt', 'Save-SfProfile') {
                    foreach ($p in 'ClientId', 'Username', 'LoginUrl') {
                        if ($set.Parameters.Name -contains $p -and $p -ne $parameter.Name) { $rest[$p] = $needed[$p] }
                    }
                    if ($parameter.Name -in 'Environment', 'Proxy') { $rest.Remove('LoginUrl') }
                }
                foreach ($form in $forms.Keys) {
                    # A consumer key may be random text and is not a secret.
                    if ($parameter.Name -eq 'ClientId' -and $form -eq 'a line of a PEM') { continue }
                    foreach ($whatIf in @($true, $false)[(-not $command.Parameters.ContainsKey('WhatIf'))..1]) {
                        $arguments = $rest.Clone()
                        $arguments[$parameter.Name] = $forms[$form]
                        if ($whatIf) { $arguments['WhatIf'] = $true } elseif ($command.Parameters.ContainsKey('Confirm')) {
                            $arguments['Confirm'] = $false
                        }
                        $shown = Get-Shown { & $Name @arguments -Verbose -Debug -ErrorAction Continue }
                        Show-Leak "-$($parameter.Name) ($form)" $forms[$form] $shown
                    }
                }
            }
        }
        $tried.Count | Should -BeGreaterThan 0
        $leaks | Should -BeNullOrEmpty
    }
}

Describe 'The environment' {
    It 'shows no secret of <_>' -ForEach 'SF_CLIENT_ID', 'SF_CLIENT_SECRET', 'SF_USERNAME', 'SF_LOGIN_URL', 'SF_INSTANCE_URL',
            'SF_ACCESS_TOKEN', 'SF_REFRESH_TOKEN', 'SFDX_AUTH_URL', 'SF_JWT_KEY', 'SF_JWT_KEY_FILE', 'SF_JWT_KEY_PASSWORD',
            'SF_PROFILE_PATH' {
        $variable = $_
        $rest = @{ MaximumRetryCount = 0; Verbose = $true; Debug = $true; ErrorAction = 'Continue' }
        $values = @{ SF_CLIENT_ID = 'testapp'; SF_USERNAME = 'user@test.example'; SF_LOGIN_URL = $org.Url; SF_INSTANCE_URL = $org.Url
            SF_JWT_KEY_FILE = $org.KeyPath; SF_PROFILE_PATH = $env:SF_PROFILE_PATH }
        $leaks = foreach ($form in $forms.Keys) {
            if ($variable -eq 'SF_CLIENT_ID' -and $form -eq 'a line of a PEM') { continue }
            foreach ($name in $values.Keys) { Set-Item "Env:$name" $values[$name] }
            Set-Item "Env:$variable" $forms[$form]
            foreach ($call in { Connect-SfJwt @rest }, { Connect-SfToken @rest }, { Connect-SfRefreshToken @rest },
                { Connect-SfClientCredential @rest }, { Connect-SfAuthUrl @rest },
                { Connect-SfDevice @rest -TimeoutSec 1 }, { New-SfJwt -Verbose }, { Test-SfConnection -Offline }, { Get-SfProfile },
                    { Get-SfTokenInfo -Connection $connection -Verbose -Debug },
                { Connect-SfJwt -Profile none }) {
                Show-Leak "$call ($form)" $forms[$form] (Get-Shown $call)
            }
            Remove-Item "Env:$variable"
        }
        foreach ($name in $values.Keys) { Remove-Item "Env:$name" -ErrorAction Ignore }
        $env:SF_PROFILE_PATH = $values.SF_PROFILE_PATH
        $leaks | Should -BeNullOrEmpty
    }
}

Describe 'A profile written by hand' {
    It 'shows no secret in its <_>' -ForEach 'loginUrl', 'clientId', 'username', 'audience', 'apiVersion', 'path', 'thumbprint', 'variable',
            'secret' {
        $field = $_
        $leaks = foreach ($form in $forms.Keys) {
            $entry = @{ loginUrl = $org.Url; clientId = 'testapp'; username = 'user@test.example'; key = @{ path = $org.KeyPath } }
            if ($field -in 'path', 'thumbprint', 'variable', 'secret') { $entry.key = @{ $field = $forms[$form] } } else {
                $entry[$field] = $forms[$form]
            }
            @{ version = 1; profiles = @{ ci = $entry } } | ConvertTo-Json -Depth 5 | Set-Content $env:SF_PROFILE_PATH
            foreach ($call in { Connect-SfJwt -Profile ci -MaximumRetryCount 0 -Verbose -Debug }, { New-SfJwt -Profile ci },
                { Test-SfConnection -Profile ci -Offline }, { Get-SfProfile }, { Remove-SfProfile ci -WhatIf }) {
                Show-Leak "$call ($form)" $forms[$form] (Get-Shown $call)
            }
        }
        Remove-Item $env:SF_PROFILE_PATH
        $leaks | Should -BeNullOrEmpty
    }
}

Describe 'Plain text for a password' {
    It 'is rejected and not shown: <Call>' -ForEach @(
        @{ Call = { Connect-SfJwt a b -KeyPath x -KeyPassword 'hunter2 hunter2' } }
        @{ Call = { Get-SfCertificate x -Password 'hunter2 hunter2' } }
        @{ Call = { New-SfCertificate -Password 'hunter2 hunter2' } }
        @{ Call = { ConvertTo-SfCiSecret x -Password 'hunter2 hunter2' } }
    ) {
        $shown = Get-Shown $Call
        $shown | Should -Match 'Read-Host -AsSecureString'
        $shown | Should -Not -Match 'hunter2'
    }
}

Describe 'Every parameter' {
    It 'whose value PowerShell converts or checks rejects a secret first' {
        $unguarded = foreach ($command in Get-Command -Module SalesforceJwt.PS -CommandType Cmdlet) {
            foreach ($property in $command.ImplementingType.GetProperties()) {
                $attributes = $property.GetCustomAttributes($true).GetType().Name
                if ($attributes -notcontains 'ParameterAttribute' -or $property.PropertyType -in [switch], [object], [object[]], [psobject],
                    [psobject[]]) {
                    continue
                }
                $checked = $property.PropertyType -notin [string], [string[]] -or
                    $attributes -match 'Validate(Set|Pattern|Range|Length|Count|Script)'
                if ($checked -and -not ($attributes -match 'NoSecret|NoPlainText|SecretTransformation')) {
                    "$($command.Name) -$($property.Name)"
                }
            }
        }
        $unguarded | Should -BeNullOrEmpty
    }
}
