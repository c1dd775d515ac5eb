namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>The outcome of an import.</summary>
internal sealed record ImportSummary
{
    /// <summary>What users get.</summary>
    public required SfBulkResult Result { get; init; }

    /// <summary>The jobs with their rows and errors, in the order of their rows.</summary>
    public required IReadOnlyList<ImportPart> Parts { get; init; }

    /// <inheritdoc cref="BulkImport.OpenJobs"/>
    public required IReadOnlyCollection<string> OpenJobs { get; init; }

    /// <summary>Salesforce's message for the first row that failed; null if there is none.</summary>
    public string? FirstRowError { get; init; }

    /// <inheritdoc cref="ImportResults.Errors"/>
    public IReadOnlyList<SfException> SaveErrors { get; init; } = [];
}
