# Helpers of the tests of New-SfRecord, Set-SfRecord and Remove-SfRecord, which dot-source them in BeforeAll and have $org and $signIn.
function Reset-Org {
    $null = Clear-OrgRequest $org
    $null = Invoke-OrgAdmin $org Delete record-faults
    $null = Set-OrgSetting $org @{ apiUsage = 0; dailyApiLimit = 100000 }
    Disconnect-Sf -All
    $null = Connect-SfJwt @signIn -ApiVersion 68.0 -RetryIntervalSec 1
    $tag = [guid]::NewGuid().ToString('N')
    $null = Clear-OrgRequest $org
    $tag
}
function Requests { Get-OrgRequest $org | Where-Object path -Like '*composite*' | ForEach-Object { "$($_.method) $($_.path)" } }
function Get-Tagged([string] $Tag) { Invoke-SfQuery 'SELECT Id, LastName, Title, Email, Birthdate FROM Contact WHERE Department = :tag ORDER BY LastName' @{ tag = $Tag } }
function New-Row([int] $Count) { 1..$Count | ForEach-Object { @{ LastName = 'N{0:D5}' -f $_; Department = $tag } } }
