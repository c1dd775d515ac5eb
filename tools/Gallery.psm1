# What galleries show of the module, and the addresses of its help. They depend on where the repository is, so they are written when it is
# packaged: Directory.Build.props has the address in one place, build.ps1 -ProjectUri replaces it.

# The section of the changelog for a version: its own, or what is not released yet.
function Get-ReleaseNote([Parameter(Mandatory)] [string] $Changelog, [Parameter(Mandatory)] [string] $Version) {
    $text = (Get-Content -LiteralPath $Changelog -Raw).Replace("`r`n", "`n")
    foreach ($name in $Version, 'Unreleased') {
        $section = [regex]::Match($text, "(?s)\n## \[$([regex]::Escape($name))\][^\n]*\n(.*?)(?=\n## \[|\z)")
        if ($section.Success) { return $section.Groups[1].Value.Trim() }
    }
    throw "'$Changelog' has no section for $Version, and none for what is unreleased."
}

# Completes the manifest, the help and the readme of a laid out module. Without an address, the help has no online version.
function Set-ModuleAddress {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [string] $Layout, [string] $ProjectUri, [Parameter(Mandatory)] [string] $ReleaseNote)
    if (-not $PSCmdlet.ShouldProcess($Layout)) { return }
    $address = $ProjectUri.TrimEnd('/')
    $manifest = Join-Path $Layout 'SalesforceJwt.PS.psd1'
    $data = "ReleaseNotes = '$($ReleaseNote.Replace("'", "''"))'"
    if ($address) {
        $data += "`n            ProjectUri   = '$address'`n            IconUri      = '$address/raw/main/module/icon.png'"
    }
    $text = Get-Content -LiteralPath $manifest -Raw
    Set-Content -LiteralPath $manifest -NoNewline ([regex]::Replace($text, "ReleaseNotes = '[^']*'", { $data }))
    if (-not $address) { return }

    $help = Join-Path $Layout 'en-US/SalesforceJwt.PS.dll-Help.xml'
    $text = Get-Content -LiteralPath $help -Raw
    $link = "<maml:navigationLink>`n<maml:linkText>Online Version</maml:linkText>`n<maml:uri>$address/blob/main/docs/en-US/{0}.md</maml:uri>`n</maml:navigationLink>`n"
    $text = [regex]::Replace($text, '(?s)(<command:name>)([^<]+)(</command:name>.*?<command:relatedLinks>\s*)', { param($m)
            $m.Value + ($link -f $m.Groups[2].Value) })
    Set-Content -LiteralPath $help -NoNewline $text

    $readme = Join-Path $Layout 'README.md'
    $text = Get-Content -LiteralPath $readme -Raw
    $text = [regex]::Replace($text, '(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)]+)\)', { param($m)
            "$($m.Groups[1].Value)[$($m.Groups[2].Value)]($address/$($m.Groups[1].Value ? 'raw' : 'blob')/main/$($m.Groups[3].Value))" })
    Set-Content -LiteralPath $readme -NoNewline $text
}

# Writes the package's description for NuGet: the template, with tags for each cmdlet, the notes and the address.
function Export-Nuspec([string] $Template, [string] $Path, [string] $Manifest, [string] $ProjectUri, [string] $ReleaseNote) {
    $nuspec = [xml] (Get-Content -LiteralPath $Template -Raw)
    $metadata = $nuspec.package.metadata
    $data = Import-PowerShellDataFile -LiteralPath $Manifest
    # The names that the PowerShell Gallery finds modules and their cmdlets by.
    $metadata.tags = @('PSModule', 'PSIncludes_Cmdlet') + $data.PrivateData.PSData.Tags +
        ($data.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }) -join ' '
    $elements = [ordered]@{ releaseNotes = $ReleaseNote }
    if ($ProjectUri) {
        $address = $ProjectUri.TrimEnd('/')
        $elements.projectUrl = $address
        $elements.iconUrl = "$address/raw/main/module/icon.png"
    }
    foreach ($name in $elements.Keys) {
        $element = $nuspec.CreateElement($name, $nuspec.DocumentElement.NamespaceURI)
        $element.InnerText = $elements[$name]
        $null = $metadata.AppendChild($element)
    }
    $nuspec.Save($Path)
}

Export-ModuleMember -Function Get-ReleaseNote, Set-ModuleAddress, Export-Nuspec
