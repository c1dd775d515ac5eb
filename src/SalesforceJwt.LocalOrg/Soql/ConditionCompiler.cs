using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Turns a WHERE clause into a test of records.</summary>
internal sealed class ConditionCompiler(SoqlQuery query, FieldResolver fields)
{
    public Func<Record, bool> Compile(SoqlCondition condition) => condition switch
    {
        AndCondition and => CompileAnd(and),
        ComparisonCondition comparison => CompileComparison(comparison),
        _ => throw new NotSupportedException($"{condition.GetType().Name} is not known."),
    };

    private Func<Record, bool> CompileAnd(AndCondition and)
    {
        var (left, right) = (Compile(and.Left), Compile(and.Right));
        return record => left(record) && right(record);
    }

    private Func<Record, bool> CompileComparison(ComparisonCondition comparison)
    {
        var (field, read) = fields.Reader(comparison.Field);
        var expected = Convert(field, comparison.Literal);
        return comparison.Operator switch
        {
            "=" => record => FieldComparer.Compare(field, read(record), expected) == 0,
            "!=" => record => FieldComparer.Compare(field, read(record), expected) != 0,
            var order => record => read(record) is { } value && expected is not null && Holds(order, FieldComparer.Compare(field, value, expected)),
        };
    }

    private static bool Holds(string order, int comparison) => order switch
    {
        "<" => comparison < 0,
        "<=" => comparison <= 0,
        ">" => comparison > 0,
        _ => comparison >= 0,
    };

    /// <summary>The literal as a value of the field's type.</summary>
    private object? Convert(SObjectField field, SoqlLiteral literal) => literal.Value switch
    {
        null => null,
        string id when field.IsId => SalesforceId.IsValid(id)
            ? id
            : throw SoqlError.At(query.Text, literal.Position, "INVALID_QUERY_FILTER_OPERATOR", $"invalid ID field: {id}"),
        string text when field.IsText => text,
        bool value when field.Type == FieldType.Boolean => value,
        decimal value when field.IsDecimal => value,
        decimal value when field.Type == FieldType.Int && decimal.IsInteger(value) => (int)value,
        DateOnly value when field.Type == FieldType.Date => value,
        DateTimeOffset value when field.Type == FieldType.DateTime => value,
        _ => throw WrongType(field, literal),
    };

    private ApiException WrongType(SObjectField field, SoqlLiteral literal)
    {
        var quoting = field.IsText ? "should be enclosed in quotes" : "should not be enclosed in quotes";
        return SoqlError.At(
            query.Text,
            literal.Position,
            "INVALID_FIELD",
            $"value of filter criterion for field '{field.Name}' must be of type {field.TypeName} and {quoting}");
    }
}
