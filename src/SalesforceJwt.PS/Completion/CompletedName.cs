using System.Management.Automation;
using System.Management.Automation.Language;

namespace SalesforceJwt.PS.Completion;

/// <summary>Completes a word out of names.</summary>
internal static class CompletedName
{
    /// <summary>Those names that start with the word, in quotes where they need them.</summary>
    /// <param name="word">What was typed so far.</param>
    /// <param name="names">The names, each with what is shown about it.</param>
    public static IEnumerable<CompletionResult> Of(string? word, IEnumerable<(string Name, string ToolTip)> names)
    {
        var prefix = Typed(word);
        return names
            .Where(n => n.Name.Length > 0 && n.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(n => new CompletionResult(
                Quote(n.Name), n.Name, CompletionResultType.ParameterValue, n.ToolTip.Length > 0 ? n.ToolTip : n.Name));
    }

    /// <summary>What was typed so far, without quotes.</summary>
    public static string Typed(string? word) => (word ?? string.Empty).Trim('\'', '"');

    private static string Quote(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_')
            ? name
            : "'" + CodeGeneration.EscapeSingleQuotedStringContent(name) + "'";
}
