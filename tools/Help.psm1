# Makes the module's help from the pages in docs/en-US: MAML for the cmdlets, plain text for the about_ topics. The same pages give the same bytes.
$script:maml = 'http://schemas.microsoft.com/maml/2004/10'
$script:dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
$script:utf8 = [Text.UTF8Encoding]::new($false)

function Get-MarkdownBlock([string] $Markdown) { (ConvertFrom-Markdown -InputObject $Markdown).Tokens }

# The text of inline elements: code and links without their markup. Throws for elements that have no plain text form.
function Get-InlineText($Inlines) {
    -join $(foreach ($inline in $Inlines) {
            switch ($inline.GetType().Name) {
                'LiteralInline' { $inline.Content.ToString() }
                'CodeInline' { $inline.Content }
                'HtmlInline' { $inline.Tag }
                'HtmlEntityInline' { $inline.Transcoded.ToString() }
                'AutolinkInline' { $inline.Url }
                'LineBreakInline' { ' ' }
                'EmphasisInline' { Get-InlineText $inline }
                'LinkInline' {
                    $text = Get-InlineText $inline
                    if ($inline.Url -match '^https?:' -and $inline.Url -ne $text) { "$text ($($inline.Url))" } else { $text }
                }
                default { throw "'$inline' is $_, which plain text has no form for. If it is code, write it between backticks." }
            }
        })
}

function Format-Line([string] $Text, [int] $Width) {
    if (-not $Width) { return $Text }
    $line = ''
    foreach ($word in -split $Text) {
        if ($line -and $line.Length + 1 + $word.Length -gt $Width) { $line; $line = $word }
        else { $line = $line ? "$line $word" : $word }
    }
    $line
}

# The lines of a block. Width 0: no wrapping.
function Format-Block($Block, [int] $Width) {
    switch ($Block.GetType().Name) {
        'ParagraphBlock' { Format-Line (Get-InlineText $Block.Inline) $Width }
        { $_ -in 'FencedCodeBlock', 'CodeBlock' } { $Block.Lines.ToString() -split '\n' | ForEach-Object { $_ ? "    $_" : '' } }
        'QuoteBlock' { Format-BlockSequence $Block $Width }
        'ListBlock' {
            $number = [int] ($Block.OrderedStart ? $Block.OrderedStart : 1)
            foreach ($item in $Block) {
                $mark = $Block.IsOrdered ? "$number. " : '- '
                $number++
                $hang = ' ' * $mark.Length
                $lines = @(Format-BlockSequence $item ($Width ? $Width - $mark.Length : 0) -Tight:(-not $Block.IsLoose))
                $mark + $lines[0]
                $lines | Select-Object -Skip 1 | ForEach-Object { $_ ? $hang + $_ : '' }
            }
        }
        'Table' {
            # A row becomes a term and, below it, each further column under its heading; a single further column needs none.
            $rows = @($Block | ForEach-Object { , @($_ | ForEach-Object { Get-InlineText $_[0].Inline }) })
            $first = $true
            foreach ($row in $rows | Select-Object -Skip 1) {
                if (-not $first) { '' }
                $first = $false
                Format-Line $row[0] $Width
                for ($i = 1; $i -lt $row.Count; $i++) {
                    $text = $row.Count -gt 2 ? "$($rows[0][$i]): $($row[$i])" : $row[$i]
                    Format-Line $text ($Width ? $Width - 4 : 0) | ForEach-Object { "    $_" }
                }
            }
        }
        { $_ -in 'ThematicBreakBlock', 'LinkReferenceDefinitionGroup' } { }
        default { throw "$_ has no plain text form." }
    }
}

function Format-BlockSequence($Blocks, [int] $Width, [switch] $Tight) {
    $first = $true
    foreach ($block in $Blocks) {
        $lines = @(Format-Block $block $Width)
        if (-not $lines) { continue }
        if (-not $first -and -not $Tight) { '' }
        $first = $false
        $lines
    }
}

