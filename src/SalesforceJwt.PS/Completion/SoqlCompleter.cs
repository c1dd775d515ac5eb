using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace SalesforceJwt.PS.Completion;

/// <summary>
/// Completes names inside SOQL: objects after <c>FROM</c>; fields after <c>WHERE</c>, <c>AND</c>, <c>OR</c>, <c>BY</c>; and, once the
/// object is known, the field in the <c>SELECT</c> list that is empty or that the object does not have. PowerShell does not tell completers
/// where in a text the cursor is, so the field is found like that.
/// </summary>
public sealed partial class SoqlCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var (quote, soql) = wordToComplete is ['\'' or '"', ..] ? (wordToComplete[..1], wordToComplete[1..]) : ("'", wordToComplete);
        var isOpen = commandAst.CommandElements.Any(
            e => e is StringConstantExpressionAst or ExpandableStringExpressionAst && IsOpen(e.Extent.Text));
        soql = soql.TrimEnd(quote[0]);
        if (Simple().Match(soql) is not { Success: true } query)
        {
            return [];
        }

        var from = query.Groups["from"];
        if (!query.Groups["rest"].Success)
        {
            var objects = DescribedNames.Objects(fakeBoundParameters);
            if (!objects.Any(o => Equal(o.Name, from.Value)))
            {
                return Replace(from, objects);
            }
        }

        var fields = DescribedNames.Fields(fakeBoundParameters, from.Value, static _ => true);
        var item = query.Groups["item"].Captures.FirstOrDefault(i => !fields.Any(f => Equal(f.Name, i.Value)));
        return item is not null && Replace(item, fields) is { Count: > 0 } offered ? offered
            : Condition().Match(soql) is { Success: true } condition ? Replace(condition.Groups["name"], fields)
            : [];

        List<CompletionResult> Replace(Capture place, IEnumerable<(string Name, string ToolTip)> names)
        {
            var (before, after) = (soql[..place.Index], soql[(place.Index + place.Length)..]);
            var end = (after is [var next, ..] && char.IsLetter(next) ? " " : string.Empty) + after + (isOpen ? string.Empty : quote);
            return
            [
                .. names.Where(n => n.Name.StartsWith(place.Value, StringComparison.OrdinalIgnoreCase) && !Equal(n.Name, place.Value))
                    .Select(
                        n => new CompletionResult(quote + before + n.Name + end, n.Name, CompletionResultType.ParameterValue, n.ToolTip)),
            ];
        }
    }

    private static bool Equal(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    // A text that is still being typed stays open, so that typing goes on in it.
    private static bool IsOpen(string text) => text is [var quote and ('\'' or '"'), ..] && (text.Length == 1 || text[^1] != quote);

    /// <summary>A query without child queries and functions, as far as it is typed.</summary>
    [GeneratedRegex(
        @"^\s*SELECT\s+(?<item>[\w.]*)(\s*,\s*(?<item>[\w.]*))*\s*\bFROM\s+(?<from>\w*)(?<rest>\s.*)?$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Simple();

    [GeneratedRegex(@"\b(WHERE|AND|OR|NOT|BY)\s+\(*(?<name>\w*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Condition();
}
