# Helpers of the sessions that Redaction.Tests.ps1 and RedactionOfSignIns.Tests.ps1 run. The sessions dot-source them, and have $Url
# and $AdminKey.

# A value in every format.
function Show-Everything($Value) {
    $Value
    $Value | Format-List * -Force
    $Value | Format-Table -Force
    $Value | Format-Custom -Depth 4
    $Value | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
    $Value | ConvertTo-Csv
    $Value | Get-Member -Force | Out-String
    [System.Management.Automation.PSSerializer]::Serialize($Value, 4)
    "$Value"
}

# The error with which a script ends, and its exceptions.
function Show-Failure([scriptblock] $Script) {
    try { & $Script } catch {
        $_; Get-Error -InputObject $_; $_ | Format-List * -Force
        for ($e = $_.Exception; $e; $e = $e.InnerException) { "$e"; $e | Format-List * -Force; $e | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue }
    }
}

function Add-Fault([hashtable] $Fault) {
    $null = Invoke-RestMethod "$Url/_localorg/faults" -Method Post -Body ($Fault | ConvertTo-Json) -ContentType application/json -Headers @{ Authorization = "Bearer $AdminKey" } -Verbose:$false -Debug:$false
}
