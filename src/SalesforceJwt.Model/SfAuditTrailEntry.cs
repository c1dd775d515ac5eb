namespace SalesforceJwt.Model;

/// <summary>A change of the org's setup (Object Reference: "SetupAuditTrail").</summary>
public sealed class SfAuditTrailEntry : IOrgObject
{
    internal SfAuditTrailEntry(string id, string action)
    {
        Id = id;
        Action = action;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? Time { get; internal init; }

    /// <summary>Who made it; empty for changes of Salesforce itself.</summary>
    public string? Username { get; internal init; }

    /// <summary>The section of Setup; empty where Salesforce names none.</summary>
    public string? Section { get; internal init; }

    /// <summary>Salesforce's name of the change, such as <c>PermSetCreate</c>.</summary>
    public string Action { get; }

    /// <summary>The text of the change, as Setup shows it.</summary>
    public string? Display { get; internal init; }

    /// <summary>Who was logged in as the user, such as Salesforce support.</summary>
    public string? DelegateUser { get; internal init; }

    /// <summary>18-character id of the user who made it.</summary>
    public string? UserId { get; internal init; }

    /// <summary>The namespace of the package that made it.</summary>
    public string? Namespace { get; internal init; }

    /// <summary>The id of the entry.</summary>
    public string Id { get; }

    /// <summary>The user and the text of the change.</summary>
    public override string ToString() => $"{Username}: {Display}";
}
