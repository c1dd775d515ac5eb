BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1') -Force
    $org = Start-TestOrg
    $connect = "Import-Module `$module; `$null = Connect-SfJwt testapp user@test.example -KeyPath '$($org.KeyPath)' -LoginUrl $($org.Url)"
    $none = @{ GITHUB_ACTIONS = ''; TF_BUILD = ''; GITLAB_CI = ''; JENKINS_URL = '' }
    $github = $none + @{ GITHUB_ENV = Join-Path $TestDrive 'github-env' }
    $github.GITHUB_ACTIONS = 'true'
    $azure = $none.Clone()
    $azure.TF_BUILD = 'True'

    # The script writes the token last, between angle brackets, for the test.
    function Invoke-Job([string] $Script, [hashtable] $Environment) {
        $run = Invoke-FreshPowerShell "$connect; $Script; `"<`$(Get-SfAccessToken -AsPlainText)>`"" $Environment
        $run.Errors | Should -BeNullOrEmpty
        $token = [regex]::Match($run.Output, '<(00D[^>]+)>$').Groups[1].Value
        $token | Should -Not -BeNullOrEmpty
        [pscustomobject]@{ Token = $token; Lines = $run.Output -split '\r?\n' | Select-Object -SkipLast 1 | Where-Object { $_ } }
    }
}
AfterAll { Stop-TestOrg $org }

Describe 'Get-SfAccessToken -CI' {
    It 'masks the token in GitHub Actions before it is written, and writes only the token to the pipeline' {
        $job = Invoke-Job '$token = Get-SfAccessToken -CI -AsPlainText; $token' $github
        $job.Lines | Should -Be @("::add-mask::$($job.Token)", $job.Token)
    }

    It 'starts a new line for the mask' {
        $job = Invoke-Job 'Write-Host -NoNewline "Connecting... "; $null = Get-SfAccessToken -CI' $github
        $job.Lines | Should -Be @('Connecting... ', "::add-mask::$($job.Token)")
    }

    It 'masks the token in Azure Pipelines' {
        $job = Invoke-Job '(Get-SfAccessToken -CI -AsHeader).Authorization' $azure
        $job.Lines | Should -Be @("##vso[task.setsecret]$($job.Token)", "Bearer $($job.Token)")
    }

    It 'writes nothing in <_>, nor where no CI system runs' -ForEach @('GITLAB_CI', 'JENKINS_URL', 'nothing') {
        $environment = $none.Clone()
        $environment[$_] = 'true'
        (Invoke-Job '$null = Get-SfAccessToken -CI' $environment).Lines | Should -BeNullOrEmpty
    }

    It 'masks the fresh token with -Renew' {
        $job = Invoke-Job '$old = Get-SfAccessToken -AsPlainText; $null = Get-SfAccessToken -CI -Renew; "renewed: $($old -ne (Get-SfAccessToken -AsPlainText))"' $github
        $job.Lines | Should -Be @("::add-mask::$($job.Token)", 'renewed: True')
    }

    It 'leaves nothing in a transcript, nor in PowerShell''s streams' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $job = Invoke-Job "`$null = Start-Transcript '$transcript'; `$all = Get-SfAccessToken -CI -Verbose -Debug *>&1 | Out-String; `$null = Stop-Transcript; `$all" $github
        $job.Lines[0] | Should -Be "::add-mask::$($job.Token)"
        "$($job.Lines[1..99])".Contains($job.Token) | Should -BeFalse
        (Get-Content $transcript -Raw).Contains($job.Token) | Should -BeFalse
    }

    It 'works with -Connection' {
        $job = Invoke-Job 'Get-SfConnection | Get-SfAccessToken -CI -AsPlainText' $github
        $job.Lines | Should -Be @("::add-mask::$($job.Token)", $job.Token)
    }
}

Describe 'Get-SfAccessToken -SetEnvironment' {
    It 'writes the file of GitHub Actions, and masks first' {
        Set-Content $github.GITHUB_ENV 'OTHER=1' -NoNewline
        $job = Invoke-Job '$null = Get-SfAccessToken -SetEnvironment; "$env:SF_INSTANCE_URL"' $github
        $job.Lines | Should -Be @("::add-mask::$($job.Token)", $org.Url)
        $text = Get-Content $github.GITHUB_ENV -Raw
        $text | Should -Match '^OTHER=1\n'
        $text | Should -Match "\nSF_ACCESS_TOKEN<<(end_\w{32})\n$([regex]::Escape($job.Token))\n\1\n"
        $text | Should -Match "\nSF_INSTANCE_URL<<(end_\w{32})\n$([regex]::Escape($org.Url))\n\1\n"
    }

    It 'sets a secret variable in Azure Pipelines' {
        $job = Invoke-Job '$null = Get-SfAccessToken -SetEnvironment' $azure
        $job.Lines | Should -Be @(
            "##vso[task.setsecret]$($job.Token)"
            "##vso[task.setvariable variable=SF_ACCESS_TOKEN;issecret=true]$($job.Token)"
            "##vso[task.setvariable variable=SF_INSTANCE_URL;issecret=false]$($org.Url)")
    }

    It 'sets the variables of this process everywhere, from which Connect-SfToken connects' {
        $job = Invoke-Job '$null = Get-SfAccessToken -SetEnvironment; "$($env:SF_ACCESS_TOKEN -eq (Get-SfAccessToken -AsPlainText))"; (Connect-SfToken).InstanceUrl' $none
        $job.Lines | Should -Be @('True', $org.Url)
    }

    It 'fails if the file of GitHub Actions is missing, and does not show the token' {
        $environment = $github.Clone()
        $environment.GITHUB_ENV = ''
        $run = Invoke-FreshPowerShell "$connect; try { Get-SfAccessToken -SetEnvironment } catch { `$_.FullyQualifiedErrorId; `$_ | Format-List * -Force }" $environment
        $run.Output | Should -Match 'SfFileAccessFailed,'
        $run.Output | Should -Match 'GITHUB_ENV'
        [regex]::Matches($run.Output, '00D\w+!').Count | Should -Be 1 -Because 'it is in the mask, and nowhere else'
    }
}
