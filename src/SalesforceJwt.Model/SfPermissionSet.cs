namespace SalesforceJwt.Model;

/// <summary>
/// A permission set, permission set group or permission set license (Object Reference: "PermissionSet", "PermissionSetGroup",
/// "PermissionSetLicense"). Where those of users are listed, each has its user.
/// </summary>
public sealed class SfPermissionSet : IOrgObject
{
    internal SfPermissionSet(string id, string name, SfPermissionSetKind kind)
    {
        Id = id;
        Name = name;
        Kind = kind;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>Its 18-character id.</summary>
    public string Id { get; }

    /// <summary>Its API name, with the namespace of its package before it: <c>acme__Sales</c>.</summary>
    public string Name { get; }

    /// <summary>Its label.</summary>
    public string? Label { get; internal init; }

    /// <summary>What it is.</summary>
    public SfPermissionSetKind Kind { get; }

    /// <summary>Its description.</summary>
    public string? Description { get; internal init; }

    /// <summary>Licenses in use; empty for other kinds.</summary>
    public long? Used { get; internal init; }

    /// <summary>All licenses; empty for other kinds.</summary>
    public long? Total { get; internal init; }

    /// <summary>The user who has it; empty in a list of all.</summary>
    public string? Username { get; internal init; }

    /// <summary>The user's id; empty in a list of all.</summary>
    public string? UserId { get; internal init; }

    /// <summary>Whether it gives the user anything now: false when the assignment has expired. Empty in a list of all.</summary>
    public bool? IsActive { get; internal init; }

    /// <summary>When the assignment to the user expires, or has expired; empty if it does not, and in a list of all.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
