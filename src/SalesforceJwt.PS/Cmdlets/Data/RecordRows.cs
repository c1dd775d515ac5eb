using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Converts PowerShell objects to the rows that Core saves or deletes.</summary>
/// <param name="cmdletType">API name of the object from -Type; null if each record has to name its own.</param>
/// <param name="nullValue">A text that sets a field to null, in addition to <c>#N/A</c>; null if there is none.</param>
internal sealed class RecordRows(string? cmdletType, string? nullValue)
{
    // The properties by which an error names an object.
    private const int MostNames = 5;

    /// <summary>A new record. Empty texts are left out.</summary>
    public RecordRow Create(object item, long number) => Make(item, number, (row, fields) =>
    {
        if (RecordFields.Text(fields.Find("Id")) is not null)
        {
            throw Invalid(
                "a new record has no Id yet, and this one has",
                "Leave it out: Select-Object -ExcludeProperty Id. To change the record of that Id, use Set-SfRecord.");
        }

        fields.Remove("Id");
        fields.DropEmpty();
        return Row(row, null, fields, fields.Fields);
    });

    /// <summary>A record to be changed, with its Id.</summary>
    public RecordRow Update(object item, long number, bool skipEmpty) => Make(item, number, (row, fields) =>
    {
        var id = RequireId(RecordFields.Text(fields.Remove("Id")));
        Prepare(fields, skipEmpty);
        return Row(row, id, fields, [new("Id", id), .. fields.Fields]);
    });

    /// <summary>A record that is found by an external id, which is none of its changes where it is updated only.</summary>
    public RecordRow Upsert(object item, long number, string externalId, bool skipEmpty, bool updateOnly)
    {
        return Make(item, number, Find);

        RecordRow Find(RecordRow row, RecordFields fields)
        {
            var isById = externalId.Equals("Id", StringComparison.OrdinalIgnoreCase);
            var key = RequireKey(
                RecordFields.Text(fields.Find(externalId)), externalId, "Give it one, or create it with New-SfRecord.");
            if (!isById)
            {
                fields.Remove("Id");
            }

            if (updateOnly)
            {
                fields.Remove(externalId);
            }

            Prepare(fields, skipEmpty);
            return Row(row, key, fields, fields.Fields);
        }
    }

    /// <summary>The same change for a record that comes as an id, or as an object with one.</summary>
    public RecordRow Change(object item, RecordFields change, long number, bool skipEmpty)
    {
        var type = cmdletType ?? RecordClass.ObjectNameOf(PSObject.AsPSObject(item)) ?? throw TypeMissing(number);
        var row = new RecordRow { Number = number, Type = type, Source = item };
        return WithFault(row, () =>
        {
            var id = RequireId(IdOf(item));
            change.Remove("Id");
            change.ReplaceNullTexts(nullValue);
            Prepare(change, skipEmpty);
            return Row(row, id, change, [new("Id", id), .. change.Fields]);
        });
    }

    /// <summary>A record to be deleted: an id, or an object with one.</summary>
    public static RecordRow Delete(object item, long number)
    {
        var type = RecordClass.ObjectNameOf(PSObject.AsPSObject(item)) ?? string.Empty;
        var row = new RecordRow { Number = number, Type = type, Source = item };
        return WithFault(row, () => new RecordRow { Number = number, Type = row.Type, Source = item, Key = RequireId(IdOf(item)) });
    }

    /// <summary>A record to be deleted that is found by an external id: its value, or an object with it.</summary>
    public RecordRow Delete(object item, long number, string externalId)
    {
        var type = cmdletType ?? RecordClass.ObjectNameOf(PSObject.AsPSObject(item)) ?? throw TypeMissing(number);
        var row = new RecordRow { Number = number, Type = type, Source = item };
        return WithFault(row, () => new RecordRow
        {
            Number = number,
            Type = type,
            Source = item,
            Key = RequireKey(IdOf(item, externalId), externalId, "Give external ids, or records that have one."),
        });
    }

