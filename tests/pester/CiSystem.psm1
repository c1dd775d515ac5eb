# Plays the CI systems: reads their files, and runs the script of a step in a new PowerShell as the system does.
$script:pwsh = $env:SFJWT_PWSH ? $env:SFJWT_PWSH : (Get-Process -Id $PID).Path

# PowerShell has no YAML reader, and the tests need no module besides Pester. This one reads what the samples use: mappings,
# sequences, one-line scalars, "|" and one-line [lists]; everything else is an error. Every scalar is text. CiLint.Tests.ps1
# compares the result with a real parser's.
function ConvertFrom-CiYaml([Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Line) {
    $script:lines = $Line
    $script:at = 0
    $value = Read-Node 0
    if (Find-Line) { throw "Line $($script:at + 1) is not understood: $($script:lines[$script:at])" }
    $value
}

# Moves to the next line that is neither blank nor a comment; returns whether there is one.
function Find-Line {
    while ($script:at -lt $script:lines.Count -and $script:lines[$script:at] -match '^\s*(#|$)') { $script:at++ }
    $script:at -lt $script:lines.Count
}

function Get-Indent { $script:lines[$script:at].Length - $script:lines[$script:at].TrimStart().Length }

function Read-Node([int] $Least) {
    if (-not (Find-Line) -or (Get-Indent) -lt $Least) { return '' }
    $indent = Get-Indent
    $text = $script:lines[$script:at].Substring($indent)
    if ($text -match '^- ') { return , (Read-Sequence $indent) }
    if ($text -match '^[\w-]+:(\s|$)') { return Read-Mapping $indent }
    $script:at++
    ConvertFrom-Scalar $text
}

function Read-Sequence([int] $Indent) {
    $items = [Collections.Generic.List[object]]::new()
    while ((Find-Line) -and (Get-Indent) -eq $Indent -and $script:lines[$script:at].Substring($Indent) -match '^- ') {
        # After the dash comes a node, indented by two columns.
        $script:lines[$script:at] = ' ' * ($Indent + 2) + $script:lines[$script:at].Substring($Indent + 2)
        $items.Add((Read-Node ($Indent + 2)))
    }
    , $items.ToArray()
}

function Read-Mapping([int] $Indent) {
    $mapping = [ordered]@{}
    while ((Find-Line) -and (Get-Indent) -eq $Indent -and $script:lines[$script:at].Substring($Indent) -match '^([\w-]+):(?:\s+(.*))?$') {
        $key, $rest = $Matches[1], "$($Matches[2])"
        $script:at++
        $mapping[$key] = if ($rest -match '^\|\s*$') { Read-Text $Indent }
        elseif ($rest -eq '' -or $rest -match '^#') { Read-Node ($Indent + 1) }
        else { ConvertFrom-Scalar $rest }
    }
    $mapping
}

function Read-Text([int] $Outer) {
    $text = [Collections.Generic.List[string]]::new()
    while ($script:at -lt $script:lines.Count -and ($script:lines[$script:at].Trim() -eq '' -or (Get-Indent) -gt $Outer)) {
        $text.Add($script:lines[$script:at++])
    }
    $indent = $text[0].Length - $text[0].TrimStart().Length
    (($text | ForEach-Object { $_.Substring([Math]::Min($indent, $_.Length)) }) -join "`n").TrimEnd() + "`n"
}

function ConvertFrom-Scalar([string] $Text) {
    switch -Regex ($Text) {
        "^'((?:[^']|'')*)'\s*(#.*)?$" { return $Matches[1].Replace("''", "'") }
        '^"([^"\\]*)"\s*(#.*)?$' { return $Matches[1] }
        '^\[([^\[\]{}]*)\]\s*(#.*)?$' { return , @($Matches[1] -split ',' | ForEach-Object { ConvertFrom-Scalar $_.Trim() }) }
        '^\{\}$' { return [ordered]@{} }
        '^[>|&*!{\["''%@`]|: |:$' { throw "Not understood: $Text" }
    }
    $Text -replace '\s+#.*$'
}

# The steps of a Jenkinsfile, each with the environment of its stage, found by the sample's layout: Groovy is not run.
function Get-JenkinsStep([Parameter(Mandatory)] [string] $Text) {
    $Text = $Text -replace '(?m)^\s*//.*$'
    $block = 'environment\s*\{([^}]*)\}'
    $ofPipeline, $stages = $Text -split '\bstages\s*\{', 2
    foreach ($stage in [regex]::Matches($stages, "(?s)stage\('([^']+)'\)\s*\{(.*?)(?=\bstage\('|\z)")) {
        $environment = foreach ($part in $ofPipeline, $stage.Groups[2].Value) {
            foreach ($variable in [regex]::Matches([regex]::Match($part, $block).Groups[1].Value, "(\w+) = (credentials\()?'([^']*)'")) {
                @{ Name = $variable.Groups[1].Value; Value = $variable.Groups[3].Value; IsCredential = $variable.Groups[2].Success }
            }
        }
        foreach ($step in [regex]::Matches($stage.Groups[2].Value, "(?s)\bpwsh '''(.*?)'''|\bpwsh '([^'\n]+)'")) {
            @{ Name = $stage.Groups[1].Value; Environment = $environment; Script = $step.Groups[1].Value + $step.Groups[2].Value }
        }
    }
}

# Runs a program in a folder, without the environment variables of this machine's CI system and sign-ins. Modules are installed
# below HOME.
function Invoke-CiProcess([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [hashtable] $Environment,
        [string] $Program = $script:pwsh, [string[]] $Arguments) {
    $info = [Diagnostics.ProcessStartInfo]::new($Program, $Arguments)
    $info.WorkingDirectory = $Folder
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    foreach ($name in @($info.Environment.Keys -match '^(CI$|CI_|GITHUB_|RUNNER_|TF_BUILD|AGENT_|BUILD_|SYSTEM_|GITLAB_|JENKINS_|SF_|SFDX_|XDG_|PSModulePath$)')) {
        $null = $info.Environment.Remove($name)
    }
    foreach ($name in $Environment.Keys) { $info.Environment[$name] = "$($Environment[$name])" }
    $info.Environment['PATH'] = (Split-Path $script:pwsh) + [IO.Path]::PathSeparator + $info.Environment['PATH']
    $process = [Diagnostics.Process]::Start($info)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output + $errors.Result }
}

# As GitHub's runner (documented under "jobs.<job_id>.steps[*].shell") and Azure's PowerShell@2 task run pwsh: the text between
# these lines, dot-sourced.
function Invoke-CiScript([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [hashtable] $Environment) {
    $file = Join-Path $Environment.HOME "$([guid]::NewGuid()).ps1"
    @('$ErrorActionPreference = ''stop''', $Script, 'if (Test-Path -LiteralPath variable:\LASTEXITCODE) { exit $LASTEXITCODE }') |
        Set-Content $file
    Invoke-CiProcess $Folder $Environment -Arguments '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', ". '$file'"
}

# As Jenkins's durable-task plugin does: no variables are set first.
function Invoke-JenkinsScript([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Folder,
        [Parameter(Mandatory)] [hashtable] $Environment) {
    $file = Join-Path $Environment.HOME "$([guid]::NewGuid()).ps1"
    Set-Content $file $Script
    Invoke-CiProcess $Folder $Environment -Arguments '-NoProfile', '-NonInteractive', '-Command',
        "try { & '$file' } catch { throw }; exit `$LASTEXITCODE"
}

Export-ModuleMember -Function ConvertFrom-CiYaml, Get-JenkinsStep, Invoke-CiProcess, Invoke-CiScript, Invoke-JenkinsScript
