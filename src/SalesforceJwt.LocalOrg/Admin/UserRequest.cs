namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Body of <c>POST /_localorg/users</c>: adds a user, or changes the given settings of an existing one. An empty password or security token
/// removes it. <paramref name="LastLoginDate"/> is for scripts that look for users who have not signed in for long.
/// </summary>
internal sealed record UserRequest(
    string Username,
    bool Active = true,
    string? Password = null,
    string? SecurityToken = null,
    bool? IsFrozen = null,
    bool? IsIpRestricted = null,
    bool? RequiresHighAssurance = null,
    UserRight[]? MissingPermissions = null,
    DateTimeOffset? LastLoginDate = null);
