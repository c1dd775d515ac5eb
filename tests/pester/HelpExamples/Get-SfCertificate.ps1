Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org
Copy-LockedKey $Org
$null = New-Item -ItemType Directory keys
New-SfCertificate -Path keys -Name ending -ValidDays 30
