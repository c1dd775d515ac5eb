# Runs the examples of the help pages in docs/en-US as users do: all examples of a page in a new runspace that is signed in to a
# LocalOrg.
Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')
$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:url = 'https://acme.my.salesforce.com'
$script:app = '3MVG9AcmeExample'
$script:users = 'admin@example.com', 'ci@example.com'

# The names of the pages, or of the pages that match SFJWT_HELP_PAGE.
function Get-HelpPage {
    (Get-ChildItem (Join-Path $script:root 'docs/en-US') -Filter '*-*.md').BaseName |
        Where-Object { $_ -like ($env:SFJWT_HELP_PAGE ?? '*') } | Sort-Object
}

function Get-HelpPagePath([Parameter(Mandatory)] [string] $Name) { Join-Path $script:root "docs/en-US/$Name.md" }

# Title and code of each example.
function Get-HelpExample([Parameter(Mandatory)] [string] $Name) {
    $page = (Get-Content (Get-HelpPagePath $Name) -Raw).Replace("`r`n", "`n")
    $examples = [regex]::Match($page, '(?ms)^## EXAMPLES$(.*?)^## PARAMETERS$').Groups[1].Value
    foreach ($example in [regex]::Matches($examples, '(?ms)^### (Example \d+: [^\n]+)$(.*?)(?=^### |\z)')) {
        $code = [regex]::Matches($example.Groups[2].Value, '(?ms)^```powershell\n(.*?)^```$')
        if ($code.Count -ne 1) { throw "'$($example.Groups[1].Value)' of $Name.md has $($code.Count) blocks of code." }
        [pscustomobject]@{ Title = $example.Groups[1].Value; Code = $code[0].Groups[1].Value }
    }
}

# Starts a LocalOrg with the app and the users of the examples.
function Start-HelpOrg {
    $org = Start-TestOrg
    $app = @{
        consumerKey = $script:app
        name = 'Acme CI'
        certificatePem = Get-Content $org.CertificatePath -Raw
        consumerSecret = 'acme-consumer-secret'
        requireSecretForWebServerFlow = $false
        requireSecretForRefreshToken = $false
        runAsUsername = $script:users[1]
        flows = @('JwtBearer', 'WebServer', 'UserAgent', 'Device', 'ClientCredentials', 'UsernamePassword', 'RefreshToken')
        scope = 'api refresh_token web'
        callbackUrls = @('http://localhost:1717/OauthRedirect')
    }
    $null = Invoke-OrgAdmin $org Post apps $app
    foreach ($user in $script:users) {
        $null = Invoke-OrgAdmin $org Post users @{ username = $user }
        $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = $script:app; username = $user }
    }
    $org
}

# Runs the examples of pages, one page after the other. Returns Page, Title, Failure and Output of each; Failure is empty after success.
function Invoke-HelpPage([Parameter(Mandatory)] $Org, [Parameter(Mandatory)] [string[]] $Name) {
    $jobs = foreach ($page in $Name) {
        $folder = (New-Item -ItemType Directory (Join-Path $Org.Folder "pages/$page")).FullName
        $job = @{
            Page = $page
            Org = $Org | Select-Object * -ExcludeProperty Process, SignIn
            Examples = @(Get-HelpExample $page | ForEach-Object { @{ Title = $_.Title; Code = $_.Code.Replace($script:url, $Org.Url) } })
            Setup = Join-Path $PSScriptRoot "HelpExamples/$page.ps1"
            Folder = (New-Item -ItemType Directory (Join-Path $folder 'work')).FullName
            Results = Join-Path $folder 'results.json'
            Environment = @{
                SF_CLIENT_ID = $script:app; SF_USERNAME = $script:users[0]; SF_LOGIN_URL = $Org.Url; SF_JWT_KEY_FILE = $Org.KeyPath
                SF_PROFILE_PATH = Join-Path $folder 'profiles.json'
            }
        }
        $job | ConvertTo-Json -Depth 5 | Set-Content (Join-Path $folder 'job.json')
        $job
    }
    # The examples must not write to the CI system that runs this test.
    $run = Invoke-FreshPowerShell "& '$PSScriptRoot/Invoke-HelpPage.ps1' '$(Join-Path $Org.Folder pages)'" @{
        SFJWT_MODULE = Get-TestModule
        NO_COLOR = '1'
        GITHUB_ACTIONS = ''; TF_BUILD = ''; GITLAB_CI = ''; JENKINS_URL = ''
    }
    foreach ($job in $jobs) {
        $results = @(if (Test-Path $job.Results) { Get-Content $job.Results -Raw | ConvertFrom-Json })
        foreach ($example in $job.Examples) {
            $result = $results | Where-Object Title -EQ $example.Title
            [pscustomobject]@{
                Page = $job.Page
                Title = $example.Title
                Failure = $result ? $result.Failure : "It was not reached (exit code $($run.ExitCode)).`n$($run.Errors)`n$($run.Output)"
                Output = $result.Output
            }
        }
    }
}

# Runs several pages in parallel, each against an org that no other page uses at that time.
function Invoke-HelpPageSet([Parameter(Mandatory)] [string[]] $Name) {
    $lanes = [Math]::Clamp([Environment]::ProcessorCount, 3, 6)
    $module = Join-Path $PSScriptRoot 'HelpPages.psm1'
    $sets = for ($lane = 0; $lane -lt $lanes; $lane++) { , @(for ($i = $lane; $i -lt $Name.Count; $i += $lanes) { $Name[$i] }) }
    $sets | Where-Object { $_ } | ForEach-Object -ThrottleLimit $lanes -Parallel {
        Import-Module $using:module
        $org = Start-HelpOrg
        try { Invoke-HelpPage $org $_ }
        finally { Stop-TestOrg $org }
    }
}

Export-ModuleMember -Function *
