namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Body of <c>POST /_localorg/users</c>: adds a user, or changes what is given of one that exists.</summary>
internal sealed record UserRequest(
    string Username,
    bool Active = true,
    bool? IsFrozen = null,
    bool? IsIpRestricted = null,
    bool? RequiresHighAssurance = null);
