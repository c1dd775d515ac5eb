# Starts the key service that holds the only key (KeyService.ps1), in a process of its own.
Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')

function Start-KeyService([Parameter(Mandatory)] [string] $Folder) {
    $ready = Join-Path $Folder 'key-service.txt'
    $secret = [guid]::NewGuid().ToString()
    $process = Start-Process (Get-TestPowerShell) -PassThru -RedirectStandardOutput (Join-Path $Folder 'key-service-out.txt') -RedirectStandardError (
        Join-Path $Folder 'key-service-err.txt') -ArgumentList @('-NoProfile', '-NonInteractive', '-File', (Join-Path $PSScriptRoot 'KeyService.ps1'),
        '-ReadyFile', $ready, '-Secret', $secret, '-ParentId', $PID)
    for ($i = 0; -not (Test-Path $ready); $i++) {
        if ($i -gt 600 -or $process.HasExited) { throw "The key service did not start: $(Get-Content (Join-Path $Folder 'key-service-err.txt') -Raw)" }
        Start-Sleep -Milliseconds 100
    }
    [pscustomobject]@{ Url = (Get-Content $ready -Raw).Trim(); Secret = $secret; Process = $process }
}

function Stop-KeyService([Parameter(Mandatory)] $Service) {
    $Service.Process.Kill($true)
    $Service.Process.WaitForExit()
}

# How many signatures it was asked for.
function Get-SignatureCount([Parameter(Mandatory)] $Service) { (Invoke-RestMethod "$($Service.Url)/_count" -Verbose:$false).sign }

Export-ModuleMember -Function *
