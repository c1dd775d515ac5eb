# The guides in docs, and the about_ topics: their blocks of PowerShell, run as somebody who follows the page runs them.
Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1')
$script:root = Split-Path (Split-Path $PSScriptRoot)

function Get-GuideText([Parameter(Mandatory)] [string] $Name) { (Get-Content (Join-Path $script:root "docs/$Name") -Raw).Replace("`r`n", "`n") }

# The page's blocks of PowerShell, in order. What stands in a test's name is the first line.
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

# A place in which one block sees what the ones before it have left.
function New-GuideSession { New-Module -Name "guide-$([guid]::NewGuid())" { Export-ModuleMember } }

# Runs a block; what went to the error stream fails it.
function Invoke-GuideBlock([Parameter(Mandatory)] $Session, [Parameter(Mandatory)] [string] $Code, [Parameter(Mandatory)] $Org) {
    $block = [scriptblock]::Create($Code.Replace('https://acme.my.salesforce.com', $Org.Url))
    . $Session { param($block) $ErrorActionPreference = 'Stop'; . $block } $block 2>&1 | ForEach-Object {
        if ($_ -is [Management.Automation.ErrorRecord]) { throw $_ }
        $_
    }
}

# A command sf-local-org, as the .NET tool leaves it: a folder for PATH.
function New-LocalOrgCommand([Parameter(Mandatory)] [string] $Folder) {
    $dll = if ($env:SFJWT_LOCALORG) { $env:SFJWT_LOCALORG } else {
        (Get-ChildItem (Join-Path $script:root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll | Sort-Object LastWriteTime)[-1].FullName
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
