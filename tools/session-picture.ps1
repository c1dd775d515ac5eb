# Plays the session of the README's picture, docs/images/session.png: runs every line below against a LocalOrg, and prints it with its output.
# To make the picture, record what a terminal shows and take a browser's screenshot of the page:
#   script -qec 'stty cols 110 rows 40; pwsh -NoProfile -File tools/session-picture.ps1' /dev/null | aha --black |
#     sed 's|</head>|<style>body { background: #15181d !important; color: #d4d4d4 !important; margin: 24px }
#       pre { font: 15px/20px "DejaVu Sans Mono"; width: 110ch; white-space: pre-wrap; word-break: break-all }</style></head>|' > session.html
#   chromium --headless --hide-scrollbars --window-size=1060,1220 --screenshot=docs/images/session.png session.html
Import-Module (Join-Path $PSScriptRoot '../tests/pester/TestOrg.psm1')
Import-Module (Get-TestModule)
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'Ansi'
$org = Start-TestOrg -Records 10000
$null = Set-OrgSetting $org @{ apiUsage = 61234 }
$folder = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) 'acme')
Push-Location $folder

function Show([string] $Line) {
    $colored = [regex]::Replace($Line, "'[^']*'|(?<=^|\| )[A-Z]\w+-\w+|(?<= )-[A-Z]\w+", {
            param($part)
            $color = switch -Regex ($part.Value) { "^'" { '36' } '^-' { '90' } default { '93' } }
            "`e[${color}m$($part.Value)`e[0m"
        })
    "`e[92mPS>`e[0m $colored"
    try { $shown = & ([scriptblock]::Create($Line)) | Out-String } catch { $shown = $_ | Out-String }
    $shown.Trim("`r", "`n")
    ''
}

try {
    Show 'New-SfCertificate -Name ci'
    # What an administrator does in Setup: an app with that certificate, approved for one of two users.
    $null = Invoke-OrgAdmin $org Post apps @{ consumerKey = '3MVG9AcmeExample'; certificatePem = Get-Content ci.crt -Raw }
    'ci@example.com', 'new@example.com' | ForEach-Object { $null = Invoke-OrgAdmin $org Post users @{ username = $_ } }
    $null = Invoke-OrgAdmin $org Post approvals @{ consumerKey = '3MVG9AcmeExample'; username = 'ci@example.com' }
    $env:SF_LOGIN_URL = $org.Url

    Show 'Connect-SfJwt -ClientId 3MVG9AcmeExample -Username ci@example.com -KeyPath ci.key -ApiVersion 68.0'
    Show "Invoke-SfQuery 'SELECT FirstName, LastName, Email FROM Contact WHERE LastName LIKE :name LIMIT 3' @{ name = 'D%' }"
    Show "1..50000 | ForEach-Object { @{ LastName = 'Contact ' + `$_ } } | Import-SfBulk Contact Insert"
    Show 'Get-SfLimit DailyApi*, *StorageMB'
    Show 'Connect-SfJwt -ClientId 3MVG9AcmeExample -Username new@example.com -KeyPath ci.key'
} finally {
    Pop-Location
    Remove-Item $folder -Recurse
    Stop-TestOrg $org
}
