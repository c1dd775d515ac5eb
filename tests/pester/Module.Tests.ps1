BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $connect = "Connect-SfJwt -ClientId testapp -Username user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url)"
}
AfterAll { Stop-TestOrg $org }

Describe 'The manifest' {
    It 'is valid' {
        Test-ModuleManifest (Join-Path (Get-TestModule) 'SalesforceJwt.PS.psd1') -WarningVariable warnings | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'exports exactly these cmdlets' {
        (Get-Command -Module SalesforceJwt.PS).Name | Sort-Object | Should -Be @(
            'Add-SfPermissionSet'
            'Clear-SfTokenCache'
            'Compare-SfObject'
            'Connect-SfAuthUrl'
            'Connect-SfClientCredential'
            'Connect-SfDevice'
            'Connect-SfJwt'
            'Connect-SfPassword'
            'Connect-SfRefreshToken'
            'Connect-SfToken'
            'Connect-SfTokenExchange'
            'Connect-SfWeb'
            'ConvertFrom-SfJwt'
            'ConvertFrom-SfSignedRequest'
            'ConvertTo-SfAuthUrl'
            'ConvertTo-SfCiSecret'
            'Deploy-SfMetadata'
            'Disable-SfUser'
            'Disconnect-Sf'
            'Enable-SfUser'
            'Export-SfBulk'
            'Get-SfAccess'
            'Get-SfAccessToken'
            'Get-SfApp'
            'Get-SfAppToken'
            'Get-SfAuditTrail'
            'Get-SfBulkJob'
            'Get-SfCertificate'
            'Get-SfConnection'
            'Get-SfDeployment'
            'Get-SfEventLog'
            'Get-SfLimit'
            'Get-SfLoginHistory'
            'Get-SfObject'
            'Get-SfOrg'
            'Get-SfPermissionSet'
            'Get-SfProfile'
            'Get-SfRecord'
            'Get-SfTokenCache'
            'Get-SfTokenInfo'
            'Get-SfUser'
            'Import-SfBulk'
            'Invoke-SfApex'
            'Invoke-SfComposite'
            'Invoke-SfQuery'
            'Invoke-SfRest'
            'New-SfCertificate'
            'New-SfJwt'
            'New-SfRecord'
            'Open-Sf'
            'Receive-SfBulkJob'
            'Register-SfApp'
            'Remove-SfBulkJob'
            'Remove-SfPermissionSet'
            'Remove-SfProfile'
            'Remove-SfRecord'
            'Reset-SfUserPassword'
            'Resume-SfUser'
            'Revoke-SfAppToken'
            'Save-SfEventLog'
            'Save-SfFile'
            'Save-SfProfile'
            'Search-SfRecord'
            'Select-SfConnection'
            'Send-SfFile'
            'Set-SfApp'
            'Set-SfRecord'
            'Start-SfQuickDeploy'
            'Stop-SfBulkJob'
            'Stop-SfDeployment'
            'Suspend-SfUser'
            'Test-SfConnection'
            'Unregister-SfApp'
            'Wait-SfBulkJob'
            'Wait-SfDeployment'
        )
    }
}

Describe 'Importing' {
    It 'has types with short names after using namespace' {
        $script = [scriptblock]::Create("using namespace SalesforceJwt.Model`nfunction Get-Type([SfRecord[]] `$Record) { [SfRecordResult].FullName }`nGet-Type")
        & $script | Should -Be 'SalesforceJwt.Model.SfRecordResult'
    }

    It 'loads neither Core, nor IdentityModel, nor an HTTP client' {
        # Compared with what PowerShell has loaded by itself.
        $run = Invoke-FreshPowerShell '
            function Names { [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name }
            $before = Names; $before = Names
            Import-Module $module
            Names | Where-Object { $_ -notin $before }'
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' -match 'SalesforceJwt' | Sort-Object | Should -Be 'SalesforceJwt.Model', 'SalesforceJwt.PS'
        $run.Output | Should -Not -Match 'IdentityModel|Net.Http|Cryptography'
    }

    It 'writes no file' {
        # PowerShell itself writes files to the home directory for any module.
        $empty = Join-Path $TestDrive 'Empty.psd1'
        "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @(); AliasesToExport = @() }" | Set-Content $empty
        $written = foreach ($import in $empty, '$module') {
            $homeFolder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
            $environment = @{ PSModuleAnalysisCachePath = $IsWindows ? 'NUL' : '/dev/null' }
            foreach ($name in 'HOME', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'TMPDIR', 'TMP', 'TEMP') { $environment[$name] = $homeFolder }
            $run = Invoke-FreshPowerShell "Import-Module $import; Get-Command -Module SalesforceJwt.PS | Measure-Object | ForEach-Object Count" $environment
            $run.Errors | Should -BeNullOrEmpty
            , @(Get-ChildItem $homeFolder -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($homeFolder, $_.FullName) -replace '\d+', '#' } | Sort-Object)
        }
        $run.Output | Should -BeGreaterThan 40
        $written[1] | Should -Be $written[0]
    }

    It 'works twice with -Force, after Remove-Module, and in other runspaces of the same process' {
        $run = Invoke-FreshPowerShell "
            `$ErrorActionPreference = 'Stop'
            Import-Module `$module; Import-Module `$module -Force; Import-Module `$module -Force
            (`$first = $connect).IsConnected
            Remove-Module SalesforceJwt.PS
            [bool](Get-Command Connect-SfJwt -ErrorAction Ignore)
            Import-Module `$module
            @(Get-SfConnection).Count
            ($connect).IsConnected
            1..2 | ForEach-Object -Parallel { Import-Module `$using:module; (Invoke-SfRest limits -Connection `$using:first).DailyApiRequests.Max }"
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be @('True', 'False', '0', 'True', '100000', '100000')
    }
}

Describe 'Assembly isolation' {
    BeforeAll {
        # Stubs of Microsoft.IdentityModel.Tokens as other modules would have loaded them: with the same name, but empty.
        # (Add-Type would give the assembly a name of its own.)
        foreach ($version in '1.0.0.0', '99.0.0.0') {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive "stub-$version")
            $name = [Reflection.AssemblyName] "Microsoft.IdentityModel.Tokens, Version=$version"
            $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly)
            $null = $assembly.DefineDynamicModule($name.Name).DefineType('Microsoft.IdentityModel.Tokens.Stub', 'Public').CreateType()
            $assembly.Save((Join-Path $folder.FullName 'Microsoft.IdentityModel.Tokens.dll'))
        }
        $model = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq "SalesforceJwt.Model" } | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }'
        $contexts = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match "IdentityModel|SalesforceJwt.Core" } | ForEach-Object { "$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name) $($_.GetName().Name) $($_.GetName().Version)" } | Sort-Object'
    }

    It 'signs in although another version of Microsoft.IdentityModel.Tokens is loaded: <_>' -ForEach @('1.0.0.0', '99.0.0.0') {
        $stub = Join-Path $TestDrive "stub-$_" 'Microsoft.IdentityModel.Tokens.dll'
        $run = Invoke-FreshPowerShell "
            `$ErrorActionPreference = 'Stop'
            `$null = [Reflection.Assembly]::LoadFrom('$stub')
            Import-Module `$module
            ($connect).Username
            [bool][Microsoft.IdentityModel.Tokens.Stub]
            $contexts"
        $run.Errors | Should -BeNullOrEmpty
        $lines = $run.Output -split '\r?\n'
        $lines[0..1] | Should -Be @('user@test.example', 'True')
        $lines | Should -Contain "Default Microsoft.IdentityModel.Tokens $_"
        $lines -match '^SalesforceJwt.PS Microsoft.IdentityModel.Tokens ' | Should -HaveCount 1
    }

    It 'has one copy of the data types, in the default context, that Core and the cmdlets share' {
        $run = Invoke-FreshPowerShell "
            `$ErrorActionPreference = 'Stop'; Import-Module `$module; `$null = $connect
            `$user = Get-SfUser; `$contact = Get-SfObject Contact
            `$user -is [SalesforceJwt.Model.SfUser]; `$contact -is [SalesforceJwt.Model.SfObject]
            `$core = [AppDomain]::CurrentDomain.GetAssemblies().Where{ `$_.GetName().Name -eq 'SalesforceJwt.Core' }[0]
            `$method = `$core.GetType('SalesforceJwt.Core.Describe.DescribeCache').GetMethod('GetObjectAsync')
            `$method.ReturnType.GenericTypeArguments[0] -eq `$contact.GetType()
            $model"
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be @('True', 'True', 'True', 'Default')
    }

    It 'keeps the module''s IdentityModel and Core out of the default context' {
        $run = Invoke-FreshPowerShell "`$ErrorActionPreference = 'Stop'; Import-Module `$module; `$null = $connect; $contexts"
        $run.Errors | Should -BeNullOrEmpty
        $lines = $run.Output -split '\r?\n'
        $lines -match ' SalesforceJwt\.Core ' | Should -HaveCount 1
        $lines -match ' Microsoft\.IdentityModel\.Tokens ' | Should -HaveCount 1
        $lines -notmatch '^SalesforceJwt.PS ' | Should -BeNullOrEmpty
    }
}

