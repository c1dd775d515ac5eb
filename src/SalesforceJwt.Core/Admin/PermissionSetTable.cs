using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Admin;

/// <summary>Where the org keeps one kind of permission sets, and who has them.</summary>
internal sealed record PermissionSetTable
{
    /// <summary>The fields of assignments that say whether they have expired; older versions have none.</summary>
    public const string ExpiryFields = "IsActive, ExpirationDate";

    private const string FirstVersionWithExpiry = "52.0";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<PermissionSetTable> All { get; } =
    [
        new()
        {
            Kind = SfPermissionSetKind.PermissionSet,
            Object = "PermissionSet",
            NameField = "Name",
            LabelField = "Label",
            MoreFields = ["NamespacePrefix", "Description"],
            Condition = "IsOwnedByProfile = false AND PermissionSetGroupId = null",
            Assignment = "PermissionSetAssignment",
            AssignmentCondition = "PermissionSet.IsOwnedByProfile = false AND PermissionSetGroupId = null",
        },
        new()
        {
            Kind = SfPermissionSetKind.Group,
            Object = "PermissionSetGroup",
            NameField = "DeveloperName",
            LabelField = "MasterLabel",
            MoreFields = ["NamespacePrefix", "Description"],
            Assignment = "PermissionSetAssignment",
            AssignmentCondition = "PermissionSetGroupId != null",
        },
        new()
        {
            Kind = SfPermissionSetKind.License,
            Object = "PermissionSetLicense",
            NameField = "DeveloperName",
            LabelField = "MasterLabel",
            MoreFields = ["TotalLicenses", "UsedLicenses"],
            Assignment = "PermissionSetLicenseAssign",
        },
    ];

    /// <summary>The kind.</summary>
    public required SfPermissionSetKind Kind { get; init; }

    /// <summary>API name of its object.</summary>
    public required string Object { get; init; }

    /// <summary>API name of the object of its assignments.</summary>
    public required string Assignment { get; init; }

    /// <summary>The field of assignments that refers to it.</summary>
    public string IdField => Object + "Id";

    private string NameField { get; init; } = string.Empty;

    private string LabelField { get; init; } = string.Empty;

    private string[] MoreFields { get; init; } = [];

    private string? Condition { get; init; }

    private string? AssignmentCondition { get; init; }

    /// <summary>The table of a kind.</summary>
    public static PermissionSetTable Of(SfPermissionSetKind kind) => All.First(table => table.Kind == kind);

    /// <summary>The query for those of names, with wildcards; none for all.</summary>
    public string Query(IReadOnlyList<string> names)
    {
        string?[] conditions = [Condition, names.Count == 0 ? null : $"({string.Join(" OR ", names.Select(NameCondition))})"];
        var where = string.Join(" AND ", conditions.Where(condition => condition is not null));
        return $"SELECT Id, {NameField}, {LabelField}, {string.Join(", ", MoreFields)} FROM {Object}"
            + (where.Length == 0 ? string.Empty : " WHERE " + where);
    }

    /// <summary>Whether assignments can expire, and the API version has the <see cref="ExpiryFields"/>.</summary>
    public bool HasExpiry(string apiVersion) =>
        Kind != SfPermissionSetKind.License && ApiVersion.Compare(apiVersion, FirstVersionWithExpiry) >= 0;

    /// <summary>The query for those of users.</summary>
    /// <param name="userIds">A list of SOQL, in parentheses.</param>
    /// <param name="apiVersion">The API version that it is sent to.</param>
    public string QueryOfUsers(string userIds, string apiVersion)
    {
        string[] fields =
        [
            IdField,
            .. new[] { NameField, LabelField }.Concat(MoreFields).Select(field => $"{Object}.{field}"),
            .. HasExpiry(apiVersion) ? [ExpiryFields] : Array.Empty<string>(),
        ];
        return $"SELECT AssigneeId, Assignee.Username, {string.Join(", ", fields)} FROM {Assignment} "
            + $"WHERE AssigneeId IN {userIds}{(AssignmentCondition is null ? string.Empty : $" AND {AssignmentCondition}")} "
            + $"ORDER BY {Object}.{NameField}";
    }

    /// <summary>Reads one of a list of all.</summary>
    public SfPermissionSet Read(JsonElement row) => Make(row, row.RequiredText("Id"), assignment: null);

    /// <summary>Reads one that a user has.</summary>
    public SfPermissionSet ReadOfUser(JsonElement row) => Make(row.Member(Object) ?? default, row.RequiredText(IdField), row);

    private SfPermissionSet Make(JsonElement fields, string id, JsonElement? assignment) =>
        new(id, PackagedName.Of(fields, fields.RequiredText(NameField)), Kind)
        {
            Label = fields.Text(LabelField),
            Description = fields.Text("Description"),
            Total = fields.Number("TotalLicenses"),
            Used = fields.Number("UsedLicenses"),
            UserId = assignment?.RequiredText("AssigneeId"),
            Username = assignment?.Member("Assignee")?.Text("Username"),
            IsActive = assignment is { } one ? one.Flag("IsActive") ?? true : null,
            ExpiresAt = assignment?.Time("ExpirationDate"),
        };

    /// <summary>A name may have the namespace of its package before it, which the caller compares.</summary>
    private string NameCondition(string name) =>
        $"{NameField} LIKE {LikePattern.Of(PackagedName.Local(name))} OR {LabelField} LIKE {LikePattern.Of(name)}";
}
