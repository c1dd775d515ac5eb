#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The output of "build.ps1 -Task Package" for the last build: the files that the other tests import, and what is precompiled for other
# systems.
BeforeDiscovery {
    Push-Location (Split-Path (Split-Path $PSScriptRoot))
    try {
        $output = dotnet tool restore --verbosity quiet 2>&1
        if ($LASTEXITCODE -eq 0) { $output = dotnet restore src/SalesforceJwt.PS -p:AllSystems=true --verbosity quiet 2>&1 }
    } finally { Pop-Location }
    $noTools = $LASTEXITCODE -ne 0
    if ($noTools) { Write-Warning "Skipped: what writes the bill of materials, or precompiles, cannot be restored from NuGet ($(@($output)[0]))." }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $root = Split-Path (Split-Path $PSScriptRoot)
    $pwsh = Get-TestPowerShell
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive 'packages')).FullName
    $version = (Import-PowerShellDataFile (Join-Path (Get-TestModule) 'SalesforceJwt.PS.psd1')).ModuleVersion
    $env:SOURCE_DATE_EPOCH = '1767225600'
    $address = 'https://git.example.com/acme/salesforcejwt.ps'
    $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'build.ps1') -Task Package -NoBuild -PackagePath $folder -ProjectUri $address 2>&1 |
        Out-String
    if ($LASTEXITCODE) { throw $output }

    function Expand-Package([string] $Name) {
        $target = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $folder $Name), $target)
        $target
    }
    function Get-RelativeFile([string] $Path) {
        Get-ChildItem $Path -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($Path, $_.FullName).Replace('\', '/') } |
            Sort-Object
    }

    # The sources in another folder.
    $copy = (New-Item -ItemType Directory (Join-Path $TestDrive 'elsewhere/and deeper')).FullName
    $sources = 'src', 'module', '.config', 'build.ps1', 'Directory.Build.props', 'Directory.Packages.props', 'global.json', '.editorconfig',
        'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'README.md', 'CHANGELOG.md', 'tools'
    foreach ($source in $sources) {
        $from = Join-Path $root $source
        foreach ($file in (Test-Path $from -PathType Leaf) ? (Get-Item $from -Force) : (Get-ChildItem $from -Recurse -File -Force)) {
            $relative = [IO.Path]::GetRelativePath($root, $file.FullName)
            if ($relative -match '[\\/](bin|obj)[\\/]') { continue }
            $null = New-Item -ItemType Directory (Split-Path (Join-Path $copy $relative)) -Force
            Copy-Item -LiteralPath $file.FullName (Join-Path $copy $relative)
        }
    }
    $systems = 'linux-x64', 'osx-arm64', 'win-x64'
    $precompiled = 'Microsoft.IdentityModel.Abstractions', 'Microsoft.IdentityModel.Logging',
        'Microsoft.IdentityModel.Tokens', 'SalesforceJwt.Core'
    $content = @(
        'bom.json'
        'CHANGELOG.md'
        'deps/CsvHelper.dll'
        'deps/Microsoft.Extensions.DependencyInjection.Abstractions.dll'
        'deps/Microsoft.Extensions.Logging.Abstractions.dll'
        'deps/Microsoft.Identity.Client.Extensions.Msal.dll'
        'deps/Microsoft.IdentityModel.Abstractions.dll'
        'deps/Microsoft.IdentityModel.Logging.dll'
        'deps/Microsoft.IdentityModel.Tokens.dll'
        'deps/SalesforceJwt.Core.dll'
        'deps/System.Security.Cryptography.ProtectedData.dll'
        'en-US/SalesforceJwt.PS.dll-Help.xml'
        'en-US/about_SalesforceJwt.help.txt'
        'en-US/about_SalesforceJwt_Admin.help.txt'
        'en-US/about_SalesforceJwt_CI.help.txt'
        'en-US/about_SalesforceJwt_Errors.help.txt'
        'en-US/about_SalesforceJwt_Security.help.txt'
        'icon.png'
        'LICENSE'
        'README.md'
        'SalesforceJwt.Model.dll'
        'SalesforceJwt.PS.dll'
        'SalesforceJwt.PS.Format.ps1xml'
        'SalesforceJwt.PS.psd1'
        'THIRD-PARTY-NOTICES.txt'
        foreach ($system in $systems) { foreach ($name in $precompiled) { "deps/$system/$name.dll" } }
    )
    # The built module has only what is precompiled for the system of this machine.
    $thisSystem = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
    $completed = 'bom.json', 'README.md', 'SalesforceJwt.PS.psd1', 'en-US/SalesforceJwt.PS.dll-Help.xml'
    $tested = $content | Where-Object { $_ -notin $completed -and $_ -notmatch "^deps/(?!$thisSystem/)[^/]+/" }
}

