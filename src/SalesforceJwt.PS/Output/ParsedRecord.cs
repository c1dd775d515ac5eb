using System.Collections.Specialized;

namespace SalesforceJwt.PS.Output;

/// <summary>A record on its way to a flat row: it is never output, and needs no class of its own.</summary>
internal sealed class ParsedRecord : SfRecord
{
    /// <summary>Whether it is a record of an object: a parent, and not an address or a location.</summary>
    public bool IsOfObject => Source.ObjectName is not null;

    /// <summary>The value of the field with this number in <see cref="RecordSource.Names"/>.</summary>
    public object? this[int index] => GetValue(index);

    public OrderedDictionary ToDictionary()
    {
        var fields = new OrderedDictionary();
        for (var i = 0; i < Source.Names.Length; i++)
        {
            fields[Source.Names[i]] = this[i] is ParsedRecord inner ? inner.ToDictionary() : this[i];
        }

        return fields;
    }
}
