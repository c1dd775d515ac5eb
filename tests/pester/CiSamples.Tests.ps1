# Runs the files of samples/ci as their systems do, against LocalOrg: each copied to the place that its first lines name, with the
# host filled in, and the module installed from a folder.
BeforeDiscovery {
    # On Windows the folder of a user's modules cannot be changed, and the files install the module.
    $onOwnWindows = $IsWindows -and -not $env:CI
    if ($onOwnWindows) {
        Write-Warning 'Skipped: on Windows the samples would install the module among your own ones. They are run where CI is set.'
    }
    # On Windows, bash belongs to the Linux subsystem, which may have no distribution.
    $noBash = $IsWindows -or -not (Get-Command bash -CommandType Application -ErrorAction Ignore)
    if ($noBash) { Write-Warning 'Skipped: GitLab runs the lines of its sample in the bash of a Linux image, and there is none here.' }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'CiSystem.psm1') -Force
    $samples = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'samples/ci'
    $org = Start-TestOrg
    $version = (Import-PowerShellDataFile (Join-Path (Get-TestModule) 'SalesforceJwt.PS.psd1')).ModuleVersion

    # The user's repository.
    $repository = (New-Item -ItemType Directory (Join-Path $TestDrive 'repository')).FullName
    $null = New-Item -ItemType Directory (Join-Path $repository 'ci')
    'import-contacts.ps1', 'contacts.csv' | ForEach-Object { Copy-Item (Join-Path $samples $_) (Join-Path $repository 'ci') }

    # The folder of packages that the files install from. The package is made as by "build.ps1 -Task Package", without a second
    # build beside other tests.
    $packages = (New-Item -ItemType Directory (Join-Path $repository 'packages')).FullName
    $layout = Join-Path $TestDrive 'layout'
    Copy-Item (Get-TestModule) $layout -Recurse
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd">
  <metadata><id>SalesforceJwt.PS</id><version>$version</version><authors>x</authors><description>x</description><tags>PSModule</tags></metadata>
