namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/keys/rotate</c>: the org signs with a new key. Older keys stay published, unless
/// <paramref name="KeepOld"/> is false.
/// </summary>
internal sealed record RotateKeysRequest(bool KeepOld = true);
