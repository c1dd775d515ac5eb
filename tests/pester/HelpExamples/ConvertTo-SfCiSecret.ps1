Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org
Copy-LockedKey $Org

# A stub of the GitHub CLI, which reads the secret from standard input and checks that it is one line that signs in.
function gh {
    $line = @($input)
    if ("$args" -ne 'secret set SF_JWT_KEY' -or $line.Count -ne 1) { throw "gh $args" }
    $null = Connect-SfJwt -PrivateKey $line[0]
}
