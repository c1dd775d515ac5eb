namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A parsed query. Its names are not checked yet.</summary>
internal sealed record SoqlQuery
{
    /// <summary>The query as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>The fields asked for; none for <c>COUNT()</c>.</summary>
    public required IReadOnlyList<FieldPath> Fields { get; init; }

    /// <summary>The object.</summary>
    public required SoqlToken From { get; init; }

    public SoqlCondition? Where { get; init; }

    public IReadOnlyList<SoqlOrdering> OrderBy { get; init; } = [];

    public int? Limit { get; init; }

    public int Offset { get; init; }

    /// <summary>Whether it is <c>SELECT COUNT()</c>.</summary>
    public bool IsCount => Fields.Count == 0;
}
