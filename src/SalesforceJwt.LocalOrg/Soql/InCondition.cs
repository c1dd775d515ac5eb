namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>An expression is one of several values.</summary>
/// <param name="Left">The field or aggregate function.</param>
/// <param name="IsNegated">Whether it is <c>NOT IN</c>.</param>
/// <param name="Literals">The values, unless there is a query.</param>
/// <param name="Query">The query whose results are the values, of a semi-join.</param>
internal sealed record InCondition(SoqlExpression Left, bool IsNegated, IReadOnlyList<SoqlLiteral> Literals, SoqlQuery? Query) : SoqlCondition;
