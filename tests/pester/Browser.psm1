# A real Chromium, headless, driven through ChromeDriver's WebDriver interface (https://www.w3.org/TR/webdriver2/).
function Find-Browser {
    [pscustomobject]@{
        Browser = (Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore |
            Select-Object -First 1).Source
        Driver = (Get-Command chromedriver -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    }
}

function Test-Browser { $found = Find-Browser; [bool]($found.Browser -and $found.Driver) }

function Start-Browser {
    $found = Find-Browser
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $log = New-TemporaryFile
    $process = Start-Process $found.Driver "--port=$port" -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.errors"
    $url = "http://127.0.0.1:$port"
    for ($i = 0; ; $i++) {
        try { if ((Invoke-RestMethod "$url/status").value.ready) { break } } catch { if ($i -gt 100) { throw } }
        Start-Sleep -Milliseconds 100
    }
    $options = @{
        binary = $found.Browser
        args = '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--window-size=900,600', '--no-proxy-server'
    }
    $session = Invoke-RestMethod "$url/session" -Method Post -ContentType application/json -Body (
        @{ capabilities = @{ alwaysMatch = @{ browserName = 'chrome'; acceptInsecureCerts = $true; 'goog:chromeOptions' = $options } } } |
            ConvertTo-Json -Depth 8)
    [pscustomobject]@{ Url = "$url/session/$($session.value.sessionId)"; Process = $process; Logs = $log.FullName, "$log.errors" }
}

function Stop-Browser([Parameter(Mandatory)] $Browser) {
    try { $null = Invoke-RestMethod $Browser.Url -Method Delete } catch { Write-Verbose "The browser was gone already: $_" }
    $Browser.Process.Kill($true)
    $Browser.Process.WaitForExit()
    Remove-Item $Browser.Logs -ErrorAction Ignore
}

function Invoke-Browser([Parameter(Mandatory)] $Browser, [string] $Path, $Body) {
    $parameters = if ($null -eq $Body) { @{} } else { @{ Method = 'Post'; Body = $Body | ConvertTo-Json -Depth 5
        ContentType = 'application/json' } }
    (Invoke-RestMethod "$($Browser.Url)/$Path" @parameters).value
}

function Open-BrowserPage([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Url) {
    $null = Invoke-Browser $Browser url @{ url = $Url }
}

# Finds an element by its CSS selector; waits until it exists.
function Find-BrowserElement([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Selector) {
    for ($i = 0; ; $i++) {
        try {
            $element = Invoke-Browser $Browser element @{ using = 'css selector'; value = $Selector }
            return $element.PSObject.Properties.Value
        }
        catch {
            if ($i -gt 100) { throw "There is no $Selector on the page: $(Get-BrowserText $Browser)" }
            Start-Sleep -Milliseconds 100
        }
    }
}

function Invoke-BrowserClick([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Selector) {
    $null = Invoke-Browser $Browser "element/$(Find-BrowserElement $Browser $Selector)/click" @{}
}

function Set-BrowserText([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Selector,
        [Parameter(Mandatory)] [string] $Text) {
    $null = Invoke-Browser $Browser "element/$(Find-BrowserElement $Browser $Selector)/value" @{ text = $Text }
}

function Get-BrowserText([Parameter(Mandatory)] $Browser) {
    Invoke-Browser $Browser execute/sync @{ script = 'return document.body.innerText'; args = @() }
}

function Get-BrowserAddress([Parameter(Mandatory)] $Browser) { Invoke-Browser $Browser url }

function Clear-BrowserCookie([Parameter(Mandatory)] $Browser) { $null = Invoke-RestMethod "$($Browser.Url)/cookie" -Method Delete }

# A screenshot of the page, as PNG.
function Save-BrowserPicture([Parameter(Mandatory)] $Browser, [Parameter(Mandatory)] [string] $Path) {
    [IO.File]::WriteAllBytes($Path, [Convert]::FromBase64String((Invoke-Browser $Browser screenshot)))
}
