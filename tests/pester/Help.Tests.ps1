# Get-Help as users see it, the pages compared with the commands, and module/en-US compared with the pages.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    $pages = @(Get-HelpPage)
    $topics = @((Get-ChildItem (Join-Path $PSScriptRoot '../../docs/en-US') -Filter 'about_*.md').BaseName)
    $noPlatyPS = -not (Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object { $_.Version.Major -eq 1 })
    if ($noPlatyPS) { Write-Warning 'Skipped: Microsoft.PowerShell.PlatyPS 1 is not installed (Install-PSResource Microsoft.PowerShell.PlatyPS -Version 1.0.3).' }
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath

    # The output of a script in a new PowerShell, through JSON.
    function Get-Fresh([string] $Script) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $run = Invoke-FreshPowerShell "`$ErrorActionPreference = 'Stop'; Import-Module `$module; & { $Script } | ConvertTo-Json -Depth 6 -AsArray | Set-Content '$file'"
        if ($run.ExitCode) { throw $run.Errors }
        Get-Content $file -Raw | ConvertFrom-Json
    }
}

Describe 'Get-Help' {
    BeforeAll {
        $help = Get-Fresh '
            function Text($paragraphs) { ($paragraphs | ForEach-Object Text) -join "`n" }
            foreach ($command in Get-Command -Module SalesforceJwt.PS) {
                $help = Get-Help $command.Name -Full
                [pscustomobject]@{
                    Name = $command.Name
                    Synopsis = "$($help.Synopsis)"
                    Description = Text $help.description
                    Parameters = @($command.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.PSCmdlet]::CommonParameters } | Sort-Object)
                    Described = @($help.parameters.parameter | Where-Object { Text $_.description } | ForEach-Object Name | Sort-Object)
                    Examples = @($help.examples.example | ForEach-Object { "$($_.code)" })
                    Remarks = @($help.examples.example | ForEach-Object { (Text $_.introduction) + (Text $_.remarks) })
                    Outputs = @($help.returnValues.returnValue | ForEach-Object { "$($_.type.name)" })
                    Syntax = ($command | Get-Command -Syntax).Trim() -split "\r?\n\s*\r?\n" | ForEach-Object { ($_ -replace "\s+", " ").Trim() }
                    Shown = @(($help.Syntax | Out-String -Width 4000).Trim() -split "\r?\n\s*\r?\n" | ForEach-Object { ($_ -replace "\s+", " ").Trim() })
                    Whole = $help | Out-String
                }
            }'
    }

    It 'shows the whole page of <_>' -ForEach $pages {
        $name = $_
        $page = $help | Where-Object Name -EQ $name
        $page.Synopsis | Should -Match '\.$'
        $page.Synopsis | Should -Not -Match '^\s*\S+-Sf\S* \['
        $page.Description | Should -Not -BeNullOrEmpty
        $page.Described | Should -Be $page.Parameters
        $page.Outputs | Should -Not -BeNullOrEmpty
        $page.Examples | Should -Be @(Get-HelpExample $name | ForEach-Object { $_.Code.TrimEnd() })
        $page.Examples.Count | Should -BeGreaterOrEqual 3
        $page.Remarks | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
        $page.Shown | Sort-Object | Should -Be @($page.Syntax | Sort-Object)

        # No Markdown is left outside code.
        $page.Whole | Should -Not -Match '```|\]\(|\{\{|\u0080'
    }

    It 'shows <_>' -ForEach $topics {
        $text = (Get-Fresh "Get-Help $_ | Out-String")
        $lines = $text -split '\r?\n'
        $lines[0..4] | Should -Be @('TOPIC', "    $_", '', 'SHORT DESCRIPTION', $lines[4])
        $lines[4] | Should -Match '^    \S.*\.$'
        $lines | Where-Object { $_.Length -gt 80 -and $_.Trim() -match ' ' } | Should -BeNullOrEmpty
    }
}

Describe 'The pages' -Skip:$noPlatyPS {
    BeforeAll {
        $faults = Get-Fresh "
            function Shape(`$help) {
                foreach (`$syntax in `$help.Syntax) { 'syntax ' + `$syntax.ParameterSetName + ': ' + (`$syntax.ToString() -replace '\s+', ' ').Replace(' [<CommonParameters>]', '') }
                foreach (`$parameter in `$help.Parameters) {
                    `$aliases = (`$parameter.Aliases | Sort-Object) -join ','
                    '-{0}: {1} ({2}) wildcards {3} values {4}' -f `$parameter.Name, `$parameter.Type, `$aliases, `$parameter.SupportsWildcards, (`$parameter.AcceptedValues -join ',')
                    `$parameter.ParameterSets | ForEach-Object {
                        '-{0} in {1}: position {2}, required {3}, pipeline {4}, by name {5}' -f `$parameter.Name, `$_.Name, `$_.Position, `$_.IsRequired, `$_.ValueFromPipeline, `$_.ValueFromPipelineByPropertyName
                    } | Sort-Object
                }
                `$help.Inputs | ForEach-Object { 'input ' + `$_.Typename }
                `$help.Outputs | ForEach-Object { 'output ' + `$_.Typename }
            }
            Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0
            foreach (`$file in Get-ChildItem '$root/docs/en-US' -Filter '*-*.md') {
                `$written = @(Shape (Import-MarkdownCommandHelp -LiteralPath `$file.FullName) | Sort-Object -Unique)
                `$true_ = @(Shape (New-CommandHelp (Get-Command `$file.BaseName)) | Sort-Object -Unique)
                [pscustomobject]@{
                    Name = `$file.BaseName
                    Faults = @(Compare-Object `$written `$true_ | ForEach-Object { `$_.SideIndicator.Replace('<=', 'page:').Replace('=>', 'cmdlet:') + ' ' + `$_.InputObject })
                    IsValid = Test-MarkdownCommandHelp `$file.FullName
                }
            }"
    }

    It 'are valid for PlatyPS, and have the cmdlet''s syntax, types, aliases and positions: <_>' -ForEach $pages {
        $name = $_
        $found = $faults | Where-Object Name -EQ $name
        $found.IsValid | Should -BeTrue
        $found.Faults | Should -BeNullOrEmpty -Because "Update-MarkdownCommandHelp docs/en-US/$name.md brings the page up to date"
    }
}

Describe 'build.ps1 -Task Docs' -Skip:$noPlatyPS {
    It 'creates exactly the files in module/en-US' {
        $run = Invoke-FreshPowerShell "& '$root/build.ps1' -Task Docs -HelpPath '$TestDrive/made'"
        $run.Errors | Should -BeNullOrEmpty
        function Get-FolderHash($Folder) { Get-ChildItem $Folder -File -Recurse | Sort-Object Name | ForEach-Object { "$($_.Name) $((Get-FileHash $_).Hash)" } }
        Get-FolderHash "$TestDrive/made" | Should -Be @(Get-FolderHash "$root/module/en-US") -Because './build.ps1 -Task Docs was not run after a change of docs/en-US'
        foreach ($file in Get-ChildItem "$TestDrive/made") { (Get-Content $file -Raw).Contains("`r") | Should -BeFalse }
    }
}
