@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Test and benchmark helpers: their plain text is made up, their functions change throw-away state only.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSUseShouldProcessForStateChangingFunctions'
        # Pester's blocks hand variables on in ways that the rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The manifest in module/ is completed by the build, and analysed there.
        'PSMissingModuleManifestField'
    )
}
