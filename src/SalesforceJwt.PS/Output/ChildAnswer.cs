using System.Collections.Specialized;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>A child query's answer.</summary>
/// <param name="Records">The records that it holds.</param>
/// <param name="Total">The number of records by the server; null if it gives none.</param>
/// <param name="Next">The URL of the next page; null if there is none.</param>
/// <param name="Owner">The record that holds the answer, an object or a dictionary.</param>
/// <param name="Name">The answer's name in it.</param>
internal sealed record ChildAnswer(object[] Records, long? Total, string? Next, object Owner, string Name)
{
    /// <summary>Whether its records are not those that the server announced: more follow, or their number differs.</summary>
    public bool IsOpen => Next is not null || (Total is { } total && total != Records.Length);

    /// <summary>Replaces the records by those of all pages.</summary>
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
