using System.Globalization;
using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Customization;

/// <summary>Adds custom objects and fields to the org.</summary>
internal sealed partial class ObjectInstaller(RecordStore store)
{
    private const string KeyDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private int _customObjects;

    /// <summary>Adds all of it, or nothing if any part is invalid.</summary>
    /// <exception cref="ArgumentException">The definition is invalid.</exception>
    public void Add(CustomObject definition)
    {
        if (store.Schema.Find(definition.Name) is { } existing)
        {
            if (definition is not { Label: null, LabelPlural: null, NameFormat: null, Fields.Count: > 0 })
            {
                throw new ArgumentException($"{existing.Name} exists already: only fields can be added to it.");
            }

            store.AddFields(existing, Fields(definition.Fields, existing));
            return;
        }

        if (!CustomFieldBuilder.ApiName().IsMatch(definition.Name))
        {
            throw new ArgumentException(
                $"'{definition.Name}' is not an object of this org, and not a name for a custom one: letters, digits and single "
                    + "underscores, and __c at the end.");
        }

        var type = Create(definition);
        var fields = Fields(definition.Fields ?? [], type);
        type.AddFields(fields);
        store.AddObject(type);
        _customObjects++;
    }

    private List<SObjectField> Fields(IReadOnlyList<CustomField> definitions, SObjectType type)
    {
        var builder = new CustomFieldBuilder(store.Schema, type.Name, type.LabelPlural);
        var fields = new List<SObjectField>();
        foreach (var definition in definitions)
        {
            var field = builder.Build(definition);
            if (type.Find(field.Name) is not null
                || fields.Exists(other => other.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ArgumentException($"{type.Name} has a field '{field.Name}' already.");
            }

            fields.Add(field);
        }

        return fields;
    }

    private SObjectType Create(CustomObject definition)
    {
        var label = definition.Label ?? CustomFieldBuilder.LabelOf(definition.Name);
        var keyPrefix = $"a{KeyDigits[_customObjects / KeyDigits.Length]}{KeyDigits[_customObjects % KeyDigits.Length]}";
        var format = definition.NameFormat is null ? null : NumberFormat().Match(definition.NameFormat);
        if (format is { Success: false })
        {
            throw new ArgumentException("nameFormat must contain the digits of the number in braces, such as INV-{0000}.");
        }

        return new SObjectType(definition.Name, label, definition.LabelPlural ?? label + 's', keyPrefix, Data.Fields.WithSystemFields(
            Data.Fields.Reference("OwnerId", "User", "Owner"),
            Data.Fields.Text("Name", 80) with
            {
                Label = $"{label} Name",
                IsNameField = true,
                IsReadOnly = format is not null,
                IsAutoNumber = format is not null,
            }))
        {
            IsSearchable = true,
            CanHaveFiles = true,
            Derive = record => record["Name"] ??= format is null ? SalesforceId.Key(record.Id) : Number(format, record.Id, keyPrefix),
        };
    }

    private static string Number(Match format, string id, string keyPrefix)
    {
        SalesforceId.TryGetNumber(id, keyPrefix, out var number);
        var digits = number.ToString(format.Groups["digits"].Value, CultureInfo.InvariantCulture);
        return $"{format.Groups["before"].Value}{digits}{format.Groups["after"].Value}";
    }

    [GeneratedRegex(@"^(?<before>[^{}]*)\{(?<digits>0{1,10})\}(?<after>[^{}]*)$")]
    private static partial Regex NumberFormat();
}
