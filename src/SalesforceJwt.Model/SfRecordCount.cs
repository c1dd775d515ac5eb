namespace SalesforceJwt.Model;

/// <summary>About how many records an object has (REST API Developer Guide: "Record Count").</summary>
public sealed class SfRecordCount
{
    internal SfRecordCount(string objectName, long count)
    {
        ObjectName = objectName;
        Count = count;
    }

    /// <summary>The object.</summary>
    public string ObjectName { get; }

    /// <summary>The number, of some hours ago. Records that the user may not see are in it, deleted ones are not.</summary>
    public long Count { get; }

    /// <summary>Object and number.</summary>
    public override string ToString() => FormattableString.Invariant($"{ObjectName}: {Count}");
}
