using System.Globalization;

namespace SalesforceJwt.Core.Comparison;

/// <summary>Compares a field that both sides have.</summary>
internal static class FieldComparison
{
    /// <summary>
    /// What is compared by default: the definition of a field. Labels are left out, since orgs translate them, and so is what depends on
    /// the user.
    /// </summary>
    public static IReadOnlyList<SfFieldProperty> Definition { get; } =
    [
        SfFieldProperty.Type, SfFieldProperty.Length, SfFieldProperty.Precision, SfFieldProperty.Scale, SfFieldProperty.IsNillable,
        SfFieldProperty.IsUnique, SfFieldProperty.IsExternalId, SfFieldProperty.ReferenceTo, SfFieldProperty.PicklistValues,
        SfFieldProperty.IsRestrictedPicklist, SfFieldProperty.ControllerName, SfFieldProperty.Formula, SfFieldProperty.DefaultValue,
    ];

    /// <summary>The differences of a field.</summary>
    /// <param name="reference">The field on the reference side.</param>
    /// <param name="difference">The field on the difference side.</param>
    /// <param name="properties">What to compare.</param>
    /// <param name="isReported">Whether an object is reported as a difference itself, so that references to it are none.</param>
    public static IEnumerable<SfObjectDifference> Compare(
        SfField reference, SfField difference, IEnumerable<SfFieldProperty> properties, Func<string, bool> isReported) =>
        from property in properties
        let a = Value(reference, property, isReported)
        let b = Value(difference, property, isReported)
        where !AreEqual(a, b)
        select new SfObjectDifference(reference.ObjectName, SfDifferenceKind.Changed, reference.Name, property, a, b);

    /// <summary>The type of a field, with its size, as it stands for a field that one side lacks.</summary>
    public static string TypeOf(SfField field) => field switch
    {
        { ReferenceTo.Count: > 0 } => $"{field.Type}({string.Join(", ", field.ReferenceTo)})",
        { Precision: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{field.Type}({field.Precision},{field.Scale})"),
        { Length: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{field.Type}({field.Length})"),
        _ => field.Type,
    };

    private static object? Value(SfField field, SfFieldProperty property, Func<string, bool> isReported) => property switch
    {
        SfFieldProperty.Type => field.Type,
        SfFieldProperty.Length => field.Length,
        SfFieldProperty.Precision => field.Precision,
        SfFieldProperty.Scale => field.Scale,
        SfFieldProperty.IsNillable => field.IsNillable,
        SfFieldProperty.IsUnique => field.IsUnique,
        SfFieldProperty.IsExternalId => field.IsExternalId,
        SfFieldProperty.ReferenceTo => List(field.ReferenceTo.Where(name => !isReported(name))),
        SfFieldProperty.PicklistValues => List(field.PicklistValues.Where(value => value.IsActive).Select(value => value.Value)),
        SfFieldProperty.IsRestrictedPicklist => field.IsRestrictedPicklist,
        SfFieldProperty.ControllerName => field.ControllerName,
        SfFieldProperty.Formula => Text(field.Formula),
        SfFieldProperty.DefaultValue => Text(field.DefaultValue),
        SfFieldProperty.Label => Text(field.Label),
        SfFieldProperty.HelpText => Text(field.HelpText),
        SfFieldProperty.IsRequired => field.IsRequired,
        SfFieldProperty.IsCreateable => field.IsCreateable,
        SfFieldProperty.IsUpdateable => field.IsUpdateable,
        _ => throw new ArgumentOutOfRangeException(nameof(property)),
    };

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static SfList<string> List(IEnumerable<string> values) => new(values);

    /// <summary>Lists are equal if they have the same items: their order differs from org to org.</summary>
    private static bool AreEqual(object? a, object? b) => a is SfList<string> list && b is SfList<string> other
        ? list.ToHashSet(StringComparer.Ordinal).SetEquals(other)
        : Equals(a, b);
}
