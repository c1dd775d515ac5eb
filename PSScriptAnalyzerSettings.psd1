@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Test and benchmark helpers: their plain text is made up, their functions change throw-away state only.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSUseShouldProcessForStateChangingFunctions'
        # PowerShell 7 reads UTF-8 without a mark.
        'PSUseBOMForUnicodeEncodedFile'
        # Pester's blocks hand variables on in ways that the rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The manifest in module/ is completed by the build, and analysed there.
        'PSMissingModuleManifestField'
    )
}