</package>
"@ | Set-Content (Join-Path $layout 'SalesforceJwt.PS.nuspec')
    [IO.Compression.ZipFile]::CreateFromDirectory($layout, (Join-Path $packages "SalesforceJwt.PS.$version.nupkg"))

    $passwordText = 'pass $word <&>'
    $locked = New-SfCertificate -Path $org.Folder -Name locked -Password (ConvertTo-SecureString $passwordText -AsPlainText -Force)
    Add-OrgApp $org lockedapp $locked.CertificatePath
    $secrets = @{ SF_CLIENT_ID = 'testapp'; SF_USERNAME = 'user@test.example'; SF_JWT_KEY = ConvertTo-SfCiSecret $org.KeyPath -AsPlainText }
    $lockedSecrets = @{ SF_CLIENT_ID = 'lockedapp'; SF_USERNAME = 'user@test.example'
        SF_JWT_KEY = ConvertTo-SfCiSecret $locked.KeyPath -AsPlainText; SF_JWT_KEY_PASSWORD = $passwordText }
    $unapproved = $secrets.Clone()
    $unapproved.SF_USERNAME = 'notapproved@test.example'

    # A sample's text, with the changes that a user has to make.
    function Get-Sample([string] $Name) {
        (Get-Content (Join-Path $samples $Name) -Raw).Replace('https://NAME.my.salesforce.com', $org.Url)
    }

    # Machines are copied, since the first PowerShell in each home directory analyses all modules.
    $plain = @{ NO_COLOR = '1'; POWERSHELL_TELEMETRY_OPTOUT = '1' }
    $master = (New-Item -ItemType Directory (Join-Path $TestDrive 'home')).FullName
    $run = Invoke-CiScript "Register-PSResourceRepository Registered -Uri '$packages'" $repository ($plain + @{ HOME = $master })
    if ($run.ExitCode) { throw $run.Output }
    function New-Machine([hashtable] $Environment) {
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        Copy-Item $master $folder -Recurse -Force
        $plain + @{ HOME = $folder } + $Environment
    }

    # Runs steps in order until one fails, as all these systems do. Returns the last exit code, all output, and the values that the
    # steps set.
    function Invoke-Job([object[]] $Step, [scriptblock] $Invoke) {
        $job = @{ ExitCode = 0; Output = ''; Done = @() }
        foreach ($one in $Step) {
            $run = & $Invoke $one $job
            $job.Output += $run.Output
            $job.ExitCode = $run.ExitCode
            if ($run.ExitCode) { break }
            $job.Done += $one.Name
        }
        $job
    }

    function Get-LoadedContact { @(Invoke-SfQuery "SELECT Id, LastName FROM Contact WHERE External_Id__c LIKE 'CI-%'" -Connection $admin) }
    function Assert-Loaded($Job) {
        $Job.ExitCode | Should -Be 0 -Because $Job.Output
        $Job.Output | Should -Match 'Contacts loaded: 3\r?\nContacts in the org: 3'
        (Get-LoadedContact).LastName | Sort-Object | Should -Be 'Hopper', 'Johnson', 'Lovelace'
    }

    # PowerShell wraps errors.
    function Get-Unwrapped($Job) { $Job.Output -replace '\r?\n[\s|]*', ' ' }

    # Checks for keys, passwords and tokens; only the mask commands may contain the token.
    function Assert-Secret($Job, $Secrets, [string[]] $Mask = @()) {
        $shown = (Get-Unwrapped $Job) + ($Job.Output -replace '[\s|]')
        $shown.Contains($Secrets.SF_JWT_KEY.Substring(100, 40)) | Should -BeFalse
        $shown | Should -Not -Match 'PRIVATE KEY'
        $shown.Contains($passwordText) | Should -BeFalse
        $lines = @($Job.Output -split '\r?\n' | Where-Object { $_ -match '00D\w+!' })
        $lines | Should -Be $Mask
    }
    function Assert-Rejected($Job) {
        $Job.ExitCode | Should -Be 1 -Because $Job.Output
        Get-Unwrapped $Job | Should -Match "user hasn't approved this consumer"
        Get-LoadedContact | Should -BeNullOrEmpty
    }

    $signIn = $org.SignIn
    $admin = Connect-SfJwt @signIn -Name admin
}
AfterAll { Stop-TestOrg $org }

Describe 'What the samples' {
    It 'install is this version: <_>' -ForEach 'github-actions.yml', 'azure-pipelines.yml', '.gitlab-ci.yml',
            'Jenkinsfile', 'github-actions-without-key.yml', 'azure-pipelines-without-key.yml', 'gitlab-without-key.yml' {
        $named = [regex]::Matches((Get-Content (Join-Path $samples $_) -Raw),
            '(?:module-version|MODULE_VERSION|name: MODULE_VERSION\n    value)(?:: | = )''?(\d[\d.]*)')
        $named | Should -HaveCount 1
        $named[0].Groups[1].Value | Should -Be $version
    }
}

