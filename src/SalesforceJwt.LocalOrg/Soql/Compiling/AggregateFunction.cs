using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Computes aggregate functions.</summary>
internal static class AggregateFunction
{
    /// <summary>The field type of the function's result, and its computation from the values of a field without nulls.</summary>
    /// <exception cref="Rest.ApiException">The function is not for fields of this type.</exception>
    public static (SObjectField Field, Func<IEnumerable<object>, object?> Compute) Of(string text, AggregateCall call, SObjectField field)
    {
        if (!Supports(call.Function, field))
        {
            throw SoqlError.Malformed(text, call.Position, $"field {field.Name} does not support aggregate operator {call.Function}");
        }

        var comparer = Comparer<object>.Create((left, right) => FieldComparer.Compare(field, left, right));
        var equality = new FieldEquality(field);
        return call.Function switch
        {
            "COUNT" => (new SObjectField(field.Name, FieldType.Int), values => values.Count()),
            "COUNT_DISTINCT" => (new SObjectField(field.Name, FieldType.Int), values => values.Distinct(equality).Count()),
            "SUM" => (new SObjectField(field.Name, FieldType.Double), values => values.Any() ? values.Sum(Number) : null),
            "AVG" => (new SObjectField(field.Name, FieldType.Double), values => values.Any() ? Number(values.Average(Number)) : null),
            "MIN" => (field, values => values.Min(comparer)),
            _ => (field, values => values.Max(comparer)),
        };
    }

    private static bool Supports(string function, SObjectField field) => field.IsFilterable && function switch
    {
        "SUM" or "AVG" => field.IsNumber,
        "MIN" or "MAX" => field.Type != FieldType.Boolean,
        _ => true,
    };

    // Rounded to the precision of a double, which Salesforce calculates with.
    private static decimal Number(object value) => (decimal)Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
}
