# Helpers of the tests of profiles, which dot-source them in BeforeAll and have $org. AfterAll removes SF_PROFILE_PATH.

# An app whose key has a password.
$password = ConvertTo-SecureString 'pass word' -AsPlainText -Force
$locked = New-SfCertificate -Path $org.Folder -Name locked -Password $password
Add-OrgApp $org lockedapp $locked.CertificatePath

# What profiles are saved with; a key is missing.
$values = @{ ClientId = 'testapp'; Username = 'user@test.example'; LoginUrl = $org.Url }

$file = Join-Path $TestDrive 'config/profiles.json'
$env:SF_PROFILE_PATH = $file
function Reset-Profile {
    Remove-Item $file -ErrorAction Ignore
    Disconnect-Sf -All
    Clear-OrgRequest $org
}
