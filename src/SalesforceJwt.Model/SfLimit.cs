namespace SalesforceJwt.Model;

/// <summary>A limit of an org, and how much of it is used (REST API Developer Guide: "Limits").</summary>
public sealed class SfLimit
{
    internal SfLimit(string name, long max, long remaining, IEnumerable<SfLimit> applications)
    {
        Name = name;
        Max = max;
        Remaining = remaining;
        Applications = new(applications);
    }

    /// <summary>
    /// The connection whose org has it, since limits of several orgs can come together; empty in <see cref="Applications"/>.
    /// </summary>
    public string? ConnectionName { get; internal set; }

    /// <summary>Its name, such as <c>DailyApiRequests</c>.</summary>
    public string Name { get; }

    /// <summary>How much is allowed.</summary>
    public long Max { get; }

    /// <summary>How much remains; below 0 where Salesforce let the org exceed the limit.</summary>
    public long Remaining { get; }

    /// <summary>How much is used.</summary>
    public long Used => Max - Remaining;

    /// <summary>How much is used, in percent with one decimal place; 0 where nothing is allowed and nothing used.</summary>
    public double PercentUsed => Max > 0 ? Math.Round(Used * 100.0 / Max, 1) : Used > 0 ? 100 : 0;

    /// <summary>The shares of connected apps, where the org has allotted them any.</summary>
    public SfList<SfLimit> Applications { get; }

    /// <summary>Name, used and allowed.</summary>
    public override string ToString() => $"{Name}: {Used}/{Max}";
}
