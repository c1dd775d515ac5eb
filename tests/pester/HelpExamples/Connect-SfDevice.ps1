# The cmdlet itself signs in; a simulated user types the code that it shows.
Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Set-OrgSetting $Org @{ devicePollSeconds = 1 }

function Connect-SfDevice {
    SalesforceJwt.PS\Connect-SfDevice @args 6>&1 | Resolve-SignIn $Org {
        param($org, $user, $text)
        Submit-OrgDeviceCode $org.Url $text.Split(' ')[-1] $user
    }
}