Describe 'What is compiled ahead of time' {
    BeforeDiscovery {
        Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')
        $system = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        $none = -not (Test-Path (Join-Path (Get-TestModule) "deps/$system"))
        if ($none) { Write-Warning "Skipped: nothing is precompiled for $system." }
    }

    BeforeAll {
        $system = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        # Where the module's assemblies come from after a sign-in: the folders below the module's.
        function Get-LoadedFolder([string] $Module) {
            $run = Invoke-FreshPowerShell "
                `$ErrorActionPreference = 'Stop'; Import-Module '$Module'; `$null = $connect
                [AppDomain]::CurrentDomain.GetAssemblies().Where{ [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name -eq 'SalesforceJwt.PS' } |
                    ForEach-Object { [IO.Path]::GetRelativePath('$Module', `$_.Location).Replace('\', '/') }"
            $run.Errors | Should -BeNullOrEmpty
            $files = $run.Output -split '\r?\n'
            $files -match 'SalesforceJwt\.Core\.dll$' | Should -HaveCount 1
            $files -match 'Microsoft\.IdentityModel\.Tokens\.dll$' | Should -HaveCount 1
            $files -replace '/[^/]+$' | Sort-Object -Unique
        }
        function Copy-Module([scriptblock] $Change) {
            $copy = Join-Path $TestDrive ([guid]::NewGuid().ToString('N')) SalesforceJwt.PS
            $null = New-Item -ItemType Directory (Split-Path $copy)
            Copy-Item (Get-TestModule) $copy -Recurse
            Get-ChildItem (Join-Path $copy "deps/$system") | ForEach-Object $Change
            $copy
        }
    }

    It 'is loaded, and is native code' -Skip:$none {
        Get-LoadedFolder (Get-TestModule) | Should -Be "deps/$system"
        foreach ($file in Get-ChildItem (Join-Path (Get-TestModule) "deps/$system")) {
            $image = [Reflection.PortableExecutable.PEReader]::new($file.OpenRead())
            try { $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size | Should -BeGreaterThan 0 } finally { $image.Dispose() }
        }
    }

    It 'is not needed: without the folder, the portable assemblies are loaded' {
        $copy = Copy-Module { }
        Remove-Item (Join-Path $copy "deps/$system") -Recurse -ErrorAction Ignore
        Get-LoadedFolder $copy | Should -Be 'deps'
    }

    It 'is not needed: a missing file is replaced by the portable assembly' -Skip:$none {
        Get-LoadedFolder (Copy-Module { if ($_.Name -eq 'SalesforceJwt.Core.dll') { Remove-Item $_ } }) | Should -Be 'deps', "deps/$system"
    }

    It 'is not loaded if its files are <State>: the portable assemblies are' -Skip:$none -ForEach @(
        @{ State = 'empty'; Change = { [IO.File]::WriteAllBytes($_, @()) } }
        @{ State = 'truncated'; Change = { $file = $_.Open('Open'); $file.SetLength($file.Length * 0.6); $file.Dispose() } }
        @{ State = 'for another system'; Change = {
                # In the PE header, Windows' number of a machine becomes Linux' number of the same machine, and the other way round.
                $bytes = [IO.File]::ReadAllBytes($_)
                $machine = [BitConverter]::ToInt32($bytes, 0x3C) + 4
                $bytes[$machine] = $bytes[$machine] -bxor 0x79
                $bytes[$machine + 1] = $bytes[$machine + 1] -bxor 0x7B
                [IO.File]::WriteAllBytes($_, $bytes)
            } }
    ) {
        Get-LoadedFolder (Copy-Module $Change) | Should -Be 'deps'
    }
}