AfterAll { Remove-Item Env:SOURCE_DATE_EPOCH }

Describe 'The packages' -Skip:$noTools {
    It 'have these names' {
        Get-RelativeFile $folder | Should -Be "SalesforceJwt.LocalOrg.$version.nupkg", "SalesforceJwt.PS.$version.nupkg",
            "SalesforceJwt.PS.$version.zip"
    }

    It 'contain the module and nothing else: <_>' -ForEach 'nupkg', 'zip' {
        $package = Expand-Package "SalesforceJwt.PS.$version.$_"
        if ($_ -eq 'zip') {
            $module = Join-Path $package SalesforceJwt.PS
            Get-RelativeFile $package | Should -Be @($content | ForEach-Object { "SalesforceJwt.PS/$_" } | Sort-Object)
        } else {
            $module = $package
            $ofPackaging = '[Content_Types].xml', '_rels/.rels', 'package/services/metadata/core-properties/nuget.psmdcp',
                'SalesforceJwt.PS.nuspec'
            Get-RelativeFile $package | Should -Be @($content + $ofPackaging | Sort-Object)
        }
        $tested.Count | Should -BeGreaterThan 18
        foreach ($file in $tested) {
            (Get-FileHash -LiteralPath (Join-Path $module $file)).Hash |
                Should -Be (Get-FileHash -LiteralPath (Join-Path (Get-TestModule) $file)).Hash -Because $file
        }
    }

    It 'tell the gallery everything: tags, cmdlets, address, icon, notes, readme' {
        $package = Expand-Package "SalesforceJwt.PS.$version.nupkg"
        $metadata = ([xml](Get-Content (Join-Path $package 'SalesforceJwt.PS.nuspec') -Raw)).package.metadata
        $metadata.version | Should -Be $version
        $metadata.license.InnerText | Should -Be 'MIT'
        $metadata.projectUrl | Should -Be $address
        $metadata.iconUrl | Should -Be "$address/raw/main/module/icon.png"
        $metadata.icon | Should -Be 'icon.png'
        $metadata.readme | Should -Be 'README.md'
        $manifest = Import-PowerShellDataFile (Join-Path $package 'SalesforceJwt.PS.psd1')
        $metadata.description | Should -Be $manifest.Description
        $tags = $manifest.PrivateData.PSData.Tags + 'PSModule', 'PSIncludes_Cmdlet' +
            @($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
        $metadata.tags -split ' ' | Sort-Object | Should -Be @($tags | Sort-Object)
        $manifest.PrivateData.PSData.ProjectUri | Should -Be $address
        $manifest.PrivateData.PSData.IconUri | Should -Be $metadata.iconUrl
        $manifest.PrivateData.PSData.ReleaseNotes | Should -BeLike '*Select-SfConnection*'
        $metadata.releaseNotes | Should -Be $manifest.PrivateData.PSData.ReleaseNotes
        $manifest.Remove('PrivateData')
        $tested = Import-PowerShellDataFile (Join-Path (Get-TestModule) 'SalesforceJwt.PS.psd1')
        $tested.Remove('PrivateData')
        $manifest | ConvertTo-Json | Should -Be ($tested | ConvertTo-Json)
    }

    It 'have an online version of each help page, and links in the readme that work outside the repository' {
        $package = Expand-Package "SalesforceJwt.PS.$version.nupkg"
        $packed = Get-Content (Join-Path $package 'en-US/SalesforceJwt.PS.dll-Help.xml') -Raw
        foreach ($name in (Import-PowerShellDataFile (Join-Path $package 'SalesforceJwt.PS.psd1')).CmdletsToExport) {
            $packed | Should -BeLike "*<maml:uri>$address/blob/main/docs/en-US/$name.md</maml:uri>*"
            Join-Path $root "docs/en-US/$name.md" | Should -Exist
        }
        $online = "<maml:navigationLink>\n<maml:linkText>Online Version</maml:linkText>\n<maml:uri>[^<]+</maml:uri>\n</maml:navigationLink>\n"
        $packed -replace $online | Should -BeExactly (Get-Content (Join-Path (Get-TestModule) 'en-US/SalesforceJwt.PS.dll-Help.xml') -Raw)
        $readme = Get-Content (Join-Path $package README.md) -Raw
        $readme | Should -BeLike "*]($address/blob/main/docs/*"
        [regex]::Matches($readme, '\]\((?![a-z]+:|#)') | Should -BeNullOrEmpty
    }

    It 'stay below 8.5 MB, and 20 MB unpacked' {
        foreach ($name in "SalesforceJwt.PS.$version.nupkg", "SalesforceJwt.PS.$version.zip") {
            (Get-Item (Join-Path $folder $name)).Length | Should -BeLessThan 8.5MB
            (Get-ChildItem (Expand-Package $name) -Recurse -File | Measure-Object Length -Sum).Sum | Should -BeLessThan 20MB
        }
    }

    It 'have native code for <System>' -ForEach @(
        # The machine of the PE header, combined with a number for each operating system but Windows (runtime: READYTORUN_OS in pedecoder.h).
        @{ System = 'win-x64'; Machine = 0x8664 }
        @{ System = 'linux-x64'; Machine = 0x8664 -bxor 0x7B79 }
        @{ System = 'osx-arm64'; Machine = 0xAA64 -bxor 0x4644 }
    ) {
        $package = Expand-Package "SalesforceJwt.PS.$version.nupkg"
        foreach ($name in $precompiled) {
            $image = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead((Join-Path $package "deps/$System/$name.dll")))
            try {
                [int] $image.PEHeaders.CoffHeader.Machine | Should -Be $Machine -Because $name
                $image.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size | Should -BeGreaterThan 0 -Because $name
            } finally {
                $image.Dispose()
            }
        }
    }

    It 'name each third-party assembly, its version and its licence' {
        $notices = Get-Content (Join-Path (Get-TestModule) 'THIRD-PARTY-NOTICES.txt') -Raw
        [xml]$versions = Get-Content (Join-Path $root 'Directory.Packages.props') -Raw
        foreach ($dll in Get-ChildItem (Join-Path (Get-TestModule) deps) -File | Where-Object Name -NE SalesforceJwt.Core.dll) {
            $notices | Should -Match ([regex]::Escape($dll.Name) + '\b')
            $file = [Diagnostics.FileVersionInfo]::GetVersionInfo($dll.FullName)
            # Like "8.16.0+commit" or "34.0.0.0".
            $number = ($file.ProductVersion -split '[+-]')[0] -replace '^(\d+\.\d+\.\d+).*', '$1'
            $notices | Should -Match "$([regex]::Escape($number))\r?\n" -Because "$($dll.Name) is $number"
        }
        $notices | Should -Match 'Apache License\s+Version 2.0'
        $notices | Should -Match 'Permission is hereby granted, free of charge'
        $versions.Project.ItemGroup.PackageVersion | Where-Object Include -EQ CsvHelper |
            ForEach-Object { $notices | Should -Match "CsvHelper $([regex]::Escape($_.Version))\r?\n" }
    }

    It 'contain a bill of materials with package, version, hash and licence of each third-party assembly' {
        $module = Expand-Package "SalesforceJwt.PS.$version.nupkg"
        $bom = Get-Content (Join-Path $module bom.json) -Raw | ConvertFrom-Json -AsHashtable -DateKind String
        $bom.bomFormat | Should -Be CycloneDX
        $bom.metadata.timestamp | Should -Be '2026-01-01T00:00:00Z'
        $bom.metadata.component.name | Should -Be SalesforceJwt.PS
        $bom.metadata.component.version | Should -Be $version
        $shipped = Get-ChildItem (Join-Path $module deps) -File | Where-Object Name -NE SalesforceJwt.Core.dll | ForEach-Object BaseName
        $bom.components.name | Sort-Object | Should -Be @($shipped | Sort-Object)
        foreach ($component in $bom.components) {
            $component.purl | Should -Be "pkg:nuget/$($component.name)@$($component.version)"
            $component.hashes.content | Should -Match '^[0-9A-F]{128}$'
            $component.licenses.license.id | Should -Not -BeNullOrEmpty -Because $component.name
            $product = [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $module "deps/$($component.name).dll")).ProductVersion
            $product | Should -Match "^$([regex]::Escape($component.version))(?![0-9])"
        }
        Get-Content (Join-Path $module bom.json) -Raw | Should -Not -Match ([regex]::Escape($root))
    }

    It 'are the same, byte for byte, if the same sources are built elsewhere' {
        foreach ($project in 'SalesforceJwt.PS', 'SalesforceJwt.LocalOrg') {
            # Analyzers do not change an assembly, and the build that is compared has run them.
            $log = dotnet build (Join-Path $copy "src/$project") -nologo -v quiet -p:Precompile=false -p:RunAnalyzers=false 2>&1
            $LASTEXITCODE | Should -Be 0 -Because ($log | Out-String)
        }
        $second = Join-Path $TestDrive 'second'
        & $pwsh -NoProfile -NonInteractive -File (Join-Path $copy 'build.ps1') -Task Package -NoBuild -PackagePath $second -ProjectUri $address | Out-Null
        foreach ($package in Get-ChildItem $folder) {
            (Get-FileHash (Join-Path $second $package.Name)).Hash | Should -Be (Get-FileHash $package).Hash -Because $package.Name
        }
    }
}

