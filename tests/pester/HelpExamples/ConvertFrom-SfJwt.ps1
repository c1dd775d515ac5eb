Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org
