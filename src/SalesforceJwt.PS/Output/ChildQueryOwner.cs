using System.Collections.Specialized;
using System.Management.Automation;

namespace SalesforceJwt.PS.Output;

/// <summary>The record that a child query is in. It is made after its child queries are read, and gets their further pages later.</summary>
internal sealed class ChildQueryOwner
{
    /// <summary>The record: one of those that <see cref="RecordClass"/> and <see cref="RecordShape"/> make, or a dictionary.</summary>
    public object? Record { private get; set; }

    /// <summary>Replaces the records of the first page by those of all pages.</summary>
    /// <param name="position">The child query's position in the record.</param>
    /// <param name="all">The records of all pages.</param>
    public void Replace(int position, object[] all)
    {
        switch (Record)
        {
            case OrderedDictionary dictionary:
                dictionary[position] = all;
                break;
            case SfRecord record:
                record.SetValue(position, ChildRecords.Create(all));
                break;
            case PSObject record:
                record.Properties.ElementAt(position).Value = ChildRecords.Create(all);
                break;
        }
    }
}
