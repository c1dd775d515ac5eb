using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of the limits that scripts ask for most (REST API Developer Guide: "Limits").</summary>
public sealed class LimitNameCompleter : IArgumentCompleter
{
    private static readonly (string Name, string ToolTip)[] Limits =
    [
        ("DailyApiRequests", "API requests of the last 24 hours"),
        ("DailyAsyncApexExecutions", "Asynchronous Apex: batch, queueable, scheduled, future methods"),
        ("DailyBulkApiBatches", "Batches of the Bulk API"),
        ("DailyBulkV2QueryFileStorageMB", "Megabytes of results of Bulk API 2.0 queries"),
        ("DailyBulkV2QueryJobs", "Query jobs of the Bulk API 2.0"),
        ("DailyDeliveredPlatformEvents", "Platform events delivered"),
        ("DailyWorkflowEmails", "E-mails of workflows"),
        ("DataStorageMB", "Megabytes of records"),
        ("FileStorageMB", "Megabytes of files"),
        ("HourlyPublishedPlatformEvents", "Platform events published in an hour"),
        ("MassEmail", "Mass e-mails of a day"),
        ("SingleEmail", "Single e-mails of a day"),
    ];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, Limits);
}
