@{
    RootModule        = 'Microsoft.PowerShell.PSResourceGet.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = '5b1f0a4e-4f0c-4c7e-9a55-0b9f6d8f2c11'
    Author            = 'SalesforceJwt.PS contributors'
    Description       = 'Stands in for PSResourceGet in tests.'
    FunctionsToExport = @('Install-PSResource', 'Register-PSResourceRepository')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
