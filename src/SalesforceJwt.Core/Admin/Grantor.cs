using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Admin;

/// <summary>A profile, permission set or permission set group of a user. Each has a permission set that holds what it gives.</summary>
/// <param name="SetId">Id of that permission set.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
internal sealed record Grantor(string SetId, string Name, SfGrantKind Kind)
{
    /// <summary>The policy of apps that users may authorize themselves, in Salesforce's words.</summary>
    public static Grantor SelfAuthorization { get; } = new(string.Empty, "All users may self-authorize", SfGrantKind.AppPolicy);

    /// <summary>The query for those of users.</summary>
    /// <param name="userIds">A list of SOQL, in parentheses.</param>
    public static string Query(string userIds) =>
        // Expired assignments are still listed, with IsActive false. Profile assignments do not expire. What requires an activation only
        // counts in sessions that have activated it.
        "SELECT AssigneeId, PermissionSetId, PermissionSet.Name, PermissionSet.NamespacePrefix, PermissionSet.IsOwnedByProfile, "
            + "PermissionSet.Profile.Name, PermissionSetGroupId, PermissionSetGroup.DeveloperName, PermissionSetGroup.NamespacePrefix "
            + $"FROM PermissionSetAssignment WHERE AssigneeId IN {userIds} "
            + "AND (IsActive = true OR PermissionSet.IsOwnedByProfile = true) AND PermissionSet.HasActivationRequired = false "
            + "AND (PermissionSetGroupId = null OR PermissionSetGroup.HasActivationRequired = false)";

    /// <summary>Reads one, with the id of its user.</summary>
    public static (string UserId, Grantor Grantor) Read(JsonElement row)
    {
        var set = row.Member("PermissionSet") ?? default;
        var (kind, name) = set.Flag("IsOwnedByProfile") == true
            ? (SfGrantKind.Profile, set.Member("Profile")?.Text("Name") ?? set.RequiredText("Name"))
            : row.Text("PermissionSetGroupId") is not null
                ? (SfGrantKind.Group, NameOf(row.Member("PermissionSetGroup") ?? default, "DeveloperName"))
            : (SfGrantKind.PermissionSet, NameOf(set, "Name"));
        return (row.RequiredText("AssigneeId"), new Grantor(row.RequiredText("PermissionSetId"), name, kind));
    }

    private static string NameOf(JsonElement fields, string nameField) => PackagedName.Of(fields, fields.RequiredText(nameField));
}