# The text that Get-Help shows for an about_ topic.
function ConvertTo-AboutText([Parameter(Mandatory)] [string] $Markdown) {
    $lines = foreach ($block in Get-MarkdownBlock ($Markdown -replace '\A---\n(?s:.*?)\n---\n')) {
        if ($block.GetType().Name -ne 'HeadingBlock') {
            $block = @(Format-Block $block 76)
            if ($block) { $block | ForEach-Object { $_ ? "    $_" : '' }; '' }
            continue
        }
        $text = Get-InlineText $block.Inline
        switch ($block.Level) {
            1 { 'TOPIC'; "    $text"; '' }
            2 { $text.ToUpperInvariant() }
            default { "  $text" }
        }
    }
    ($lines -join "`n").TrimEnd() + "`n"
}

# Replaces an element's content with the Markdown's paragraphs as plain text.
function Set-Paragraph([Xml.XmlElement] $Element, [string] $Markdown) {
    $Element.IsEmpty = $true
    foreach ($block in Get-MarkdownBlock $Markdown) {
        $lines = @(Format-Block $block 0)
        if (-not $lines) { continue }
        $Element.AppendChild($Element.OwnerDocument.CreateElement('maml', 'para', $script:maml)).InnerText = $lines -join "`n"
    }
}

# PlatyPS copies Markdown into MAML unchanged, writes the code of examples as prose, and full type names. Get-Help would show all of it as it is.
function Repair-CommandHelp([Xml.XmlElement] $Command, $Page, [Xml.XmlNamespaceManager] $Names) {
    Set-Paragraph $Command.SelectSingleNode('command:details/maml:description', $Names) $Page.Synopsis
    Set-Paragraph $Command.SelectSingleNode('maml:description', $Names) $Page.Description
    $short = @{}
    foreach ($parameter in $Command.SelectNodes('command:syntax/command:syntaxItem/command:parameter', $Names)) {
        $short[$parameter.name] = $parameter.parameterValue.'#text'
        # Get-Help shows none of this with the syntax, and it would be a quarter of the module's size.
        foreach ($useless in @($parameter.SelectNodes('maml:description | dev:type', $Names))) { $null = $parameter.RemoveChild($useless) }
        foreach ($useless in 'variableLength', 'globbing', 'pipelineInput', 'aliases') { $parameter.RemoveAttribute($useless) }
    }
    foreach ($parameter in $Command.SelectNodes('command:parameters/command:parameter', $Names)) {
        $described = $Page.Parameters | Where-Object Name -EQ $parameter.name
        Set-Paragraph $parameter.SelectSingleNode('maml:description', $Names) $described.Description
        foreach ($value in $parameter.SelectNodes('command:parameterValue', $Names)) {
            $value.InnerText = $short[$parameter.name]
            $value.SetAttribute('variableLength', 'false')
        }
        if ($described.DefaultValue) {
            $default = $parameter.OwnerDocument.CreateElement('dev', 'defaultValue', $script:dev)
            $parameter.AppendChild($default).InnerText = $described.DefaultValue
        }
    }
    $kinds = @(
        @{ Path = 'command:inputTypes/command:inputType'; Documented = $Page.Inputs }
        @{ Path = 'command:returnValues/command:returnValue'; Documented = $Page.Outputs }
    )
    foreach ($kind in $kinds) {
        $index = 0
        foreach ($node in $Command.SelectNodes($kind.Path, $Names)) {
            Set-Paragraph $node.SelectSingleNode('maml:description', $Names) $kind.Documented[$index++].Description
        }
    }
    foreach ($alerts in @($Command.SelectNodes('maml:alertSet', $Names))) {
        if ($Page.Notes) { Set-Paragraph $alerts.SelectSingleNode('maml:alert', $Names) $Page.Notes }
        else { $null = $Command.RemoveChild($alerts) }
    }
    $index = 0
    foreach ($example in $Command.SelectNodes('command:examples/command:example', $Names)) {
        Repair-Example $example $Page.Examples[$index++] $Names
    }
    foreach ($link in @($Command.SelectNodes('command:relatedLinks/maml:navigationLink', $Names))) {
        if ($link.linkText -notin $Page.RelatedLinks.LinkText) { $null = $link.ParentNode.RemoveChild($link) }
        elseif ($link.uri -notmatch '^https?:') { $link.SelectSingleNode('maml:uri', $Names).IsEmpty = $true }
    }
}

