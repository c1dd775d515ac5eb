Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org
Copy-LockedKey $Org

# Stands for a key service.
function Invoke-VaultSign([string] $Key, [byte[]] $Digest) {
    $rsa = [Security.Cryptography.RSA]::Create()
    $rsa.ImportFromPem((Get-Content server.key -Raw))
    [Convert]::ToBase64String($rsa.SignHash($Digest, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1))
}
