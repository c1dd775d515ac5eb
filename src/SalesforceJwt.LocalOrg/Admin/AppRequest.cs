namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/apps</c>: registers an app, or changes what is given of one that exists.</summary>
internal sealed record AppRequest(
    string ConsumerKey,
    string? CertificatePem = null,
    AppPolicy? Policy = null,
    AppKind? Kind = null,
    bool? IsInstalled = null,
    bool? IsJwtBearerEnabled = null,
    bool? IsIpRestricted = null,
    string? Scope = null);
