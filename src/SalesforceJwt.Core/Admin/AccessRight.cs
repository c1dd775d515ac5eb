namespace SalesforceJwt.Core.Admin;

/// <summary>A right that a permission set gives.</summary>
/// <param name="Kind">What it is given to.</param>
/// <param name="Key">One of the keys in <see cref="AccessTarget.Sources"/>.</param>
/// <param name="SetId">Id of the permission set.</param>
/// <param name="Rights">The rights.</param>
internal sealed record AccessRight(SfAccessKind Kind, string Key, string SetId, SfAccessRights Rights);
