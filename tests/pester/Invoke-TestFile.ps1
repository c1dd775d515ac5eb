# Runs one test file, for SalesforceJwt.PS.Tests. By hand, use Invoke-Pester.
param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [string] $Results, [string] $Pester = 'Pester')
$ErrorActionPreference = 'Stop'
Import-Module $Pester -MinimumVersion 5.5
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.TestResult.Enabled = $true
$configuration.TestResult.OutputPath = $Results
$configuration.TestResult.OutputFormat = 'NUnitXml'
$run = Invoke-Pester -Configuration $configuration
exit $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