Describe 'The module out of the package' -Skip:$noTools {
    It 'is found by its name, and signs in' {
        $modules = Join-Path $TestDrive 'modules'
        $target = Join-Path $modules "SalesforceJwt.PS/$version"
        $null = New-Item -ItemType Directory $target
        [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $folder "SalesforceJwt.PS.$version.nupkg"), $target)
        Import-Module (Get-TestModule)
        $org = Start-TestOrg
        try {
            $s = $org.SignIn
            $command = "`$env:PSModulePath = '$modules'; Import-Module SalesforceJwt.PS; `$null = Connect-SfJwt -ClientId $($s.ClientId) -Username $($s.Username) -KeyPath '$($s.KeyPath)' -LoginUrl $($s.LoginUrl); Invoke-SfQuery 'SELECT COUNT() FROM Contact'"
            & $pwsh -NoProfile -NonInteractive -Command $command | Should -Be 100
        } finally {
            Stop-TestOrg $org
        }
    }

    It 'is published with -Task Publish, except with -WhatIf' {
        $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'build.ps1') -Task Publish -WhatIf -PackagePath $folder
        $LASTEXITCODE | Should -Be 0
        $output -join "`n" | Should -BeLike "*What if:*Publish to PSGallery*SalesforceJwt.PS.$version.nupkg*"
    }

    It 'is published from a folder of packages, without a build' {
        $clone = (New-Item -ItemType Directory (Join-Path $TestDrive 'clone')).FullName
        'build.ps1', 'Directory.Build.props' | ForEach-Object { Copy-Item (Join-Path $root $_) $clone }
        $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $clone 'build.ps1') -Task Publish -WhatIf -PackagePath $folder
        $LASTEXITCODE | Should -Be 0
        $output -join "`n" | Should -BeLike "*What if:*Publish to PSGallery*SalesforceJwt.PS.$version.nupkg*"
    }

    It 'is not published without an address' {
        $output = & $pwsh -NoProfile -NonInteractive -File (Join-Path $root 'build.ps1') -Task Publish -PackagePath $folder 2>&1
        $LASTEXITCODE | Should -Be 1
        $output -join "`n" | Should -BeLike '*ProjectUri*'
    }

    It 'is not published without a key' {
        $output = & $pwsh -NoProfile -NonInteractive -Command "Remove-Item Env:PSGALLERY_API_KEY -ErrorAction Ignore; & '$(Join-Path $root 'build.ps1')' -Task Publish -PackagePath '$folder' -ProjectUri $address" 2>&1
        $LASTEXITCODE | Should -Be 1
        $output -join "`n" | Should -BeLike '*PSGALLERY_API_KEY*'
    }
}

