namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>A parsed query. Its names are not checked yet.</summary>
internal sealed record SoqlQuery
{
    /// <summary>The text of the whole query, also for a query in parentheses.</summary>
    public required string Text { get; init; }

    /// <summary>The SELECT list; empty for <c>COUNT()</c>.</summary>
    public required IReadOnlyList<SelectItem> Select { get; init; }

    /// <summary>The object, or the child relationship of a query in parentheses.</summary>
    public required SoqlToken From { get; init; }

    /// <summary>The alias of the object.</summary>
    public string? Alias { get; init; }

    public SoqlCondition? Where { get; init; }

    public IReadOnlyList<FieldPath> GroupBy { get; init; } = [];

    public SoqlCondition? Having { get; init; }

    public IReadOnlyList<SoqlOrdering> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>Whether it has <c>FOR VIEW</c> or <c>FOR REFERENCE</c>.</summary>
    public bool MarksRecent { get; init; }

    /// <summary>Whether it is <c>SELECT COUNT()</c>.</summary>
    public bool IsCount => Select.Count == 0;

    /// <summary>Whether its results are groups rather than records.</summary>
    public bool IsGrouped => GroupBy.Count > 0 || Select.Any(item => item is SelectExpression { Expression: AggregateCall });
}

/// <summary>One key of an ORDER BY clause.</summary>
internal sealed record SoqlOrdering(SoqlExpression Expression, bool Descending, bool NullsFirst);
