# A refusal, for the examples to find.
Invoke-OrgAdmin $Org Post users @{ username = 'ci@example.com'; isFrozen = $true }
try { $null = Connect-SfJwt -Username ci@example.com -ErrorAction SilentlyContinue } catch { $null = $_ }
Invoke-OrgAdmin $Org Post users @{ username = 'ci@example.com'; isFrozen = $false }
