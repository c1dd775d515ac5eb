# Every example of every help page runs. For one page only: $env:SFJWT_HELP_PAGE = 'Get-SfUser'
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    $pages = @(Get-HelpPage | ForEach-Object { $name = $_; @{ Page = $name
        Examples = @(Get-HelpExample $name | ForEach-Object { @{ Page = $name; Title = $_.Title } }) } })
}
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'HelpPages.psm1') -Force
    $results = Invoke-HelpPageSet @(Get-HelpPage)
}

Describe 'The examples of <Page>' -ForEach $pages {
    It '<Title>' -ForEach $Examples {
        $result = @($results | Where-Object { $_.Page -eq $Page -and $_.Title -eq $Title })
        $result | Should -HaveCount 1
        $result.Failure | Should -BeNullOrEmpty
        if ($env:SFJWT_HELP_PAGE) { $result.Output | Out-Host }
    }
}
