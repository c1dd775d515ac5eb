using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the kinds of events that the org has log files of.</summary>
public sealed class EventTypeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, DescribedNames.Queried(
            fakeBoundParameters,
            "SELECT EventType FROM EventLogFile GROUP BY EventType ORDER BY EventType",
            static type => (type.RequiredText("EventType"), "Event type")));
}
