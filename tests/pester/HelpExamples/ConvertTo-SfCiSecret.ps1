Import-Module (Join-Path $PSScriptRoot 'Preparation.psm1')
Copy-ServerKey $Org
Copy-LockedKey $Org

# The GitHub CLI takes a secret from its standard input: one line, from which one can sign in.
function gh {
    $line = @($input)
    if ("$args" -ne 'secret set SF_JWT_KEY' -or $line.Count -ne 1) { throw "gh $args" }
    $null = Connect-SfJwt -PrivateKey $line[0]
}
