namespace SalesforceJwt.PS.Transformation;

/// <summary>
/// Accepts users. Their username comes first, since it is unique across orgs, while a sandbox has the ids of the org that it was copied
/// from.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserTransformationAttribute() :
    ReferenceTransformationAttribute("Username", "User", "Identity", "UserId", "AssigneeId", "Id");
