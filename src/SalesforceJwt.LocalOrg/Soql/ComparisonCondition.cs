namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>An expression compares with a value.</summary>
/// <param name="Left">The field or aggregate function.</param>
/// <param name="Operator">One of <c>= != &lt; &lt;= &gt; &gt;= LIKE</c>.</param>
/// <param name="Literal">The value.</param>
internal sealed record ComparisonCondition(SoqlExpression Left, string Operator, SoqlLiteral Literal) : SoqlCondition;