Describe 'What the documents show' -Skip:$onOwnWindows {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        "LastName,Email`nNoether,emmy@example.com" | Set-Content (Join-Path $repository contacts.csv)
        '"Deployed as $((Get-SfConnection -Default).Username)."' | Set-Content (Join-Path $repository deploy.ps1)

        # The steps of the YAML block below a heading.
        function Get-Step([string] $Document, [string] $Heading) {
            $text = (Get-Content (Join-Path $root $Document) -Raw).Replace("`r`n", "`n").Replace('https://NAME.my.salesforce.com', $org.Url)
            $block = [regex]::Match($text, '(?s)\n## ' + $Heading + '\n.*?\n`{3}yaml\n(.*?)\n`{3}').Groups[1].Value
            (ConvertFrom-CiYaml (@('steps:') + ($block -split '\n' | ForEach-Object { "  $_" }))).steps
        }
        function Invoke-Step([string] $Script, $Variables) {
            $machine = New-Machine @{ CI = 'true' }
            foreach ($name in $Variables.Keys) {
                $machine[$name] = [regex]::Replace($Variables[$name], '\$(?:\{\{ \w+\.(\w+) \}\}|\((\w+)\))', {
                        ($secrets + @{ SF_LOGIN_URL = $org.Url })[$args[0].Groups[1].Value + $args[0].Groups[2].Value] })
            }
            Invoke-CiScript $Script $repository $machine
        }
    }

    It 'works: CI in README.md' {
        $steps = @(Get-Step README.md 'CI in ten lines')
        $steps[0].uses | Should -Match '^actions/checkout@v\d+$'
        $job = Invoke-Step $steps[1].run $steps[1].env
        $job.ExitCode | Should -Be 0 -Because $job.Output
        @(Invoke-SfQuery "SELECT Email FROM Contact WHERE LastName = 'Noether'" -Connection $admin).Email | Should -Be 'emmy@example.com'
    }

    It 'works: GitHub Actions and Azure Pipelines in about_SalesforceJwt_CI' {
        $gitHub = @(Get-Step docs/en-US/about_SalesforceJwt_CI.md 'GitHub Actions')
        $job = Invoke-Step $gitHub[0].run $gitHub[0].env
        $job.Output | Should -Match 'Deployed as user@test.example.'
        $azure = @(Get-Step docs/en-US/about_SalesforceJwt_CI.md 'Azure Pipelines')
        $job = Invoke-Step $azure[0].inputs.script $azure[0].env
        $job.Output | Should -Match 'Deployed as user@test.example.'
    }

    It 'names the repository in each line that installs the module' {
        $files = @(Get-ChildItem $root -Filter *.md) + (Get-ChildItem (Join-Path $root docs),
            (Join-Path $root samples) -Recurse -File -Force |
                Where-Object { $_.Extension -in '.md', '.yml', '.ps1' -or $_.Name -eq 'Jenkinsfile' })
        $lines = $files | Where-Object Name -NE CHANGELOG.md | Select-String -Pattern 'Install-PSResource .*SalesforceJwt\.PS'
        $lines.Count | Should -BeGreaterThan 6
        foreach ($line in $lines) { $line.Line | Should -Match ' -Repository ' -Because "$($line.Filename):$($line.LineNumber)" }
    }
}

