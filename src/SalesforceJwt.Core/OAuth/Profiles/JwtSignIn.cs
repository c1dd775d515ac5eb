namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>A JWT sign-in whose values are all known.</summary>
/// <param name="Flow">The user, the app, the key and the login host; the receiver disposes it.</param>
/// <param name="ApiVersion">The REST API version of the connection; null for the org's newest.</param>
/// <param name="Key">The place of the key.</param>
internal sealed record JwtSignIn(JwtBearerFlow Flow, string? ApiVersion, KeyOrigin Key);
