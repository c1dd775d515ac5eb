using System.Collections.Specialized;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>A child query's answer.</summary>
/// <param name="Records">The records that are here.</param>
/// <param name="Total">How many the server says there are; null where it does not say.</param>
/// <param name="Next">Where the next ones are; null where these are all.</param>
/// <param name="Owner">The record that holds the answer, an object or a dictionary.</param>
/// <param name="Name">The answer's name in it.</param>
internal sealed record ChildAnswer(object[] Records, long? Total, string? Next, object Owner, string Name)
{
    /// <summary>Whether there is more to it than the records that are here.</summary>
    public bool IsOpen => Next is not null || (Total is { } total && total != Records.Length);

    /// <summary>Puts all records in place of those that were here.</summary>
    public void Set(object[] records)
    {
        if (Owner is PSObject record)
        {
            record.Properties[Name].Value = records;
        }
        else
        {
            ((OrderedDictionary)Owner)[Name] = records;
        }
    }
}
