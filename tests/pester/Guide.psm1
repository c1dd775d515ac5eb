# Runs the PowerShell blocks of the guides in docs and of the about_ topics, as a reader of the page does.
Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1')
Import-Module (Join-Path $PSScriptRoot 'WebSignIn.psm1')
Import-Module (Join-Path $PSScriptRoot 'HelpExamples/Preparation.psm1')
$script:root = Split-Path (Split-Path $PSScriptRoot)

function Get-GuideText([Parameter(Mandatory)] [string] $Name) {
    (Get-Content (Join-Path $script:root "docs/$Name") -Raw).Replace("`r`n", "`n")
}

# The page's PowerShell blocks, in order. Line is the first line, for the test's name.
function Get-GuideBlock([Parameter(Mandatory)] [string] $Name) {
    foreach ($block in [regex]::Matches((Get-GuideText $Name), '(?ms)^```powershell\n(.*?)^```$')) {
        $code = $block.Groups[1].Value
        @{ Code = $code; Line = ($code -split '\n')[0] }
    }
}

# The rows of the table below a heading, as arrays of cells.
function Get-GuideRow([Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Heading) {
    $section = [regex]::Match((Get-GuideText $Name), "(?ms)^## $([regex]::Escape($Heading))\n(.*?)(?=^## |\z)").Groups[1].Value
    $table = [regex]::Match($section, '(?m)^\|.*\n\|[-|]+\n((?:^\|.*\n)+)').Groups[1].Value
    foreach ($line in $table.TrimEnd() -split '\n') { , @($line.Trim('|') -split '(?<!\\)\|' | ForEach-Object Trim) }
}

# A scope that all blocks of a page share.
function New-GuideSession { New-Module -Name "guide-$([guid]::NewGuid())" { Export-ModuleMember } }

# A Connect-SfWeb that signs in itself, while a simulated administrator responds to the page in place of the browser. The callback is at
# a free port, which the apps allow.
function Get-AdminSignIn([Parameter(Mandatory)] $Org, [string[]] $App = @()) {
    $port = Get-FreePort
    $null = Invoke-OrgAdmin $Org Post users @{ username = 'admin@example.com' }
    foreach ($key in @('PlatformCLI') + $App) {
        $null = Invoke-OrgAdmin $Org Post apps @{ consumerKey = $key; callbackUrls = @("http://localhost:$port/OauthRedirect") }
    }
    {
        SalesforceJwt.PS\Connect-SfWeb @args -NoBrowser -Port $port 6>&1 | Resolve-SignIn $Org {
            param($org, $user, $text)
            $page = Invoke-WebRequest ([regex]::Match($text, 'http\S+').Value) -SessionVariable web
            $page = Submit-OrgForm $page $org.Url $web @{ username = 'admin@example.com'; Login = 'x' }
            if ($page.Content -match 'oaapprove') { $null = Submit-OrgForm $page $org.Url $web @{ save = 'x' } }
        }
    }.GetNewClosure()
}

function Add-GuideAdmin([Parameter(Mandatory)] $Session, [Parameter(Mandatory)] $Org, [string[]] $App = @()) {
    . $Session { param($connect) Set-Item Function:Connect-SfWeb $connect } (Get-AdminSignIn $Org $App)
    # The pages call their app ci; the key of another page's is not here.
    $signIn = $Org.SignIn
    $connection = Connect-SfJwt @signIn -Name preparation -NoDefault
    Get-SfApp -Connection $connection | Where-Object Name -EQ ci | Unregister-SfApp -Connection $connection -Confirm:$false
    Disconnect-Sf $connection
}

# Runs a block; anything on the error stream fails it.
function Invoke-GuideBlock([Parameter(Mandatory)] $Session, [Parameter(Mandatory)] [string] $Code, [Parameter(Mandatory)] $Org) {
    $block = [scriptblock]::Create(($Code -replace 'https://(acme|NAME)\.my\.salesforce\.com', $Org.Url))
    . $Session { param($block) $ErrorActionPreference = 'Stop'; . $block } $block 2>&1 | ForEach-Object {
        if ($_ -is [Management.Automation.ErrorRecord]) { throw $_ }
        $_
    }
}

# Makes the command sf-local-org, as the .NET tool installs it; returns its folder, for PATH.
function New-LocalOrgCommand([Parameter(Mandatory)] [string] $Folder) {
    $dll = if ($env:SFJWT_LOCALORG) { $env:SFJWT_LOCALORG } else {
        (Get-ChildItem (Join-Path $script:root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll |
            Sort-Object LastWriteTime)[-1].FullName
    }
    $null = New-Item -ItemType Directory $Folder -Force
    if ($IsWindows) {
        Set-Content (Join-Path $Folder 'sf-local-org.cmd') "@dotnet `"$dll`" %*"
    } else {
        $command = Join-Path $Folder 'sf-local-org'
        Set-Content $command "#!/bin/sh`nexec dotnet '$dll' `"`$@`""
        [IO.File]::SetUnixFileMode($command, 'UserRead, UserWrite, UserExecute')
    }
    $Folder
}

Export-ModuleMember -Function *
