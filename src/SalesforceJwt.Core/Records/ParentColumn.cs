using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Records;

/// <summary>
/// A column that identifies a record's parent by an external id: <c>Account.External_Id__c</c>; of a polymorphic relationship with the
/// parent's object, <c>User:Owner.Email</c> (Bulk API 2.0 Developer Guide: "Relationship Fields in a Header Row").
/// </summary>
/// <param name="Relationship">The relationship, such as <c>Account</c> or <c>Invoice__r</c>.</param>
/// <param name="Field">The external id field of the parent.</param>
/// <param name="Type">API name of the parent's object; null if the relationship has one object only.</param>
internal sealed partial record ParentColumn(string Relationship, string Field, string? Type)
{
    /// <summary>How such columns are written, for errors.</summary>
    public const string Form = "Write Relationship.Field with an external id field of the parent, such as Account.External_Id__c; for a "
        + "parent that can be of several objects, Object:Relationship.Field, such as User:Owner.Email. The parent's own parent cannot be "
        + "set in this way.";

    /// <summary>API name of the field with the parent's id: AccountId for Account, Invoice__c for Invoice__r.</summary>
    public string IdField =>
        Relationship.EndsWith("__r", StringComparison.OrdinalIgnoreCase) ? Relationship[..^1] + "c" : Relationship + "Id";

    /// <summary>Whether a name is one of a parent, well written or not: names of fields have neither dot nor colon.</summary>
    public static bool IsOne(string name) => name.AsSpan().ContainsAny('.', ':');

    /// <summary>Reads the name of a column; null if it is not well written.</summary>
    public static ParentColumn? Parse(string name)
    {
        if (Parts().Match(name) is not { Success: true } match)
        {
            return null;
        }

        var (first, second) = (match.Groups["first"].Value, match.Groups["second"].Value);
        var (type, relationship) = IsRelationshipOnly(first) ? (second, first) : (first, second);
        return new ParentColumn(relationship, match.Groups["field"].Value, type.Length == 0 ? null : type);
    }

    /// <summary>The name as Bulk API 2.0 expects it.</summary>
    public override string ToString() => $"{(Type is null ? string.Empty : Type + ":")}{Relationship}.{Field}";

    /// <summary>
    /// Whether a name is one of a polymorphic relationship and of no object. Mappings of Data Loader have the relationship before the
    /// object, <c>Owner:User-Email</c>, and so do files that people write after them.
    /// </summary>
    private static bool IsRelationshipOnly(string name) => name.ToUpperInvariant() is "OWNER" or "WHO" or "WHAT" or "PARENT";

    [GeneratedRegex(
        "^(?:(?<first>[A-Za-z][A-Za-z0-9_]*):)?(?<second>[A-Za-z][A-Za-z0-9_]*)[.](?<field>[A-Za-z][A-Za-z0-9_]*)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
