namespace SalesforceJwt.Core.Admin;

/// <summary>Something to which access can be given.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its API name.</param>
/// <param name="Key">What records of access call it: an API name, an id, or the field of <c>PermissionSet</c>.</param>
/// <param name="Label">Its label; null if that is not known.</param>
internal sealed record AccessTarget(SfAccessKind Kind, string Name, string Key, string? Label = null);
