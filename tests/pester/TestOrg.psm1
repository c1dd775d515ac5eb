# Starts a LocalOrg for a test file, with an app, its key and its users, and calls its admin interface.
$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:module = if ($env:SFJWT_MODULE) { $env:SFJWT_MODULE } else { Join-Path $root 'out/package/SalesforceJwt.PS' }
# PowerShell's own executable; if PowerShell is a .NET tool, the process's path does not name it.
$script:pwsh = $env:SFJWT_PWSH ? $env:SFJWT_PWSH : (Get-Process -Id $PID).Path

# Sign-in variables of the environment would replace values that a test leaves out on purpose.
Get-ChildItem Env: | Where-Object Name -Match '^(SF_(CLIENT_|USERNAME|LOGIN_URL|PROFILE_|JWT_|ACCESS_TOKEN|INSTANCE_URL|REFRESH_TOKEN)|SFDX_AUTH_URL)' | Remove-Item

function Get-TestModule { $script:module }

function Get-TestPowerShell { $script:pwsh }

function Start-TestOrg {
    param([int] $Records = 100)
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "sfjwt-$([guid]::NewGuid().ToString('N'))")).FullName
    $dll = if ($env:SFJWT_LOCALORG) { $env:SFJWT_LOCALORG } else {
        (Get-ChildItem (Join-Path $script:root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll |
            Sort-Object LastWriteTime)[-1].FullName
    }
    $certificate = New-SfCertificate -Path $folder -Name test
    $ready = Join-Path $folder 'ready.json'
    $process = Start-Process dotnet -PassThru -RedirectStandardOutput (Join-Path $folder 'out.txt') -RedirectStandardError (Join-Path $folder 'err.txt') -Environment @{ TMPDIR = $folder; TMP = $folder } -ArgumentList @(
        $dll, '--client-id', 'testapp', '--certificate', $certificate.CertificatePath, '--user', 'user@test.example'
        '--not-approved-user', 'notapproved@test.example', '--inactive-user', 'inactive@test.example'
        '--records', $Records, '--ready-file', $ready, '--parent-pid', $PID, '--quiet')
    for ($i = 0; -not (Test-Path $ready); $i++) {
        if ($i -gt 300 -or $process.HasExited) { throw "LocalOrg did not start: $(Get-Content (Join-Path $folder 'err.txt') -Raw)" }
        Start-Sleep -Milliseconds 100
    }
    $info = Get-Content $ready | ConvertFrom-Json
    [pscustomobject]@{
        Url = $info.httpUrl
        HttpsUrl = $info.httpsUrl
        AdminKey = $info.adminKey
        Folder = $folder
        KeyPath = $certificate.KeyPath
        CertificatePath = $certificate.CertificatePath
        Thumbprint = $certificate.Thumbprint
        Sha256Thumbprint = $certificate.Sha256Thumbprint
        Process = $process
        # Splat for Connect-SfJwt.
        SignIn = @{ ClientId = 'testapp'; Username = 'user@test.example'; KeyPath = $certificate.KeyPath; LoginUrl = $info.httpUrl }
    }
}

function Stop-TestOrg([Parameter(Mandatory)] $Org) {
    $Org.Process.Kill()
    $Org.Process.WaitForExit()
    Remove-Item $Org.Folder -Recurse -Force
}

function Invoke-OrgAdmin([Parameter(Mandatory)] $Org, [string] $Method, [string] $Path, $Body = @{}) {
    $parameters = @{ Uri = "$($Org.Url)/_localorg/$Path"; Method = $Method; Headers = @{ Authorization = "Bearer $($Org.AdminKey)" } }
    if ($Method -ne 'Get') { $parameters += @{ Body = $Body | ConvertTo-Json -Depth 5; ContentType = 'application/json' } }
    Invoke-RestMethod @parameters -Verbose:$false -Debug:$false
}

function Add-OrgFault([Parameter(Mandatory)] $Org, [hashtable] $Fault) { Invoke-OrgAdmin $Org Post faults $Fault }

function Clear-OrgRequest([Parameter(Mandatory)] $Org) {
    Invoke-OrgAdmin $Org Delete faults
    Invoke-OrgAdmin $Org Delete requests
}

function Get-OrgRequest([Parameter(Mandatory)] $Org) { Invoke-OrgAdmin $Org Get requests | ForEach-Object { $_ } }

# What the org has received, such as 'GET /services/data'; with -Path, where the path matches the wildcard.
function Get-OrgRequestLine([Parameter(Mandatory)] $Org, [string] $Path = '*') {
    Get-OrgRequest $Org | Where-Object path -Like $Path | ForEach-Object { "$($_.method) $($_.path)" }
}

# How often the org's token endpoint was called.
function Get-OrgSignInCount([Parameter(Mandatory)] $Org) { @(Get-OrgRequestLine $Org /services/oauth2/token).Count }

