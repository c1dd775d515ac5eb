namespace SalesforceJwt.Model;

/// <summary>One difference between the objects of two orgs, or of an org and a snapshot.</summary>
public sealed class SfObjectDifference
{
    internal SfObjectDifference(
        string objectName, SfDifferenceKind kind, string? field = null, SfFieldProperty? property = null, object? reference = null,
        object? difference = null)
    {
        ObjectName = objectName;
        Kind = kind;
        Field = field;
        Property = property;
        ReferenceValue = reference;
        DifferenceValue = difference;
    }

    /// <summary>The object; <c>npsp__*</c> for all objects and fields of a namespace that only one side has.</summary>
    public string ObjectName { get; }

    /// <summary>The field; empty where the whole object is on one side only.</summary>
    public string? Field { get; }

    /// <summary>The property of the field that differs; empty where the whole field is on one side only.</summary>
    public SfFieldProperty? Property { get; }

    /// <summary>
    /// The property's value on the reference side: a text, a number, a boolean or a list of texts; the type of a field that only that side
    /// has.
    /// </summary>
    public object? ReferenceValue { get; }

    /// <summary>The same of the difference side.</summary>
    public object? DifferenceValue { get; }

    /// <summary>
    /// As in <c>Compare-Object</c>: <c>&lt;=</c> and <c>=&gt;</c> for what one side has, <c>&lt;&gt;</c> for a change.
    /// </summary>
    public string SideIndicator => Kind switch
    {
        SfDifferenceKind.Missing => "<=",
        SfDifferenceKind.Added => "=>",
        _ => "<>",
    };

    /// <summary>How the difference side departs from the reference side.</summary>
    public SfDifferenceKind Kind { get; }

    /// <summary>Object, field and property, and how they differ.</summary>
    public override string ToString() =>
        string.Join('.', new[] { ObjectName, Field, Property?.ToString() }.Where(part => part is not null)) + ": " + Kind;
}
