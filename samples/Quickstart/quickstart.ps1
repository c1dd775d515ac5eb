# The quickstart's steps as a user types them. Each command is shown before it runs, and its output below it.
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $ClientId,
    [Parameter(Mandatory)] [string] $Username,
    [Parameter(Mandatory)] [string] $LoginUrl,
    [Parameter(Mandatory)] [string] $Query
)
$ErrorActionPreference = 'Stop'

function Step([string] $Title, [string] $Command) {
    Write-Output '' "$Title" "PS> $Command"
    # In the script's scope, so that a step sees the variables of earlier steps.
    $text = . ([scriptblock]::Create($Command)) | Out-String -Width 100
    if ($text.Trim()) { $text.Trim("`r", "`n") -replace '(?m)^', '  ' }
}

. Step 'Import the module' "Import-Module '$Module'"
. Step '1. Make a key and a certificate' '$certificate = New-SfCertificate -Name quickstart; $certificate'

Write-Output '' '   (The .crt is uploaded to the app, as an admin does in Setup. LocalOrg takes it at its admin address.)'
$app = @{ consumerKey = $ClientId; certificatePem = Get-Content -Raw $certificate.CertificatePath } | ConvertTo-Json
$admin = @{ Authorization = "Bearer $env:LOCALORG_ADMIN_KEY" }
$null = Invoke-RestMethod "$LoginUrl/_localorg/apps" -Method Post -Body $app -ContentType application/json -Headers $admin

. Step '2. Sign in' "Connect-SfJwt -ClientId $ClientId -Username $Username -KeyPath `$certificate.KeyPath -LoginUrl $LoginUrl"
. Step '3. Take the token, as a header for any other tool (masked here)' '(Get-SfAccessToken -AsHeader).Authorization -replace "(?<=^Bearer .{6}).+", "***"'
. Step '4. Query over REST' "Invoke-SfRest query -Query @{ q = '$Query' } -FollowNextRecords | Select-Object Name, Email"
. Step '   ... and create a record' 'Invoke-SfRest sobjects/Contact -Method Post -Body @{ LastName = "Quickstart" }'