Describe 'GitHub Actions' -Skip:$onOwnWindows {
    BeforeAll {
        $action = ConvertFrom-CiYaml ((Get-Sample action.yml) -split '\r?\n')
        $workflow = ConvertFrom-CiYaml ((Get-Sample github-actions.yml) -split '\r?\n')

        # ${{ … }} as far as the samples use it. A secret or an output that is not there is empty, an input that is not declared
        # is an error.
        function Expand-Expression([string] $Text, [hashtable] $Context) {
            [regex]::Replace($Text, '\$\{\{ *(.*?) *\}\}', {
                    $expression = $args[0].Groups[1].Value
                    $value = $Context
                    foreach ($name in $expression -split '\.') { $value = if ($null -ne $value) { $value[$name] } }
                    if ($null -eq $value -and $expression -notmatch '^(secrets|steps)\.') { throw "Not understood: $expression" }
                    $value
                })
        }

        # A file of NAME=VALUE, NAME<<END.
        function Read-CommandFile([string] $Path) {
            $values = @{}
            foreach ($match in [regex]::Matches("$(Get-Content $Path -Raw)",
                '(?ms)^([\w-]+)(?:=([^\r\n]*)|<<(\S+)\r?\n(.*?)\r?\n\3)\r?$')) {
                $values[$match.Groups[1].Value] = $match.Groups[2].Value + $match.Groups[4].Value
            }
            $values
        }

        function Invoke-GitHubJob([hashtable] $Secrets, [hashtable] $With = @{}) {
            $home_ = New-Machine @{ CI = 'true'; GITHUB_ACTIONS = 'true'; RUNNER_OS = 'Linux' }
            $environmentFile = Join-Path $home_.HOME 'env'
            # The action is replaced by its steps.
            $steps = foreach ($step in $workflow.jobs.load.steps) {
                if ($step.Contains('run')) { @{ Name = $step.name; Step = $step; Context = 'job' }; continue }
                if ($step.uses -eq './.github/actions/salesforce') {
                    $outer = $step
                    foreach ($inner in $action.runs.steps) { @{ Name = $inner.name; Step = $inner; Context = 'action' } }
                    continue
                }
                $step.uses | Should -Match '^actions/checkout@v\d+$'
            }
            $context = @{ job = @{ secrets = $Secrets; steps = @{} }; action = @{ inputs = @{}; steps = @{} } }
            $given = @{}
            foreach ($name in $outer.with.Keys) { $given[$name] = Expand-Expression $outer.with[$name] $context.job }
            foreach ($name in $With.Keys) { $given[$name] = $With[$name] }
            foreach ($name in $given.Keys) { $action.inputs.Contains($name) | Should -BeTrue -Because "the action knows no input $name" }
            foreach ($name in $action.inputs.Keys) {
                if ($action.inputs[$name].required -eq 'true') {
                    $given.ContainsKey($name) | Should -BeTrue -Because "the input $name is required"
                }
                $context.action.inputs[$name] = $given[$name] ?? $action.inputs[$name].default
            }

            $job = Invoke-Job $steps {
                param($one)
                $step = $one.Step
                $step.shell | Should -Be pwsh
                $step.run | Should -Not -Match '\$\{\{'
                $outputFile = Join-Path $home_.HOME "output-$([guid]::NewGuid())"
                $null = New-Item $outputFile, $environmentFile -Force:$false -ErrorAction Ignore
                $environment = $home_ + @{ GITHUB_ENV = $environmentFile
                    GITHUB_OUTPUT = $outputFile } + (Read-CommandFile $environmentFile)
                if ($step.Contains('env')) {
                    foreach ($name in $step.env.Keys) { $environment[$name] = Expand-Expression $step.env[$name] $context[$one.Context] }
                }
                Invoke-CiScript $step.run $repository $environment
                if ($step.Contains('id')) { $context[$one.Context].steps[$step.id] = @{ outputs = Read-CommandFile $outputFile } }
                if ($one.Context -eq 'action') {
                    $outputs = @{}
                    foreach ($name in $action.outputs.Keys) {
                        $outputs[$name] = Expand-Expression $action.outputs[$name].value $context.action
                    }
                    $context.job.steps[$outer.id] = @{ outputs = $outputs }
                }
            }
            $job.Environment = Read-CommandFile $environmentFile
            $job
        }
    }
    BeforeEach { Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false }

    It 'signs in, masks the token, and does the work with it' {
        $job = Invoke-GitHubJob $secrets
        Assert-Loaded $job
        $job.Environment.Keys | Sort-Object | Should -Be 'SF_ACCESS_TOKEN', 'SF_INSTANCE_URL'
        $job.Environment.SF_INSTANCE_URL | Should -Be $org.Url
        Assert-Secret $job $secrets "::add-mask::$($job.Environment.SF_ACCESS_TOKEN)"
        $job.Output | Should -Match "Signed in to $($org.Url) as user@test.example"
        $job.Output | Should -Match 'Requests left today: \d+ of \d+'
    }

    It 'installs the newest version of a repository, and signs in with an encrypted key' {
        $job = Invoke-GitHubJob $lockedSecrets @{ 'module-source' = 'Registered'; 'module-version' = '' }
        Assert-Loaded $job
        Assert-Secret $job $lockedSecrets "::add-mask::$($job.Environment.SF_ACCESS_TOKEN)"
    }

    It 'ends with exit code 1 and the reason if the sign-in fails' {
        $job = Invoke-GitHubJob $unapproved
        Assert-Rejected $job
        Assert-Secret $job $unapproved
        $job.Environment.Count | Should -Be 0
        $job.Done | Should -Be 'Install SalesforceJwt.PS'
    }

    It 'ends with exit code 1 if the version does not exist' {
        $job = Invoke-GitHubJob $secrets @{ 'module-version' = '99.0.0' }
        $job.ExitCode | Should -Be 1
        Get-Unwrapped $job | Should -Match 'could not be (found|installed)'
        $job.Done | Should -BeNullOrEmpty
    }

    It 'does not run code in values' {
        $trace = Join-Path $TestDrive 'injected'
        $job = Invoke-GitHubJob $secrets @{ username = "`";[IO.File]::WriteAllText('$trace','');#" }
        $job.ExitCode | Should -Be 1
        Get-Unwrapped $job | Should -Match 'The username holds a semicolon'
        Test-Path $trace | Should -BeFalse
    }
}

Describe 'Azure Pipelines' -Skip:$onOwnWindows {
    BeforeAll {
        $pipeline = ConvertFrom-CiYaml ((Get-Sample azure-pipelines.yml) -split '\r?\n')

        function Invoke-AzureJob([hashtable] $Secrets) {
            $machine = New-Machine @{ TF_BUILD = 'True' }
            foreach ($variable in $pipeline.variables | Where-Object { $_.Contains('name') }) { $machine[$variable.name] = $variable.value }
            $held = $Secrets.Clone()
            Invoke-Job $pipeline.jobs[0].steps {
                param($step, $job)
                $step.Name = $step.displayName
                $step.pwsh | Should -Not -Match '\$\([A-Z_]+\)'
                $environment = $machine.Clone()
                # A macro without a variable stays as it is.
                if ($step.Contains('env')) {
                    foreach ($name in $step.env.Keys) {
                        $environment[$name] = [regex]::Replace($step.env[$name], '\$\((\w+)\)',
                            { $held[$args[0].Groups[1].Value] ?? $args[0].Value })
                    }
                }
                $run = Invoke-CiScript $step.pwsh $repository $environment
                foreach ($set in [regex]::Matches($run.Output, '(?m)^##vso\[task\.setvariable variable=(\w+);issecret=(\w+)\](.*?)\r?$')) {
                    ($set.Groups[2].Value -eq 'true' ? $held : $machine)[$set.Groups[1].Value] = $set.Groups[3].Value
                    $job.Token = $held.SF_ACCESS_TOKEN
                }
                $run
            }
        }
    }
    BeforeEach { Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false }

    It 'signs in, masks the token, and does the work with it' {
        $job = Invoke-AzureJob $secrets
        Assert-Loaded $job
        $job.Token | Should -Not -BeNullOrEmpty
        Assert-Secret $job $secrets "##vso[task.setsecret]$($job.Token)",
            "##vso[task.setvariable variable=SF_ACCESS_TOKEN;issecret=true]$($job.Token)"
    }

    It 'ends with exit code 1 and the reason if the sign-in fails' {
        $job = Invoke-AzureJob $unapproved
        Assert-Rejected $job
        Assert-Secret $job $unapproved
        $job.Done | Should -Be 'Install SalesforceJwt.PS'
    }

    It 'names the missing value if a variable is not set' {
        $job = Invoke-AzureJob @{ SF_CLIENT_ID = 'testapp'; SF_USERNAME = 'user@test.example' }
        $job.ExitCode | Should -Be 1
        $job.Output | Should -Match 'private key'
    }
}

Describe 'GitLab' -Skip:$noBash {
    BeforeAll {
        $file = ConvertFrom-CiYaml ((Get-Sample .gitlab-ci.yml) -split '\r?\n')

        function Invoke-GitLabJob([hashtable] $Secrets) {
            $machine = New-Machine (@{ CI = 'true'; GITLAB_CI = 'true'; CI_COMMIT_BRANCH = 'main' } + $Secrets)
            foreach ($name in $file.variables.Keys) { $machine[$name] = $file.variables[$name] }
            # One script of all lines, which ends at the first failure.
            $lines = @('set -eo pipefail') + $file.contacts.before_script + $file.contacts.script
            Invoke-CiProcess $repository $machine bash '-c', ($lines -join "`n")
        }
    }
    BeforeEach { Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false }

    It 'signs in and does the work, and shows no token' {
        $job = Invoke-GitLabJob $secrets
        Assert-Loaded $job
        Assert-Secret $job $secrets
    }

    It 'ends with exit code 1 and the reason if the sign-in fails' {
        $job = Invoke-GitLabJob $unapproved
        Assert-Rejected $job
        Assert-Secret $job $unapproved
    }
}

Describe 'Jenkins' -Skip:$onOwnWindows {
    BeforeAll {
        $steps = Get-JenkinsStep (Get-Sample Jenkinsfile)

        function Invoke-JenkinsJob([hashtable] $Secrets) {
            $machine = New-Machine @{ JENKINS_URL = 'http://jenkins.example/'; BUILD_ID = '1' }
            Invoke-Job $steps {
                param($step)
                $environment = $machine.Clone()
                foreach ($variable in $step.Environment) {
                    $environment[$variable.Name] = $variable.IsCredential ? $Secrets[$variable.Value] : $variable.Value
                }
                Invoke-JenkinsScript $step.Script $repository $environment
            }
        }
    }
    BeforeEach { Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false }

    It 'signs in and does the work, and shows no token' {
        $steps.Name | Should -Be 'Install SalesforceJwt.PS', 'Load contacts'
        $job = Invoke-JenkinsJob $secrets
        Assert-Loaded $job
        Assert-Secret $job $secrets
    }

    It 'ends with exit code 1 and the reason if the sign-in fails' {
        $job = Invoke-JenkinsJob $unapproved
        Assert-Rejected $job
        Assert-Secret $job $unapproved
    }
}

Describe 'Without a stored key' -Skip:$onOwnWindows {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot 'TokenService.psm1') -Force
        $issuer = [Security.Cryptography.RSA]::Create(2048)
        $jobSecret = '5EC2E7of.the.job'
        $branch = 'repo:ACME/app:ref:refs/heads/main'
        $service = Start-TokenService $issuer $jobSecret $branch
        Invoke-OrgAdmin $org Post apps @{ consumerKey = 'keyless'; scope = 'api'; flows = , 'TokenExchange'; requireSecretForTokenExchange = $false }
        Invoke-OrgAdmin $org Post approvals @{ consumerKey = 'keyless'; username = 'user@test.example' }
        $handler = @{ name = 'CiTokenHandler'; apps = , 'keyless'; issuer = 'https://issuer.example.com'
            keys = , $issuer.ExportSubjectPublicKeyInfoPem(); users = , @{ username = 'user@test.example'; claims = @{ sub = $branch } } }
        function Set-Handler([string] $Audience) { Invoke-OrgAdmin $org Post token-handlers ($handler + @{ audience = $Audience }) }

        # No token and no secret of the job is in the output.
        function Assert-NoToken($Job) {
            $shown = (Get-Unwrapped $Job) + ($Job.Output -replace '[\s|]')
            $shown | Should -Not -Match '00D\w+!|eyJ'
            $shown.Contains($jobSecret) | Should -BeFalse
        }
        function Assert-NoTokenToGet($Job, [string] $Reason) {
            $Job.ExitCode | Should -Be 1 -Because $Job.Output
            Get-Unwrapped $Job | Should -Match $Reason
            Get-LoadedContact | Should -BeNullOrEmpty
            Assert-NoToken $Job
        }

        # The runner passes the service's address and secret to a job with the right to a token.
        function Invoke-KeylessGitHubJob($Workflow) {
            $machine = New-Machine @{ CI = 'true'; GITHUB_ACTIONS = 'true' }
            if ($Workflow.permissions.'id-token' -eq 'write') {
                $machine.ACTIONS_ID_TOKEN_REQUEST_URL = "$($service.Url)/token?api-version=2.0"
                $machine.ACTIONS_ID_TOKEN_REQUEST_TOKEN = $jobSecret
            }
            Invoke-Job @($Workflow.jobs.load.steps | Where-Object { $_.Contains('run') }) {
                param($step)
                $environment = $machine.Clone()
                foreach ($name in $step.env.Keys) { $environment[$name] = $step.env[$name].Replace('${{ vars.SF_CLIENT_ID }}', 'keyless') }
                Invoke-CiScript $step.run $repository $environment
            }
        }

        # The task passes the id of its service connection, the agent the service's address, and the step the job's secret.
        function Invoke-KeylessAzureJob($Pipeline) {
            $machine = New-Machine @{ TF_BUILD = 'True'; SF_CLIENT_ID = 'keyless'; SYSTEM_OIDCREQUESTURI = "$($service.Url)/oidctoken" }
            foreach ($variable in $Pipeline.variables) { $machine[$variable.name] = $variable.value }
            Invoke-Job $Pipeline.jobs[0].steps {
                param($step)
                $environment = $machine.Clone()
                if ($step.Contains('env')) {
                    foreach ($name in $step.env.Keys) { $environment[$name] = $step.env[$name].Replace('$(System.AccessToken)', $jobSecret) }
                }
                if (-not $step.Contains('task')) { return Invoke-CiScript $step.pwsh $repository $environment }
                $step.task, $step.inputs.scriptType, $step.inputs.scriptLocation | Should -Be 'AzureCLI@2', 'pscore', 'inlineScript'
                if ($step.inputs.azureSubscription) { $environment.AZURESUBSCRIPTION_SERVICE_CONNECTION_ID = 'c0ffee' }
                Invoke-CiScript $step.inputs.inlineScript $repository $environment
            }
        }

        function Invoke-KeylessGitLabJob($File, [string] $Subject = $branch) {
            $machine = New-Machine @{ CI = 'true'; GITLAB_CI = 'true'; SF_CLIENT_ID = 'keyless' }
            foreach ($name in $File.variables.Keys) { $machine[$name] = $File.variables[$name] }
            foreach ($name in $File.contacts.id_tokens.Keys) {
                $machine[$name] = New-SignedToken $issuer @{ sub = $Subject; aud = $File.contacts.id_tokens.$name.aud }
            }
            $lines = @('set -eo pipefail') + $File.contacts.before_script + $File.contacts.script
            Invoke-CiProcess $repository $machine bash '-c', ($lines -join "`n")
        }
        function Read-Sample([string] $Name) { ConvertFrom-CiYaml ((Get-Sample $Name) -split '\r?\n') }
    }
    AfterAll { $service.Stop() }
    BeforeEach { Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false }

    It 'GitHub Actions: does the work, and not without id-token: write' {
        Set-Handler $org.Url
        $workflow = Read-Sample github-actions-without-key.yml
        $job = Invoke-KeylessGitHubJob $workflow
        Assert-Loaded $job
        Assert-NoToken $job
        $service.Requests.ToArray()[-1] | Should -Be "GET /token?api-version=2.0&audience=$([uri]::EscapeDataString($org.Url))"
        $workflow.permissions.Remove('id-token')
        Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false
        Assert-NoTokenToGet (Invoke-KeylessGitHubJob $workflow) 'id-token: write'
    }

    It 'Azure Pipelines: does the work for the service connection, and not without the secret of the job' {
        Set-Handler 'api://AzureADTokenExchange'
        $pipeline = Read-Sample azure-pipelines-without-key.yml
        $job = Invoke-KeylessAzureJob $pipeline
        Assert-Loaded $job
        Assert-NoToken $job
        $service.Requests.ToArray()[-1] | Should -Be 'POST /oidctoken?api-version=7.1&serviceConnectionId=c0ffee'
        $pipeline.jobs[0].steps[1].Remove('env')
        Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false
        Assert-NoTokenToGet (Invoke-KeylessAzureJob $pipeline) 'SYSTEM_ACCESSTOKEN'
    }

    It 'GitLab: does the work, and not for another branch' -Skip:$noBash {
        Set-Handler $org.Url
        $file = Read-Sample gitlab-without-key.yml
        $job = Invoke-KeylessGitLabJob $file
        Assert-Loaded $job
        Assert-NoToken $job
        Get-LoadedContact | Remove-SfRecord -Connection $admin -Confirm:$false
        Assert-NoTokenToGet (Invoke-KeylessGitLabJob $file 'repo:ACME/app:ref:refs/heads/other') 'refs/heads/other'
    }
}

Describe 'The script that all of them run' {
    It 'fails if a row fails, and says so' {
        $bad = Join-Path $TestDrive 'bad.csv'
        'External_Id__c,FirstName,LastName', 'BAD-1,Ada,Lovelace', 'BAD-2,Grace,' | Set-Content $bad
        $environment = @{ SF_LOGIN_URL = $org.Url } + $secrets
        $run = Invoke-FreshPowerShell "function Import-Module { Microsoft.PowerShell.Core\Import-Module `$module }; & '$(Join-Path $samples import-contacts.ps1)' -Path '$bad'" $environment
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match '1 of 2'
        $run.Output | Should -Not -Match 'Contacts loaded'
    }
}
