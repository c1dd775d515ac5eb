namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/tokens/expire</c>; without a token, all access tokens expire.</summary>
internal sealed record ExpireRequest(string? AccessToken = null);
