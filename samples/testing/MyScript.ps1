<#
.SYNOPSIS
Brings the contacts of a CSV file into Salesforce and says what became of them.
.DESCRIPTION
An example of a script that is tested without an org: MyScript.Tests.ps1. It signs in with the SF_ variables of its environment,
    or uses the connection that is
there.
.EXAMPLE
./MyScript.ps1 -Path contacts.csv
#>
[CmdletBinding()]
param(
    # CSV file whose columns are fields of Contact.
    [Parameter(Mandatory)]
    [string] $Path
)
$ErrorActionPreference = 'Stop'

$connection = if (Get-SfConnection) { Get-SfConnection -Default } else { Connect-SfJwt }

# A failed record is a result like the others here, not an error that ends the script.
$results = @(Import-Csv $Path | New-SfRecord Contact -Connection $connection -ErrorAction SilentlyContinue)

[pscustomobject]@{
    Created = @($results | Where-Object Success).Count
    Failed  = @($results | Where-Object Success -EQ $false | ForEach-Object { "$($_.InputObject.LastName): $($_.Errors -join '; ')" })
}
