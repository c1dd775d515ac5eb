# Runs the examples of help pages and writes their results to files: each page in a runspace of its own, with the environment as it was.
# For HelpPages.psm1, which starts one process for many pages, since starting PowerShell takes longer than most pages.
param([Parameter(Mandatory)] [string] $Folder)
$environment = [Environment]::GetEnvironmentVariables()
$page = {
    param($File, $Tests)
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    Import-Module (Join-Path $Tests 'TestOrg.psm1')
    $helpJob = Get-Content $File -Raw | ConvertFrom-Json
    $helpResults = [Collections.Generic.List[object]]::new()
    $Org = $helpJob.Org
    $helpJob.Environment.psobject.Properties | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
    Set-Location $helpJob.Folder
    # As an installed module, so that runspaces of an example find it.
    $env:PSModulePath = "$(Split-Path $env:SFJWT_MODULE)$([IO.Path]::PathSeparator)$env:PSModulePath"
    try {
        $null = Connect-SfJwt
        # Pages share an org, and one of them has deployments wait for an hour.
        $null = Set-OrgSetting $Org @{ metadata = @{ queueSeconds = 0 } }
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
}
foreach ($job in Get-ChildItem $Folder -Filter job.json -Recurse | Sort-Object FullName) {
    $runspace = [runspacefactory]::CreateRunspace($Host)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    try { $null = $shell.AddScript($page).AddArgument($job.FullName).AddArgument($PSScriptRoot).Invoke() }
    catch { "$($job.FullName): $_" }
    finally {
        $shell.Dispose()
        $runspace.Dispose()
        foreach ($name in [Environment]::GetEnvironmentVariables().Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
        foreach ($name in $environment.Keys) { [Environment]::SetEnvironmentVariable($name, $environment[$name]) }
    }
}