Describe 'LocalOrg as a .NET tool' -Skip:$noTools {
    BeforeAll {
        # The commands of the page, unchanged, with a home directory of their own, since --global installs into it.
        $env:DOTNET_CLI_HOME = (New-Item -ItemType Directory (Join-Path $TestDrive 'home')).FullName
        $page = (Get-Content (Join-Path $root docs/testing-offline.md) -Raw).Replace("`r`n", "`n")
        $pack, $install = [regex]::Match($page, '(?s)\n## Install\n.*?\n```\n(.*?)\n```').Groups[1].Value -split '\n'
        Push-Location $copy
        try {
            $output = & ([scriptblock]::Create("$pack 2>&1"))
            $LASTEXITCODE | Should -Be 0 -Because ($output | Out-String)
            # Not the machine's package cache, which may have another build of this version.
            $env:NUGET_PACKAGES = Join-Path $TestDrive 'cache'
            $output = & ([scriptblock]::Create("$install 2>&1"))
            $LASTEXITCODE | Should -Be 0 -Because ($output | Out-String)
        } finally {
            Pop-Location
            Remove-Item Env:NUGET_PACKAGES -ErrorAction Ignore
        }
        $tool = Join-Path $env:DOTNET_CLI_HOME '.dotnet/tools'
    }

    AfterAll { Remove-Item Env:DOTNET_CLI_HOME }

    It 'is installed by the commands of docs/testing-offline.md, runs, and accepts its user' {
        $certificate = New-SfCertificate -Path $TestDrive -Name tool
        $ready = Join-Path $TestDrive 'ready.json'
        $process = Start-Process (Join-Path $tool 'sf-local-org') -PassThru -RedirectStandardOutput (Join-Path $TestDrive 'out.txt') -ArgumentList @(
            '--client-id', 'app', '--certificate', $certificate.CertificatePath, '--user', 'me@example.com', '--ready-file', $ready,
                '--parent-pid', $PID)
        try {
            for ($i = 0; -not (Test-Path $ready) -and $i -lt 600; $i++) { Start-Sleep -Milliseconds 100 }
            $connection = Connect-SfJwt -ClientId app -Username me@example.com -KeyPath $certificate.KeyPath -LoginUrl (Get-Content $ready |
                ConvertFrom-Json).httpUrl
            Invoke-SfQuery 'SELECT COUNT() FROM Account' -Connection $connection | Should -BeGreaterThan 0
        } finally {
            $process.Kill($true)
            $process.WaitForExit()
        }
    }

    It 'contains no more than it needs' {
        $needed = @(
            '[Content_Types].xml', '_rels/.rels', 'package/services/metadata/core-properties/nuget.psmdcp', 'SalesforceJwt.LocalOrg.nuspec',
                'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt'
            'tools/net10.0/any/CsvHelper.dll', 'tools/net10.0/any/DotnetToolSettings.xml',
                'tools/net10.0/any/SalesforceJwt.LocalOrg.deps.json'
            'tools/net10.0/any/SalesforceJwt.LocalOrg.dll', 'tools/net10.0/any/SalesforceJwt.LocalOrg.pdb',
                'tools/net10.0/any/SalesforceJwt.LocalOrg.runtimeconfig.json')
        Get-RelativeFile (Expand-Package "SalesforceJwt.LocalOrg.$version.nupkg") | Should -Be ($needed | Sort-Object)
    }
}
