# A query's rows as PowerShell objects: Invoke-SfQuery, an Invoke-RestMethod loop over nextRecordsUrl, jsforce's autoFetch; and
# the peak memory of a pipeline that keeps none of them.
param([int] $Rows = 200000, [int] $Rounds = 5, [int] $ManyRows = 1000000)
. (Join-Path $PSScriptRoot 'Common.ps1')
$org = Start-BenchmarkOrg -Records $ManyRows
try {
    $null = Connect-SfJwt -ApiVersion 68.0
    $jsforce = Start-Jsforce $org
    $header = Get-SfAccessToken -AsHeader
    $soql = "SELECT Id, FirstName, LastName, Email, CreatedDate FROM Contact LIMIT $Rows"
    $ProgressPreference = 'SilentlyContinue' # Invoke-RestMethod is much slower with a progress bar.
    $ways = [ordered]@{
        'Invoke-SfQuery'    = {
            $records = Invoke-SfQuery $soql
            if ($records.Count -ne $Rows) { throw "Invoke-SfQuery came to $($records.Count) rows." }
        }
        'Invoke-RestMethod' = {
            $next = "/services/data/v68.0/query?q=$([uri]::EscapeDataString($soql))"
            $records = while ($next) {
                $page = Invoke-RestMethod "$($org.Url)$next" -Headers $header
                $page.records
                $next = $page.PSObject.Properties['nextRecordsUrl']?.Value
            }
            if ($records.Count -ne $Rows) { throw "Invoke-RestMethod came to $($records.Count) rows." }
        }
    }
    if ($jsforce) { $ways['jsforce autoFetch'] = { Invoke-Jsforce $jsforce query $Rows } }
    Measure-InTurn $ways $Rounds | Select-Object *, @{ Name = 'RowsPerSecond'; Expression = { [int]($Rows / $_.MedianMs) * 1000 } } |
        Format-Table

    foreach ($count in ($ManyRows / 10), $ManyRows, ($ManyRows / 10), $ManyRows, ($ManyRows / 10), $ManyRows) {
        $command = "if ((Invoke-SfQuery 'SELECT Id, FirstName, LastName, Email, CreatedDate FROM Contact LIMIT $count' | Measure-Object).Count -ne $count) { throw 'Rows are missing.' }"
        [pscustomobject]@{ Command = "Invoke-SfQuery | Measure-Object, $('{0:N0}' -f $count) rows"; PeakMB = Measure-PeakMemory $command }
    }
} finally {
    if ($jsforce) { $jsforce.Kill() }
    Stop-BenchmarkOrg $org
}
