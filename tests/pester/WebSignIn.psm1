# Runs Connect-SfWeb in another runspace, so that the test can play the person at the browser.
Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')
Import-Module (Join-Path $PSScriptRoot 'Browser.psm1')

$script:noBrowser = if (Test-Browser) { $null } else { 'no Chromium with its ChromeDriver is installed here' }
$script:begun = @()

# Why tests with a browser cannot run; empty if they can.
function Get-NoBrowserReason { $script:noBrowser }

function Get-FreePort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

function Wait-Until([Parameter(Mandatory)] [scriptblock] $Condition, [string] $What = 'It') {
    for ($i = 0; -not (& $Condition); $i++) {
        if ($i -gt 600) { throw "$What did not happen within 30 seconds." }
        Start-Sleep -Milliseconds 50
    }
}

# Runs a script up to the point where it waits for the person; Url is the URL that it shows.
function Start-WebSignIn([Parameter(Mandatory)] [string] $Script, [hashtable] $Variables = @{}) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("Import-Module '$(Get-TestModule)'").AddStatement()
    foreach ($name in $Variables.Keys) { $shell.Runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
    $null = $shell.AddScript($Script)
    $run = $shell.BeginInvoke()
    $script:begun += $shell
    Wait-Until { $shell.Streams.Information.Count -or $run.IsCompleted } 'The request for the person'
    $message = if ($shell.Streams.Information.Count) { "$($shell.Streams.Information[0])" } else { '' }
    [pscustomobject]@{ Shell = $shell; Run = $run; Message = $message; Url = [regex]::Match($message, "http\S+").Value; Warnings = @() }
}

# Stops sign-ins that still wait.
function Stop-WebSignIn {
    $script:begun | ForEach-Object { $_.Stop(); $_.Dispose() }
    $script:begun = @()
}

# The output of the script; throws its error.
function Complete-WebSignIn([Parameter(Mandatory)] $SignIn) {
    Wait-Until { $SignIn.Run.IsCompleted } 'The end of the sign-in'
    $output = $SignIn.Shell.EndInvoke($SignIn.Run)
    $SignIn.Warnings = @($SignIn.Shell.Streams.Warning | ForEach-Object { "$_" })
    if ($SignIn.Shell.Streams.Error.Count) { throw $SignIn.Shell.Streams.Error[0] }
    $output
}

# Logs in, and answers the consent page.
function Invoke-WebLogin([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Url, [string] $Username = 'user@test.example',
        [string] $Answer = '#oaapprove') {
    Open-BrowserPage $Browser $Url
    $null = Find-BrowserElement $Browser '#username'
    $null = Invoke-Browser $Browser execute/sync @{ script = "document.querySelector('#username').value = ''"; args = @() }
    Set-BrowserText $Browser '#username' $Username
    Invoke-BrowserClick $Browser '#Login'
    if ($Answer) { Invoke-BrowserClick $Browser $Answer }
}

# Logs out of the org.
function Clear-WebLogin([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] $Org) {
    Open-BrowserPage $Browser "$($Org.Url)/login"
    Clear-BrowserCookie $Browser
}

# Waits until the page shows a text.
function Wait-BrowserText([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Text) {
    Wait-Until { (Get-BrowserText $Browser) -match $Text } "'$Text' on the page"
}

Export-ModuleMember -Function *
