namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Member <c>metadata</c> of <c>PATCH /_localorg/settings</c>; see <see cref="MetadataOptions"/>. Others stay unchanged; an empty suffix
/// restores the default.
/// </summary>
internal sealed record MetadataSettingsRequest(
    double? QueueSeconds = null,
    double? DeploySeconds = null,
    double? FinalizeSeconds = null,
    bool? FailsFinalizing = null,
    int? RelevantTestsVersion = null,
    double? CancelSeconds = null,
    bool? TextValues = null,
    bool? IsProduction = null,
    bool? RequiresTests = null,
    bool? HasExternalClientApps = null,
    bool? RequiresPemCertificate = null,
    bool? KeepsConsumerSecret = null,
    bool? CreatesDefaultPolicies = null,
    PermissionSetReference? PermissionSets = null,
    bool? ReturnsCertificate = null,
    string? DefaultPolicySuffix = null,
    bool? PolicyReplacesAccess = null,
    bool? EmptyPolicyClearsAccess = null,
    bool? JwtNeedsRefreshTokenScope = null,
    double? AppDelaySeconds = null,
    double? ApprovalDelaySeconds = null,
    long? MaxZipBytes = null,
    int? MaxFiles = null,
    long? MaxUnzippedBytes = null,
    double? ValidationLifetimeSeconds = null)
{
    public void ApplyTo(MetadataOptions settings)
    {
        settings.QueueTime = Seconds.Of(QueueSeconds) ?? settings.QueueTime;
        settings.DeployTime = Seconds.Of(DeploySeconds) ?? settings.DeployTime;
        settings.FinalizeTime = Seconds.Of(FinalizeSeconds) ?? settings.FinalizeTime;
        settings.FailsFinalizing = FailsFinalizing ?? settings.FailsFinalizing;
        settings.RelevantTestsVersion = RelevantTestsVersion ?? settings.RelevantTestsVersion;
        settings.CancelTime = Seconds.Of(CancelSeconds) ?? settings.CancelTime;
        settings.TextValues = TextValues ?? settings.TextValues;
        settings.IsProduction = IsProduction ?? settings.IsProduction;
        settings.RequiresTests = RequiresTests ?? settings.RequiresTests;
        settings.HasExternalClientApps = HasExternalClientApps ?? settings.HasExternalClientApps;
        settings.RequiresPemCertificate = RequiresPemCertificate ?? settings.RequiresPemCertificate;
        settings.KeepsConsumerSecret = KeepsConsumerSecret ?? settings.KeepsConsumerSecret;
        settings.CreatesDefaultPolicies = CreatesDefaultPolicies ?? settings.CreatesDefaultPolicies;
        settings.PermissionSets = PermissionSets ?? settings.PermissionSets;
        settings.ReturnsCertificate = ReturnsCertificate ?? settings.ReturnsCertificate;
        settings.DefaultPolicySuffix = DefaultPolicySuffix is "" ? null : DefaultPolicySuffix ?? settings.DefaultPolicySuffix;
        settings.PolicyReplacesAccess = PolicyReplacesAccess ?? settings.PolicyReplacesAccess;
        settings.EmptyPolicyClearsAccess = EmptyPolicyClearsAccess ?? settings.EmptyPolicyClearsAccess;
        settings.JwtNeedsRefreshTokenScope = JwtNeedsRefreshTokenScope ?? settings.JwtNeedsRefreshTokenScope;
        settings.AppDelay = Seconds.Of(AppDelaySeconds) ?? settings.AppDelay;
        settings.ApprovalDelay = Seconds.Of(ApprovalDelaySeconds) ?? settings.ApprovalDelay;
        settings.MaxZipBytes = MaxZipBytes ?? settings.MaxZipBytes;
        settings.MaxFiles = MaxFiles ?? settings.MaxFiles;
        settings.MaxUnzippedBytes = MaxUnzippedBytes ?? settings.MaxUnzippedBytes;
        settings.ValidationLifetime = Seconds.Of(ValidationLifetimeSeconds) ?? settings.ValidationLifetime;
    }
}
