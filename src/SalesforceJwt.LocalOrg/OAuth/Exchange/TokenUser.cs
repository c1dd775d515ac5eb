namespace SalesforceJwt.LocalOrg;

/// <summary>A user whom a <see cref="TokenHandler"/> finds by the claims of a token.</summary>
/// <param name="Username">The user.</param>
/// <param name="Claims">Claims and their exact values, such as <c>sub</c> or <c>repository</c>.</param>
public sealed record TokenUser(string Username, IReadOnlyDictionary<string, string> Claims);