function Set-OrgSetting([Parameter(Mandatory)] $Org, [hashtable] $Setting) { Invoke-OrgAdmin $Org Patch settings $Setting }

# Disconnects all, removes the org's faults, recorded requests and count of API calls, and signs in anew under each name.
function Reset-TestOrg([Parameter(Mandatory)] $Org, [string[]] $Name = $Org.SignIn.Username, [hashtable] $SignIn = @{}) {
    Disconnect-Sf -All
    $null = Clear-OrgRequest $Org
    $parameters = $Org.SignIn + @{ ApiVersion = '68.0' } + $SignIn
    $null = Set-OrgSetting $Org @{ apiUsage = 0; dailyApiLimit = 100000 }
    foreach ($connection in $Name) { $null = Connect-SfJwt @parameters -Name $connection }
    $null = Clear-OrgRequest $Org
}

# Registers an app with a certificate, and approves it for a user.
function Add-OrgApp([Parameter(Mandatory)] $Org, [Parameter(Mandatory)] [string] $ConsumerKey, [Parameter(Mandatory)] [string] $CertificatePath,
        [string] $Username = 'user@test.example') {
    $null = Invoke-OrgAdmin $Org Post apps @{ consumerKey = $ConsumerKey; certificatePem = Get-Content $CertificatePath -Raw }
    $null = Invoke-OrgAdmin $Org Post approvals @{ consumerKey = $ConsumerKey; username = $Username }
}

# Refuses each call of the Metadata API, as an org does whose user has no access to it.
function Deny-MetadataApi([Parameter(Mandatory)] $Org) {
    Add-OrgFault $Org @{ path = '/services/Soap/m'; kind = 'Status'; status = 500; times = 0; contentType = 'text/xml'
        body = '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>sf:INSUFFICIENT_ACCESS</faultcode><faultstring>INSUFFICIENT_ACCESS: use of the Metadata API requires a user with the ModifyAllData permission</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>' }
}

# Runs a script while a user lacks permissions. Variables that it sets are its own; its output is returned.
function Use-MissingPermission([Parameter(Mandatory)] $Org, [Parameter(Mandatory)] [string[]] $Permission,
        [Parameter(Mandatory)] [scriptblock] $Script, [string] $Username = $Org.SignIn.Username) {
    $null = Invoke-OrgAdmin $Org Post users @{ username = $Username; missingPermissions = $Permission }
    try { & $Script } finally { $null = Invoke-OrgAdmin $Org Post users @{ username = $Username; missingPermissions = @() } }
}

# Submits a page's form with its hidden fields, as a browser does.
function Submit-OrgForm([Parameter(Mandatory)] $Page, [string] $Url, $Session, [hashtable] $Fields) {
    $all = @{}
    foreach ($hidden in [regex]::Matches($Page.Content, '<input type="hidden" name="([^"]*)" value="([^"]*)"')) {
        $all[$hidden.Groups[1].Value] = [Net.WebUtility]::HtmlDecode($hidden.Groups[2].Value)
    }
    foreach ($name in $Fields.Keys) { $all[$name] = $Fields[$name] }
    $action = [Net.WebUtility]::HtmlDecode([regex]::Match($Page.Content, '<form [^>]*action="([^"]*)"').Groups[1].Value)
    Invoke-WebRequest "$Url$action" -Method Post -Body $all -WebSession $Session -Verbose:$false -Debug:$false
}

