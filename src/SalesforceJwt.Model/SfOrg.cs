namespace SalesforceJwt.Model;

/// <summary>An org: what it is, where it is, and how full (Object Reference: "Organization").</summary>
public sealed class SfOrg
{
    internal SfOrg(string id, string name)
    {
        Id = id;
        Name = name;
    }

    /// <summary>The connection that was asked.</summary>
    public string? ConnectionName { get; internal init; }

    /// <summary>Its 18-character id.</summary>
    public string Id { get; }

    /// <summary>Its name, which is the company's.</summary>
    public string Name { get; }

    /// <summary>The edition, such as <c>Enterprise Edition</c>.</summary>
    public string? Edition { get; internal init; }

    /// <summary>The instance, such as <c>USA794S</c>, by which status.salesforce.com names maintenance and outages.</summary>
    public string? InstanceName { get; internal init; }

    /// <summary>Whether it is a sandbox.</summary>
    public bool? IsSandbox { get; internal init; }

    /// <summary>When the trial ends, or a scratch org expires; empty for other orgs.</summary>
    public DateTimeOffset? TrialExpiresAt { get; internal init; }

    /// <summary>When the org was made.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>The namespace of the org's own components; empty for most.</summary>
    public string? NamespacePrefix { get; internal init; }

    /// <summary>Default language, such as <c>en_US</c>.</summary>
    public string? Language { get; internal init; }

    /// <summary>Default locale, such as <c>de_DE</c>.</summary>
    public string? Locale { get; internal init; }

    /// <summary>Default time zone, such as <c>Europe/Berlin</c>.</summary>
    public string? TimeZone { get; internal init; }

    /// <summary>Where the org is: the URL of its My Domain.</summary>
    public string MyDomainUrl { get; internal init; } = string.Empty;

    /// <summary>The API version of the connection's calls.</summary>
    public string ApiVersion { get; internal init; } = string.Empty;

    /// <summary>The oldest API version that the org has.</summary>
    public string OldestApiVersion { get; internal init; } = string.Empty;

    /// <summary>The newest API version that the org has.</summary>
    public string NewestApiVersion { get; internal init; } = string.Empty;

    /// <summary>The limits that fill up first; empty where the user may not see limits.</summary>
    public SfList<SfLimit> Limits { get; internal init; } = new([]);

    /// <summary>Rough numbers of records of the objects that were asked for.</summary>
    public SfList<SfRecordCount> RecordCounts { get; internal init; } = new([]);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
