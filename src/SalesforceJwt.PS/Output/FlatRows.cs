using System.Collections.Specialized;
using System.Management.Automation;
using System.Text;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Makes flat rows of the records of a page: a column for each field of the SELECT list, those of parents by their path
/// (<c>Account.Name</c>), also where a record has no parent. Addresses, and other values that are neither a text nor a number, are JSON.
/// </summary>
/// <param name="listOf">The SELECT list of records by the API name of their object.</param>
/// <param name="asHashtable">Whether rows become ordered dictionaries.</param>
internal sealed class FlatRows(Func<string?, SelectList> listOf, bool asHashtable)
{
    // An answer of GROUP BY is flat already, and names the column of Account.Name just Name.
    private const string AggregateResult = "AggregateResult";

    /// <summary>Rejects a child query before it is sent.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ArgumentConflict"/>.</exception>
    public static void RejectChildQuery(SelectList? list)
    {
        if (list?.ChildQuery is { } relationship)
        {
            throw ChildQueryFound(relationship);
        }
    }

    /// <summary>Makes rows of a page's records.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ArgumentConflict"/>: one of them has the records of a child query.</exception>
    public object[] Flatten(IReadOnlyList<ParsedRecord> records)
    {
        var layouts = new Dictionary<RecordSource, Layout>(ReferenceEqualityComparer.Instance);
        foreach (var group in records.GroupBy<ParsedRecord, RecordSource>(r => r.Source, ReferenceEqualityComparer.Instance))
        {
            layouts.Add(group.Key, MakeLayout(group.Key, [.. group]));
        }

        return [.. records.Select(record => Flatten(record, layouts[record.Source]))];
    }

    private Layout MakeLayout(RecordSource source, ParsedRecord[] records)
    {
        var names = source.ObjectName == AggregateResult ? source.Names : listOf(source.ObjectName).Columns(source.Names);
        Column[] columns =
            [.. names.SelectMany(name => ColumnsOf(name, records)).DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase)];
        var flat = new RecordSource(source.ObjectName, [.. columns.Select(c => c.Name)], source.Origin);
        return new Layout(columns, flat, asHashtable ? null : RecordClass.Get(flat.ObjectName, flat.Names));
    }

    /// <summary>The columns of a path: itself, as the records write it; where it turns out to be a parent's, those of its fields.</summary>
    private static IEnumerable<Column> ColumnsOf(string path, ParsedRecord[] records)
    {
        var column = new Column(path.Split('.'));
        column.CorrectCase(records);
        var parents = records.Select(column.Read).OfType<ParsedRecord>().Where(p => p.IsOfObject).ToArray();
        return parents.Length == 0 ? [column] : parents.SelectMany(p => p.Source.Names)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(field => ColumnsOf($"{column.Name}.{field}", records));
    }

    private static object Flatten(ParsedRecord record, Layout layout)
    {
        var values = new object?[layout.Columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Plain(layout.Columns[i].Read(record), layout.Columns[i].Name);
        }

        if (layout.Class is not null)
        {
            return layout.Class.Create(values, layout.Source);
        }

        var row = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < values.Length; i++)
        {
            row[layout.Source.Names[i]] = values[i];
        }

        return row;
    }

    private static object? Plain(object? value, string name) => value switch
    {
        null or string or ValueType => value,
        PSObject { BaseObject: object[] } => throw ChildQueryFound(name),
        ParsedRecord compound => Json(compound.ToDictionary()),
        _ => Json(value),
    };

    private static string Json(object value) => Encoding.UTF8.GetString(JsonWriter.Write(value).Span);

    private static SfException ChildQueryFound(string relationship) => new(
        SfErrorKind.ArgumentConflict,
        $"-Flat makes one row of each record, and the child query {relationship} gives several records for one.",
        "Query the child object, with the fields of its parent: SELECT LastName, Account.Name FROM Contact. Or leave -Flat out.");

    private sealed record Layout(Column[] Columns, RecordSource Source, RecordClass? Class);

    /// <summary>Reads one column. Records of one shape follow each other, so it remembers where the last one had the field.</summary>
    private sealed class Column(string[] path)
    {
        private readonly (RecordSource? Source, int Index)[] _last = new (RecordSource?, int)[path.Length];

        public string Name { get; private set; } = string.Join('.', path);

        public object? Read(ParsedRecord record)
        {
            object? value = record;
            for (var i = 0; i < path.Length; i++)
            {
                if (value is not ParsedRecord parent)
                {
                    return null;
                }

                ref var last = ref _last[i];
                if (!ReferenceEquals(last.Source, parent.Source))
                {
                    last = (parent.Source, IndexOf(parent, path[i]));
                }

                value = last.Index < 0 ? null : parent[last.Index];
            }

            return value;
        }

        /// <summary>Takes the names from the first record that has them all.</summary>
        public void CorrectCase(IEnumerable<ParsedRecord> records)
        {
            foreach (var record in records)
            {
                var names = new List<string>();
                object? value = record;
                while (names.Count < path.Length && value is ParsedRecord parent && IndexOf(parent, path[names.Count]) is var at and >= 0)
                {
                    names.Add(parent.Source.Names[at]);
                    value = parent[at];
                }

                if (names.Count == path.Length)
                {
                    Name = string.Join('.', names);
                    return;
                }
            }
        }

        private static int IndexOf(ParsedRecord record, string name) =>
            Array.FindIndex(record.Source.Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
