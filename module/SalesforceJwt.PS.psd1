@{
    RootModule           = 'SalesforceJwt.PS.dll'
    ModuleVersion        = '{{Version}}'
    GUID                 = '0f1c4c0b-6a52-4d8f-9c1e-5f8f3a0c7b21'
    Author               = 'SalesforceJwt.PS contributors'
    CompanyName          = 'SalesforceJwt.PS contributors'
    Copyright            = '(c) SalesforceJwt.PS contributors. MIT licence.'
    Description          = 'Sign in to Salesforce with the OAuth 2.0 JWT bearer flow (no browser, no openssl, no Node) and work with its data over REST and Bulk, from scripts, CI pipelines and the prompt.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('SalesforceJwt.PS.Format.ps1xml')
    CmdletsToExport      = @(
        'Connect-SfAuthUrl'
        'Connect-SfClientCredential'
        'Connect-SfDevice'
        'Connect-SfJwt'
        'Connect-SfPassword'
        'Connect-SfRefreshToken'
        'Connect-SfToken'
        'Connect-SfWeb'
        'ConvertFrom-SfJwt'
        'ConvertFrom-SfSignedRequest'
        'ConvertTo-SfAuthUrl'
        'ConvertTo-SfCiSecret'
        'Deploy-SfMetadata'
        'Disconnect-Sf'
        'Export-SfBulk'
        'Get-SfAccessToken'
        'Get-SfBulkJob'
        'Get-SfCertificate'
        'Get-SfConnection'
        'Get-SfDeployment'
        'Get-SfLimit'
        'Get-SfObject'
        'Get-SfProfile'
        'Get-SfRecord'
        'Get-SfTokenInfo'
        'Get-SfUser'
        'Import-SfBulk'
        'Invoke-SfApex'
        'Invoke-SfComposite'
        'Invoke-SfQuery'
        'Invoke-SfRest'
        'New-SfCertificate'
        'New-SfJwt'
        'New-SfRecord'
        'Receive-SfBulkJob'
        'Remove-SfBulkJob'
        'Remove-SfProfile'
        'Remove-SfRecord'
        'Save-SfFile'
        'Save-SfProfile'
        'Search-SfRecord'
        'Select-SfConnection'
        'Send-SfFile'
        'Set-SfRecord'
        'Start-SfQuickDeploy'
        'Stop-SfBulkJob'
        'Stop-SfDeployment'
        'Test-SfConnection'
        'Wait-SfBulkJob'
        'Wait-SfDeployment'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'Salesforce', 'JWT', 'OAuth', 'REST', 'SOQL', 'CI')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'CHANGELOG.md lists what is new.'
        }
    }
}
