namespace SalesforceJwt.Core.Apps;

/// <summary>A user who shall sign in through an app.</summary>
internal sealed record AppUser(string Id, string Username);
