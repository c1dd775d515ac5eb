# Runs the examples of one help page in this process and scope, and writes their results to a file. For HelpPages.psm1.
param([Parameter(Mandatory)] [string] $File)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path $PSScriptRoot 'TestOrg.psm1')
$helpJob = Get-Content $File -Raw | ConvertFrom-Json
$helpResults = [Collections.Generic.List[object]]::new()
$Org = $helpJob.Org
($env:SFJWT_EXAMPLE_ENVIRONMENT | ConvertFrom-Json).psobject.Properties | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
Set-Location $helpJob.Folder
# As an installed module, so that runspaces of an example find it.
$env:PSModulePath = "$(Split-Path $env:SFJWT_MODULE)$([IO.Path]::PathSeparator)$env:PSModulePath"
try {
    $null = Connect-SfJwt
    if (Test-Path $helpJob.Setup) { . $helpJob.Setup | Out-Null }
} catch {
    $helpSetupFailure = "Its preparation failed: $_`n$($_.ScriptStackTrace)"
}
foreach ($helpExample in $helpJob.Examples) {
    $helpFailure = $helpSetupFailure
    $helpOutput = ''
    if (-not $helpFailure) {
        try {
            # Formats the output, since a failing view is a failure too. Anything on the error stream is a failure.
            $helpOutput = . ([scriptblock]::Create($helpExample.Code)) 2>&1 | ForEach-Object {
                if ($_ -is [Management.Automation.ErrorRecord]) { throw $_ }
                $_
            } | Out-String -Width 120
        } catch {
            $helpFailure = "$_ ($($_.FullyQualifiedErrorId))`n$($_.InvocationInfo.PositionMessage)`n$($_.ErrorDetails.RecommendedAction)"
        }
    }
    $helpResults.Add([pscustomobject]@{ Title = $helpExample.Title; Failure = $helpFailure; Output = $helpOutput })
    ConvertTo-Json @($helpResults) | Set-Content $helpJob.Results
}
