namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>Options of a new ingest job (Bulk API 2.0 Developer Guide: "Create a Job").</summary>
/// <param name="Type">API name of the object.</param>
/// <param name="Operation"><c>insert</c>, <c>update</c>, <c>upsert</c>, <c>delete</c> or <c>hardDelete</c>.</param>
/// <param name="ExternalId">The field by which an upsert finds records; null for other operations.</param>
/// <param name="Delimiter">Separates the columns of its data.</param>
internal sealed record IngestJobOptions(string Type, string Operation, string? ExternalId = null, char Delimiter = ',')
{
    private static readonly string[] Operations = ["insert", "update", "upsert", "delete", "hardDelete"];

    /// <summary>Options from a user's input.</summary>
    /// <param name="operation">An operation in upper or lower case.</param>
    /// <exception cref="SfException">An upsert has no external id field, or another operation has one.</exception>
    public static IngestJobOptions Create(string type, string operation, string? externalId, char delimiter)
    {
        operation = Array.Find(Operations, o => o.Equals(operation, StringComparison.OrdinalIgnoreCase)) ?? operation;
        return (operation, externalId) switch
        {
            ("upsert", null) => throw new SfException(
                SfErrorKind.ValueMissing,
                "Upsert needs the field by which it finds records.",
                new Advice("Name an external id field, or Id.", NextStep.SetExternalId)),
            (not "upsert", not null) => throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"An external id field is for upsert, not for {operation}.",
                "Leave it out, or use upsert."),
            _ => new IngestJobOptions(type, operation, externalId, delimiter),
        };
    }
}
