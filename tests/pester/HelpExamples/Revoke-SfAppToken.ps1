# A token of the app that is used by a person.
Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
$null = Get-ExampleRefreshToken $Org
