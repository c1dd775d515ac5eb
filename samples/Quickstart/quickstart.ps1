# The quickstart's steps as a user types them. Each command is shown before it runs, and its output below it.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $LoginUrl,
    [Parameter(Mandatory)] [string] $Username,
    [Parameter(Mandatory)] [string] $Query,
    [Parameter(Mandatory)] [int] $CallbackPort,
    [Parameter(Mandatory)] [string] $BrowserFile
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$width = [Console]::IsOutputRedirected ? 80 : [Math]::Clamp([Console]::WindowWidth, 80, 120)

function Step([string] $Title, [string] $Command) {
    Write-Output '' "$Title" "PS> $Command"
    # In the script's scope, so that a step sees the variables of earlier steps.
    $text = . ([scriptblock]::Create($Command)) | Out-String -Width ($width - 3)
    if ($text.Trim()) { $text.Trim("`r", "`n") -replace '(?m)^', '  ' }
}

# The cmdlet itself signs in. In place of a browser, the program that runs this script opens the URL.
function Connect-SfWeb {
    SalesforceJwt.PS\Connect-SfWeb @args -NoBrowser -Port $CallbackPort 6>&1 | ForEach-Object {
        if ($_ -isnot [Management.Automation.InformationRecord]) { return $_ }
        [regex]::Match("$_", 'http\S+').Value | Set-Content "$BrowserFile.new" -NoNewline
        Move-Item "$BrowserFile.new" $BrowserFile
    }
}

. Step 'Import the module' "Import-Module '$Module'"
. Step '1. Sign in as an administrator (here a simulated one, at a simulated browser)' "Connect-SfWeb -ClientId PlatformCLI -LoginUrl $LoginUrl"
. Step '2. Make the app that scripts sign in through' "`$app = Register-SfApp ci -User $Username -ProfileName ci; `$app"
. Step '   ... which has done this' '$app.Changes; $app.KeyPath'
. Step '3. Sign in as its user, from now on without a browser' 'Connect-SfJwt -Profile ci'
. Step '4. Take the token, as a header for any other tool (masked here)' "(Get-SfAccessToken -AsHeader).Authorization.Substring(0, 13) + '***'"
. Step '5. Query' "Invoke-SfQuery '$Query'"
. Step '   ... and create a record' "New-SfRecord Contact @{ LastName = 'Quickstart' }"