# A user types a device's code into the org's page and presses Allow or Deny.
function Submit-OrgDeviceCode([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [string] $UserCode,
        [string] $Username = 'user@test.example', [switch] $Deny) {
    $page = Invoke-WebRequest "$Url/setup/connect" -SessionVariable session -Verbose:$false -Debug:$false
    $page = Submit-OrgForm $page $Url $session @{ username = $Username; Login = 'x' }
    $page = Submit-OrgForm $page $Url $session @{ user_code = $UserCode; connect = 'x' }
    $null = Submit-OrgForm $page $Url $session @{ ($Deny ? 'cancel' : 'save') = 'x' }
}

# The token response of a sign-in through the device flow, which has a refresh token.
function Get-OrgRefreshToken([Parameter(Mandatory)] [string] $Url, [Parameter(Mandatory)] [string] $ClientId,
        [string] $Scope = 'api refresh_token') {
    $device = Invoke-RestMethod "$Url/services/oauth2/token" -Method Post -Body @{ response_type = 'device_code'; client_id = $ClientId
        scope = $Scope } -Verbose:$false -Debug:$false
    Submit-OrgDeviceCode $Url $device.user_code
    Invoke-RestMethod "$Url/services/oauth2/token" -Method Post -Body @{ grant_type = 'device'; client_id = $ClientId
        code = $device.device_code } -Verbose:$false -Debug:$false
}

# A folder in metadata format with Apex classes. A class whose code has an assertion of false is a test that fails.
function New-TestPackage([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [Collections.IDictionary] $Class) {
    $classes = New-Item -ItemType Directory (Join-Path $Path classes)
    $meta = '<?xml version="1.0" encoding="UTF-8"?><ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>68.0</apiVersion><status>Active</status></ApexClass>'
    foreach ($name in $Class.Keys) {
        Set-Content -LiteralPath (Join-Path $classes "$name.cls") $Class[$name]
        Set-Content -LiteralPath (Join-Path $classes "$name.cls-meta.xml") $meta
    }
    Set-Content -LiteralPath (Join-Path $Path package.xml) @"
<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types>$($Class.Keys.ForEach({ "<members>$_</members>" }))<name>ApexClass</name></types>
    <version>68.0</version>
</Package>
"@
}

# Starts a program with more environment variables. Its output and its errors are tasks.
function Start-TestProcess([Parameter(Mandatory)] [string[]] $Command, [hashtable] $Environment = @{}) {
    $info = [Diagnostics.ProcessStartInfo]::new($Command[0], [string[]] ($Command | Select-Object -Skip 1))
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    foreach ($name in $Environment.Keys) { $info.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($info)
    [pscustomobject]@{ Process = $process; Output = $process.StandardOutput.ReadToEndAsync(); Errors = $process.StandardError.ReadToEndAsync() }
}

# Starts a script in a new PowerShell, with the module's path in $module.
function Start-FreshPowerShell([Parameter(Mandatory)] [string] $Script, [hashtable] $Environment = @{}) {
    Start-TestProcess ($script:pwsh, '-NoProfile', '-NonInteractive', '-Command', "`$module = '$script:module'; $Script") $Environment
}

# The exit code and the output of a PowerShell that Start-FreshPowerShell started, when it ends.
function Wait-FreshPowerShell([Parameter(Mandatory)] $Run) {
    $Run.Process.WaitForExit()
    [pscustomobject]@{ ExitCode = $Run.Process.ExitCode; Output = $Run.Output.Result.Trim(); Errors = $Run.Errors.Result.Trim() }
}

# Runs a script in a new PowerShell, with the module's path in $module. Returns its exit code and output.
function Invoke-FreshPowerShell([Parameter(Mandatory)] [string] $Script, [hashtable] $Environment = @{}) {
    Wait-FreshPowerShell (Start-FreshPowerShell $Script $Environment)
}

# Starts a script in a new PowerShell, with the module imported, that can be interrupted with `kill` as at a terminal. Its temporary files
# are in the folder tmp of $Folder.
function Start-TestScript([Parameter(Mandatory)] [string] $Script, [Parameter(Mandatory)] [string] $Folder) {
    $temporary = (New-Item -ItemType Directory (Join-Path $Folder tmp)).FullName
    $path = Join-Path $Folder script.ps1
    Set-Content $path "Import-Module '$script:module'; $Script"

    # A background process of a shell ignores SIGINT, and so would its child processes.
    $command = @($IsLinux ? ('env', '--default-signal=INT') : @()) + ($script:pwsh, '-NoProfile', '-NonInteractive', '-File', $path)
    Start-TestProcess $command @{ TMPDIR = $temporary } | Add-Member TemporaryFolder $temporary -PassThru
}

# Waits until the org has received as many requests of a method whose paths match.
function Wait-OrgRequest([Parameter(Mandatory)] $Org, [string] $Method, [string] $Path, [int] $Count = 1) {
    for ($i = 0; @(Get-OrgRequest $Org | Where-Object { $_.method -eq $Method -and $_.path -match $Path }).Count -lt $Count; $i++) {
        if ($i -gt 300) { throw "The org has not received $Count requests $Method $Path." }
        Start-Sleep -Milliseconds 100
    }
}

# Runs a script with environment variables, and removes them after it. Variables that it sets are its own; its output is returned.
function Use-EnvironmentVariable([Parameter(Mandatory)] [hashtable] $Variable, [Parameter(Mandatory)] [scriptblock] $Script) {
    foreach ($name in $Variable.Keys) { Set-Item "Env:$name" $Variable[$name] }
    try { & $Script } finally { foreach ($name in $Variable.Keys) { Remove-Item "Env:$name" } }
}

# A new folder for a test, below TestDrive.
function New-TestFolder { (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName }

# The error with which a script block ends; null after success.
function Get-ThrownError([Parameter(Mandatory)] [scriptblock] $Script) {
    try { $null = & $Script } catch { return $_ }
}

# The texts that completion offers at the end of a line.
function Get-Completion([Parameter(Mandatory)] [string] $Line) { (TabExpansion2 $Line).CompletionMatches.CompletionText }

# The ids of errors, without the cmdlet that each has behind its comma.
function Get-ErrorId([Parameter(Mandatory)] [AllowEmptyCollection()] $ErrorRecord) { $ErrorRecord.FullyQualifiedErrorId -replace ',.*' }

Import-Module $script:module -Global
Export-ModuleMember -Function *