function Repair-Example([Xml.XmlElement] $Example, $Page, [Xml.XmlNamespaceManager] $Names) {
    $parts = [regex]::Match($Page.Remarks, '(?ms)\A(.*?)^```powershell\n(.*?)\n```$(.*)\z')
    if (-not $parts.Success) { throw "The example '$($Page.Title)' has no code between ``````powershell and ``````." }
    $Example.SelectSingleNode('maml:title', $Names).InnerText = "-------- $($Page.Title) --------"
    $introduction = $Example.SelectSingleNode('maml:introduction', $Names)
    Set-Paragraph $introduction $parts.Groups[1].Value
    # Get-Help continues on the same line.
    if ($introduction.LastChild) { $introduction.LastChild.InnerText += "`n`n" }
    $Example.SelectSingleNode('dev:code', $Names).InnerText = $parts.Groups[2].Value
    $remarks = $Example.SelectSingleNode('dev:remarks', $Names)
    Set-Paragraph $remarks $parts.Groups[3].Value
    # A blank line between this example and the next.
    $null = $remarks.AppendChild($remarks.OwnerDocument.CreateElement('maml', 'para', $script:maml))
}

function Get-OrdinalOrder([string] $Folder, [string] $Filter) {
    $paths = [string[]] (Get-ChildItem $Folder -Filter $Filter).FullName
    [Array]::Sort($paths, [StringComparer]::Ordinal)
    $paths
}

# Writes the MAML of every cmdlet's page.
function Export-CmdletHelp([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Path) {
    $pages = foreach ($file in Get-OrdinalOrder $Source '*-*.md') {
        $page = Import-MarkdownCommandHelp -LiteralPath $file
        # PlatyPS uses the line breaks of the operating system.
        foreach ($text in @($page.Examples)) { $text.Remarks = $text.Remarks.Replace("`r`n", "`n") }
        $page
    }
    $folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "sfjwt-$([guid]::NewGuid().ToString('N'))")
    try { $document = [xml] (Get-Content (Export-MamlCommandHelp -CommandHelp $pages -OutputFolder $folder) -Raw) }
    finally { Remove-Item $folder -Recurse -Force }
    $names = [Xml.XmlNamespaceManager]::new($document.NameTable)
    $names.AddNamespace('maml', $script:maml)
    $names.AddNamespace('dev', $script:dev)
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    foreach ($command in $document.SelectNodes('/*/command:command', $names)) {
        $page = $pages | Where-Object Title -EQ $command.details.name
        try { Repair-CommandHelp $command $page $names } catch { throw "$($page.Title).md: $_" }
    }
    $writer = [Xml.XmlWriter]::Create($Path, [Xml.XmlWriterSettings]@{ Indent = $true; IndentChars = ''; NewLineChars = "`n"; Encoding = $script:utf8 })
    try { $document.Save($writer) } finally { $writer.Dispose() }
}

# Writes all help to a folder, and removes files whose page is gone.
function Export-ModuleHelp {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Destination, [Parameter(Mandatory)] [string] $Name)
    $null = New-Item -ItemType Directory $Destination -Force
    $Destination = (Resolve-Path -LiteralPath $Destination).ProviderPath
    Get-ChildItem $Destination -File | Remove-Item
    Export-CmdletHelp -Source $Source -Path (Join-Path $Destination "$Name.dll-Help.xml")
    foreach ($file in Get-OrdinalOrder $Source 'about_*.md') {
        $text = ConvertTo-AboutText (Get-Content $file -Raw).Replace("`r`n", "`n")
        [IO.File]::WriteAllText((Join-Path $Destination "$([IO.Path]::GetFileNameWithoutExtension($file)).help.txt"), $text, $script:utf8)
    }
}

Export-ModuleMember -Function Export-ModuleHelp
