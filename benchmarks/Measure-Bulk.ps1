# Bulk API 2.0 both ways: a million rows to a file (curl with the same bytes) and to objects, half a million rows from the
# pipeline (jsforce), and the peak memory of each.
param([int] $Rows = 1000000, [int] $ImportRows = 500000, [int] $Rounds = 5)
. (Join-Path $PSScriptRoot 'Common.ps1')
function Set-BulkSetting([hashtable] $Settings) {
    $null = Invoke-RestMethod "$($org.Url)/_localorg/settings" -Headers $org.AdminHeader -Method Patch -ContentType application/json -Body (@{ bulk = $Settings } | ConvertTo-Json)
}

$org = Start-BenchmarkOrg -Records $Rows
try {
    $null = Connect-SfJwt -ApiVersion 68.0
    $jsforce = Start-Jsforce $org
    $soql = "SELECT Id, FirstName, LastName, Email, CreatedDate FROM Contact LIMIT $Rows"
    $ProgressPreference = 'SilentlyContinue'

    # curl gets all pages of a finished job in one process, over one connection.
    $job = Export-SfBulk $soql -NoWait | Wait-SfBulkJob
    $csv = Join-Path $org.Folder 'rows.csv'
    $list = "/services/data/v68.0/jobs/query/$($job.Id)/resultPages"
    $pages = while ($list) {
        $answer = Invoke-RestMethod "$($org.Url)$list" -Headers (Get-SfAccessToken -AsHeader)
        $answer.resultPages.resultUrl
        $list = $answer.nextRecordsUrl
    }
    $curl = @('--silent', '--show-error', '--fail', '--noproxy', '127.0.0.1', '--header',
        "Authorization: $((Get-SfAccessToken -AsHeader).Authorization)")
    $curl += foreach ($page in $pages) { '--output', (Join-Path $org.Folder "page$($page -replace '\W').csv"),
        "$($org.Url)$($page -replace '^(?!/)', '/')" }

    'To a file'
    Measure-InTurn ([ordered]@{
            'curl, ten pages'              = {
                & (Get-Command curl -CommandType Application)[0] @curl; if ($LASTEXITCODE) { throw "curl ended with $LASTEXITCODE." }
            }
            'Receive-SfBulkJob -Path'      = { Receive-SfBulkJob $job.Id -Path $csv }
            'Export-SfBulk -Path, job and all' = { Export-SfBulk $soql $csv }
        }) $Rounds | Format-Table
    "$([math]::Round((Get-Item $csv).Length / 1MB)) MB"

    'To objects'
    $ways = [ordered]@{ 'Export-SfBulk' = { if (($count = (Export-SfBulk $soql |
        Measure-Object).Count) -ne $Rows) { throw "Export-SfBulk came to $count rows." } } }
    # jsforce 3.10 pipes the next page into the stream before the previous page has ended, and mixes them on a fast connection.
    # So it gets everything in one page.
    if ($jsforce) {
        $ways['jsforce bulk2.query'] = {
            Set-BulkSetting @{ resultPageSize = $Rows }
            Invoke-Jsforce $jsforce bulkQuery $Rows
            Set-BulkSetting @{ resultPageSize = 100000 }
        }
    }
    Measure-InTurn $ways $Rounds | Format-Table

    'From the pipeline'
    $import = "1..$ImportRows | ForEach-Object { [pscustomobject]@{ FirstName = 'Ada'; LastName = `"Contact `$_`"; Email = `"contact`$_@example.com`"; Phone = '+47 22 22 22 22'; Title = 'Engineer' } } | Import-SfBulk Contact Insert"
    $work = [scriptblock]::Create($import)
    $ways = [ordered]@{ 'Import-SfBulk' = { if (($count = (& $work).RecordsProcessed) -ne $ImportRows) { throw "Import-SfBulk came to $count rows." } } }
    if ($jsforce) { $ways['jsforce bulk2 ingest'] = { Invoke-Jsforce $jsforce bulkIngest $ImportRows } }
    Measure-InTurn $ways $Rounds | Format-Table

    'Peak memory'
    foreach ($round in 1..3) {
        foreach ($count in ($Rows / 10), $Rows, ($Rows * 3)) {
            # If more rows are asked for than the org has, its rows repeat.
            Set-BulkSetting @{ repeatedRows = $count }
            $query = $soql -replace '\d+$', [math]::Min($count, $Rows)
            [pscustomobject]@{ Command = 'Export-SfBulk -Path'; Rows = $count
                PeakMB = Measure-PeakMemory "`$null = Export-SfBulk '$query' '$csv'" }
            [pscustomobject]@{ Command = 'Export-SfBulk | Measure-Object'; Rows = $count
                PeakMB = Measure-PeakMemory "`$null = Export-SfBulk '$query' | Measure-Object" }
        }
        foreach ($count in ($ImportRows / 10), $ImportRows) {
            [pscustomobject]@{ Command = 'Import-SfBulk'; Rows = $count
                PeakMB = Measure-PeakMemory "`$null = $($import -replace '1\.\.\d+', "1..$count")" }
        }
    }
} finally {
    if ($jsforce) { $jsforce.Kill() }
    Stop-BenchmarkOrg $org
}
