using SalesforceJwt.Core.Limits;

namespace SalesforceJwt.PS.Models;

/// <summary>A limit of an org, and how much of it is used.</summary>
public sealed class SfLimit
{
    internal SfLimit(OrgLimit limit)
    {
        Name = limit.Name;
        Max = limit.Maximum;
        Remaining = limit.Remaining;
        Applications = [.. limit.Applications.Select(a => new SfLimit(a))];
    }

    /// <summary>Its name, such as <c>DailyApiRequests</c>.</summary>
    public string Name { get; }

    /// <summary>How much is allowed.</summary>
    public long Max { get; }

    /// <summary>How much is left; below 0 where Salesforce let the org go beyond.</summary>
    public long Remaining { get; }

    /// <summary>How much is used.</summary>
    public long Used => Max - Remaining;

    /// <summary>How much is used, in percent; 0 where nothing is allowed and nothing used.</summary>
    public double PercentUsed => Max > 0 ? Math.Round(Used * 100.0 / Max, 1) : Used > 0 ? 100 : 0;

    /// <summary>The shares of connected apps, where the org has given them some.</summary>
    public SfLimit[] Applications { get; }

    /// <summary>Name, used and allowed.</summary>
    public override string ToString() => $"{Name}: {Used}/{Max}";
}
