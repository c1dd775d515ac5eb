# A LocalOrg of one's own for a test file, with an app, its key and its users, and its admin surface.
$script:root = Split-Path (Split-Path $PSScriptRoot)
$script:module = if ($env:SFJWT_MODULE) { $env:SFJWT_MODULE } else { Join-Path $root 'out/module/SalesforceJwt.PS' }
$script:pwsh = (Get-Process -Id $PID).Path

# The environment's variables would stand in for what a test leaves out on purpose.
Get-ChildItem Env: | Where-Object Name -Match '^SF_(CLIENT_ID|USERNAME|LOGIN_URL|PROFILE_|JWT_)' | Remove-Item

function Get-TestModule { $script:module }

function Start-TestOrg {
    param([int] $Records = 100)
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "sfjwt-$([guid]::NewGuid().ToString('N'))")).FullName
    $dll = if ($env:SFJWT_LOCALORG) { $env:SFJWT_LOCALORG } else {
        (Get-ChildItem (Join-Path $script:root 'src/SalesforceJwt.LocalOrg/bin') -Recurse -Filter SalesforceJwt.LocalOrg.dll | Sort-Object LastWriteTime)[-1].FullName
    }
    $certificate = New-SfCertificate -Path $folder -Name test
    $ready = Join-Path $folder 'ready.json'
    $process = Start-Process dotnet -PassThru -RedirectStandardOutput (Join-Path $folder 'out.txt') -RedirectStandardError (Join-Path $folder 'err.txt') -ArgumentList @(
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
    $parameters = @{ Uri = "$($Org.Url)/_localorg/$Path"; Method = $Method }
    if ($Method -ne 'Get') { $parameters += @{ Body = $Body | ConvertTo-Json -Depth 5; ContentType = 'application/json' } }
    Invoke-RestMethod @parameters -Verbose:$false -Debug:$false
}

function Add-OrgFault([Parameter(Mandatory)] $Org, [hashtable] $Fault) { Invoke-OrgAdmin $Org Post faults $Fault }

function Clear-OrgRequest([Parameter(Mandatory)] $Org) {
    Invoke-OrgAdmin $Org Delete faults
    Invoke-OrgAdmin $Org Delete requests
}

function Get-OrgRequest([Parameter(Mandatory)] $Org) { Invoke-OrgAdmin $Org Get requests | ForEach-Object { $_ } }

function Set-OrgSetting([Parameter(Mandatory)] $Org, [hashtable] $Setting) { Invoke-OrgAdmin $Org Patch settings $Setting }

# Runs a script in a fresh PowerShell, with the module's path in $module. Gives its exit code and everything it printed.
function Invoke-FreshPowerShell([Parameter(Mandatory)] [string] $Script, [hashtable] $Environment = @{}) {
    $info = [Diagnostics.ProcessStartInfo]::new($script:pwsh, [string[]] ('-NoProfile', '-NonInteractive', '-Command', "`$module = '$script:module'; $Script"))
    $info.RedirectStandardOutput = $true
    $info.RedirectStandardError = $true
    foreach ($name in $Environment.Keys) { $info.Environment[$name] = $Environment[$name] }
    $process = [Diagnostics.Process]::Start($info)
    $errors = $process.StandardError.ReadToEndAsync()
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output.Trim(); Errors = $errors.Result.Trim() }
}

# The error that a script block ends in; null where it ends well.
function Get-ThrownError([Parameter(Mandatory)] [scriptblock] $Script) {
    try { $null = & $Script } catch { return $_ }
}

Import-Module $script:module -Global
Export-ModuleMember -Function *
