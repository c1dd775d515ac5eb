namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>A condition of a WHERE clause.</summary>
internal abstract record SoqlCondition;

/// <summary>An expression compares with a value.</summary>
/// <param name="Left">The field or aggregate function.</param>
/// <param name="Operator">One of <c>= != &lt; &lt;= &gt; &gt;= LIKE</c>.</param>
/// <param name="Literal">The value.</param>
internal sealed record ComparisonCondition(SoqlExpression Left, string Operator, SoqlLiteral Literal) : SoqlCondition;

/// <summary>An expression is one of several values.</summary>
/// <param name="Left">The field or aggregate function.</param>
/// <param name="IsNegated">Whether it is <c>NOT IN</c>.</param>
/// <param name="Literals">The values, unless there is a query.</param>
/// <param name="Query">The query whose results are the values, of a semi-join.</param>
internal sealed record InCondition(
    SoqlExpression Left, bool IsNegated, IReadOnlyList<SoqlLiteral> Literals, SoqlQuery? Query) : SoqlCondition;

/// <summary>Several conditions, of which all or at least one must hold.</summary>
/// <param name="IsAnd">True: all; false: at least one.</param>
/// <param name="Parts">The conditions.</param>
internal sealed record LogicalCondition(bool IsAnd, IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

/// <summary>A condition that must not hold.</summary>
internal sealed record NotCondition(SoqlCondition Inner) : SoqlCondition;
