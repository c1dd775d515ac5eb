using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Converts literals of a query to values of a field's type.</summary>
internal sealed class LiteralConverter(string text, DateOnly today)
{
    /// <summary>The literal as a value of the field's type, or as a <see cref="DateRange"/>.</summary>
    public object? Convert(SObjectField field, SoqlLiteral literal) => literal.Value switch
    {
        null => null,
        "" when field.IsId => null,
        string id when field.IsId => SalesforceId.IsValid(id)
            ? id
            : throw SoqlError.At(text, literal.Position, "INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {id}"),

        // Salesforce stores empty text as null.
        "" when field.IsText => null,
        string value when field.IsText => value,
        bool value when field.Type == FieldType.Boolean => value,
        decimal value when field.IsDecimal => value,
        decimal value when field.Type == FieldType.Int
            && decimal.IsInteger(value) && value is >= int.MinValue and <= int.MaxValue => (int)value,
        DateOnly value when field.Type == FieldType.Date => value,
        DateTimeOffset value when field.Type == FieldType.DateTime => value,
        DateLiteral value when field.Type is FieldType.Date or FieldType.DateTime => value.Resolve(today),
        _ => throw WrongType(field, literal),
    };

    private ApiException WrongType(SObjectField field, SoqlLiteral literal)
    {
        var quoting = field.IsText ? "should be enclosed in quotes" : "should not be enclosed in quotes";
        return SoqlError.At(
            text,
            literal.Position,
            "INVALID_FIELD",
            $"value of filter criterion for field '{field.Name}' must be of type {field.TypeName} and {quoting}");
    }
}
