namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A field compares with a value.</summary>
/// <param name="Field">The field.</param>
/// <param name="Operator">One of <c>= != &lt; &lt;= &gt; &gt;=</c>.</param>
/// <param name="Literal">The value.</param>
internal sealed record ComparisonCondition(FieldPath Field, string Operator, SoqlLiteral Literal) : SoqlCondition;
