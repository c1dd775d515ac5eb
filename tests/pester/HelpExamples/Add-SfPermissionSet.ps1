# Pages share an org.
if (-not (Get-SfPermissionSet May_export)) {
    foreach ($set in @{ Name = 'May_export'; Label = 'May export' }, @{ Name = 'Sales_team'; Label = 'Sales team' }) {
        $null = New-SfRecord $set -Type PermissionSet
    }
}
$null = Add-SfPermissionSet May_export admin@example.com