    /// <summary>The id that an item is or has; null if there is none. An external id may be a number.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RecordInvalid"/>: it can have none.</exception>
    public static string? IdOf(object item, string field = "Id") => PSValue.Unwrap(item) switch
    {
        string text => RecordFields.Text(text),
        ValueType value when field != "Id" => RecordFields.Text(value),
        _ when RecordFields.IsRecord(item) => RecordFields.Text(RecordFields.Read(item).Find(field)),
        var other => throw Invalid(
            $"a value of the type {other!.GetType().Name} is neither an id nor a record",
            $"Give {field}s as text, or objects with a property {field}."),
    };

    /// <summary>The id that an item is or has.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RecordInvalid"/>: there is none. The error names the item.</exception>
    public static string RequireIdOf(object item, string field = "Id") => IdOf(item, field) ?? throw Invalid(
        $"{Describe(item)} has no {field}", $"Give {field}s as text, or objects with a property {field}.");

    /// <summary>Names an item by its properties, which are shown without their values.</summary>
    private static string Describe(object item)
    {
        var names = RecordFields.IsRecord(item) ? RecordFields.Read(item).Fields.Select(field => field.Key).ToList() : [];
        return !RecordFields.IsRecord(item) ? "An empty text"
            : names.Count == 0 ? "An object without properties"
            : $"The object with {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? ", …" : string.Empty)}";
    }

    private static string RequireId(string? id)
    {
        if (id is null)
        {
            throw Invalid(
                "it has no Id, so the record is unknown",
                "Give it one: a field Id, or -Id. To find records by another field, use -ExternalId.");
        }

        return RecordId.Check(id) is { } fault ? throw fault : id;
    }

    private static string RequireKey(string? key, string externalId, string remedy) =>
        key ?? throw Invalid($"it has no value for {externalId}, by which it is to be found", remedy);

    private static void Prepare(RecordFields fields, bool skipEmpty)
    {
        if (skipEmpty)
        {
            fields.DropEmpty();
        }
        else
        {
            fields.ClearEmpty();
        }
    }

    private RecordRow Make(object item, long number, Func<RecordRow, RecordFields, RecordRow> make)
    {
        var row = new RecordRow { Number = number, Type = cmdletType ?? string.Empty, Source = item };
        return WithFault(row, () =>
        {
            var fields = RecordFields.Read(item);
            fields.ReplaceNullTexts(nullValue);
            var type = cmdletType ?? fields.Type ?? throw TypeMissing(number);
            return make(new RecordRow { Number = number, Type = type, Source = item }, fields);
        });
    }

    /// <summary>An error of one record becomes its fault; a missing -Type concerns all records, and ends the work.</summary>
    private static RecordRow WithFault(RecordRow row, Func<RecordRow> make)
    {
        try
        {
            return make();
        }
        catch (SfException e) when (e.Kind != SfErrorKind.ValueMissing)
        {
            return new RecordRow { Number = row.Number, Type = row.Type, Source = row.Source, Fault = e };
        }
    }

    private static RecordRow Row(
        RecordRow row,
        string? key,
        RecordFields given,
        IEnumerable<KeyValuePair<string,
        object?>> fields) => given.Fields.Count == 0
        ? throw Invalid("it has no field with a value", "Give it at least one: @{ LastName = 'Ito' }. $null clears a field.")
        : new RecordRow
        {
            Number = row.Number,
            Type = row.Type,
            Source = row.Source,
            Key = key,
            Json = JsonWriter.WriteRecord(row.Type, ParentFields.Nest([.. fields])),
        };

    private static SfException TypeMissing(long number) => new(
        SfErrorKind.ValueMissing,
        $"Record {number} does not name its object.",
        "Name it: -Type Contact. Records from Invoke-SfQuery and Get-SfRecord name it themselves, "
            + "unless Select-Object made others of them.");

    private static SfException Invalid(string what, string remedy) => new(
        SfErrorKind.RecordInvalid,
        char.ToUpperInvariant(what[0]) + what[1..] + ".",
        remedy);
}
