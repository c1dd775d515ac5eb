#requires -Version 7.4
<#
.SYNOPSIS
The job's own work, the same on every CI system and on your own machine: loads contacts.csv into the org.
.DESCRIPTION
Exit code 0 where every row is in the org, 1 where the sign-in or a row failed. Replace what is below the sign-in by your own work.
#>
param(
    # Rows of contacts. Upserted by their external id, so that a job that runs twice makes no doubles.
    [string] $Path = (Join-Path $PSScriptRoot 'contacts.csv')
)
# Not every CI system sets this. Without it a failed sign-in would be red text in a green job.
$ErrorActionPreference = 'Stop'
Import-Module SalesforceJwt.PS

# The session of the caller, or one that an earlier step passed on; else one that this script opens, which renews itself however long it takes.
$connection = (Get-SfConnection) ? (Get-SfConnection -Default) : $env:SF_ACCESS_TOKEN ? (Connect-SfToken) : (Connect-SfJwt)
"Signed in to $($connection.InstanceUrl)"

# Rows that fail end the job, with an error that says how many and how to get them.
$result = Import-SfBulk Contact Upsert -ExternalId External_Id__c -Path $Path
"Contacts loaded: $($result.RecordsProcessed)"

$inOrg = Invoke-SfQuery "SELECT COUNT() FROM Contact WHERE External_Id__c LIKE 'CI-%'"
"Contacts in the org: $inOrg"
