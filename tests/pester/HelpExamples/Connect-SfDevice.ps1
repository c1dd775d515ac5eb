# The cmdlet itself signs in; a person of the test types the code that it shows.
Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Set-OrgSetting $Org @{ devicePollSeconds = 1 }

function Connect-SfDevice {
    SalesforceJwt.PS\Connect-SfDevice @args 6>&1 | Resolve-SignIn $Org {
        param($org, $user, $said)
        Submit-OrgDeviceCode $org.Url $said.Split(' ')[-1] $user
    }
}
