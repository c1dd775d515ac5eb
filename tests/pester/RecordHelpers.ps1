# Helpers of the tests that save records, which dot-source them in BeforeAll and have $org and, in a test, $tag.

# Returns a tag for the records of one test: their Department.
function Reset-RecordTest {
    $null = Invoke-OrgAdmin $org Delete record-faults
    Reset-TestOrg $org -SignIn @{ RetryIntervalSec = 1 }
    [guid]::NewGuid().ToString('N')
}
function Get-RecordRequest { Get-OrgRequestLine $org *composite* }
function Get-Tagged([string] $Tag) { Invoke-SfQuery 'SELECT Id, LastName, Title, Email, Birthdate FROM Contact WHERE Department = :tag ORDER BY LastName' @{ tag = $Tag } }
function New-Row([int] $Count) { 1..$Count | ForEach-Object { @{ LastName = 'N{0:D5}' -f $_; Department = $tag } } }
