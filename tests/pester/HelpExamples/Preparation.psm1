# Helpers of several preparations: keys, tokens, and a simulated user.
$script:pester = Split-Path $PSScriptRoot
Import-Module (Join-Path $script:pester 'TestOrg.psm1')
$script:app = '3MVG9AcmeExample'
$script:user = 'ci@example.com'
$script:password = 'correct horse battery staple'

# The app's key and certificate as server.key and server.crt of the working folder.
function Copy-ServerKey([Parameter(Mandatory)] $Org) {
    Copy-Item $Org.KeyPath server.key
    Copy-Item $Org.CertificatePath server.crt
}

# The app's key, encrypted with a password, as locked.key.
function Copy-LockedKey([Parameter(Mandatory)] $Org) {
    $rsa = [Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content $Org.KeyPath -Raw))
    $encryption = [Security.Cryptography.PbeParameters]::new('Aes256Cbc', 'SHA256', 1000)
    Set-Content locked.key $rsa.ExportEncryptedPkcs8PrivateKeyPem($script:password, $encryption)
    $env:KEY_PASSWORD = $script:password
}

# A refresh token of a user who signed in with the app.
function Get-ExampleRefreshToken([Parameter(Mandatory)] $Org) {
    $token = "$($Org.Url)/services/oauth2/token"
    $device = Invoke-RestMethod $token -Method Post -Body @{ response_type = 'device_code'; client_id = $script:app
        scope = 'api refresh_token' }
    Submit-OrgDeviceCode $Org.Url $device.user_code $script:user
    (Invoke-RestMethod $token -Method Post -Body @{ grant_type = 'device'; client_id = $script:app
        code = $device.device_code }).refresh_token
}

# Passes on the output of a sign-in, and makes the simulated user respond to its messages.
function Resolve-SignIn([Parameter(Mandatory)] $Org, [Parameter(Mandatory)] [scriptblock] $Person, [Parameter(ValueFromPipeline)] $Item) {
    process {
        if ($Item -isnot [Management.Automation.InformationRecord]) { return $Item }
        # Not TestOrg.psm1 itself, which removes environment variables from the whole process.
        $functions = 'Submit-OrgForm', 'Submit-OrgDeviceCode' | ForEach-Object { "function $_ { $((Get-Command $_).Definition) }" }
        $null = Start-ThreadJob -Name person -InitializationScript ([scriptblock]::Create($functions -join "`n")) -ArgumentList $Org,
            $script:user, "$Item" $Person
    }
}

Export-ModuleMember -Function *
