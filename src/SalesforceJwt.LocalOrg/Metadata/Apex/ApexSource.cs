using System.Text;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Metadata.Apex;

/// <summary>
/// The code of an Apex class, as far as a deploy checks it: the class's name, and its braces. It is not compiled or run; which of its test
/// methods fail can be seen in them, or is declared.
/// </summary>
internal sealed partial class ApexSource
{
    private readonly string _code;

    private ApexSource(string name, string text)
    {
        Name = name;
        Text = text;
        _code = WithoutComments(text);
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>Whether it is a test class, which needs no coverage.</summary>
    public bool IsTest => TestClass().IsMatch(_code);

    /// <summary>The number of its statements, which tests should cover.</summary>
    public int Statements => WithoutTexts(_code).Count(character => character == ';');

    /// <exception cref="MetadataException">It does not compile.</exception>
    public static ApexSource Parse(string name, byte[] content)
    {
        var source = new ApexSource(name, Encoding.UTF8.GetString(content));
        source.CheckBraces();
        var declaration = Declaration().Match(WithoutTexts(source._code));
        if (!declaration.Success)
        {
            throw source.At(0, "Unexpected token: a class, interface or enum is expected.");
        }

        return declaration.Groups["name"].ValueSpan.Equals(name, StringComparison.OrdinalIgnoreCase)
            ? source
            : throw source.At(
                declaration.Groups["name"].Index, $"Invalid name: {declaration.Groups["name"].Value} does not match the file {name}.cls");
    }

    /// <summary>A class of the org.</summary>
    public static ApexSource Of(string name, string text) => new(name, text);

    public bool Mentions(string className) => Regex.IsMatch(
        WithoutTexts(_code), $@"\b{Regex.Escape(className)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// Whether Salesforce would run it for <see cref="TestLevel.RunRelevantTests"/>: always if it is <c>critical</c>, with the classes of
    /// its <c>testFor</c> if it has that, else with itself and those that it uses.
    /// </summary>
    /// <param name="deployed">The names of the deployed classes.</param>
    public bool IsRelevantTo(IReadOnlyCollection<string> deployed)
    {
        var annotation = TestClass().Match(_code).Value;
        var testFor = TestFor().Match(annotation);
        return Critical().IsMatch(annotation) || (testFor.Success
            ? testFor.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries).Any(name =>
                deployed.Any(each => name.Equals("ApexClass:" + each, StringComparison.OrdinalIgnoreCase)))
            : deployed.Any(each => each.Equals(Name, StringComparison.OrdinalIgnoreCase) || Mentions(each)));
    }

    /// <summary>Its test methods.</summary>
    public IEnumerable<ApexTestMethod> TestMethods()
    {
        var code = WithoutTexts(_code);
        foreach (Match match in TestMethod().Matches(code))
        {
            var start = match.Index + match.Length;
            var end = EndOfBlock(code, start);

            // Found without texts, which can look like code, then read with its own.
            var call = FailureCall().Match(code, start, end - start);
            var failure = call.Success ? Failure().Match(_code, call.Index) : Match.Empty;
            yield return new ApexTestMethod(Name, match.Groups["name"].Value)
            {
                Failure = !failure.Success ? null
                    : "System.AssertException: Assertion Failed"
                        + (failure.Groups["message"] is { Success: true } message ? $": {message.Value}" : ""),
                Line = failure.Success ? LineOf(failure.Index) : 0,
            };
        }
    }

    /// <summary>The code with blanks in the place of comments.</summary>
    public static string WithoutComments(string text) =>
        CommentOrText().Replace(text, match => match.Value.StartsWith('\'') ? match.Value : Blank(match.Value));

    private static string WithoutTexts(string code) => CommentOrText().Replace(code, match => Blank(match.Value));

    // Line breaks stay, so that positions do not change.
    private static string Blank(string text) => LineCharacter().Replace(text, " ");

    private static int EndOfBlock(string code, int start)
    {
        var depth = 1;
        var position = start;
        for (; position < code.Length && depth > 0; position++)
        {
            depth += code[position] switch { '{' => 1, '}' => -1, _ => 0 };
        }

        return position;
    }

    private void CheckBraces()
    {
        var depth = 0;
        var code = WithoutTexts(_code);
        for (var position = 0; position < code.Length; position++)
        {
            depth += code[position] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth < 0)
            {
                throw At(position, "Extra '}'");
            }
        }

        if (depth > 0)
        {
            throw At(code.TrimEnd().Length, "Missing '}' at '<EOF>'");
        }
    }

    private int LineOf(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    private MetadataException At(int position, string problem) => new(
        problem, LineOf(position), position - (position == 0 ? -1 : Text.LastIndexOf('\n', position - 1)));

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"[^\r\n]", RegexOptions.CultureInvariant)]
    private static partial Regex LineCharacter();

    [GeneratedRegex(@"\b(?:class|interface|enum)\s+(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"@isTest\b[^{;]*?\bclass\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\bcritical\s*=\s*true\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Critical();

    [GeneratedRegex(@"\btestFor\s*=\s*'(?<names>[^']*)'", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestFor();

    [GeneratedRegex(
        @"(?:@isTest(?:\s*\([^)]*\))?\s+(?:(?:public|private|global)\s+)?static\s+void|\bstatic\s+testMethod\s+void"
            + @"|\btestMethod\s+static\s+void)\s+(?<name>\w+)\s*\(\s*\)\s*\{",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TestMethod();

    [GeneratedRegex(
        @"\bSystem\s*\.\s*assert\s*\(\s*false\b|\bAssert\s*\.\s*fail\s*\(", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FailureCall();

    [GeneratedRegex(
        @"\G(?:System\s*\.\s*assert\s*\(\s*false\s*(?:,\s*(?:'(?<message>[^']*)')?)?|Assert\s*\.\s*fail\s*\(\s*(?:'(?<message>[^']*)')?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Failure();
}
