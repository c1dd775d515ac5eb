namespace SalesforceJwt.Core.Apps;

/// <summary>A permission set, or that of a profile, whose users an app accepts.</summary>
/// <param name="AppId">Id of the app.</param>
/// <param name="PermissionSetId">Id of the permission set.</param>
/// <param name="Name">API name of the permission set; name of the profile.</param>
/// <param name="IsProfile">Whether it belongs to a profile.</param>
internal sealed record AppGrant(string AppId, string PermissionSetId, string Name, bool IsProfile);
