using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.OAuth.Profiles;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes the names of saved sign-ins. Returns none if their file cannot be read in time.</summary>
public sealed class ProfileNameCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletedName.Of(wordToComplete, Names());

    private static List<(string Name, string ToolTip)> Names()
    {
        try
        {
            // Elsewhere, since a home folder on a network can hang.
            var reading = Task.Run(Read);
            return reading.Wait(Patience) ? reading.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }

    private static List<(string Name, string ToolTip)> Read() =>
        [.. ProfileStore.OfUser(Path.GetFullPath).Read().Select(p => (p.Name, $"{p.Username} at {p.LoginUrl}"))];
}
