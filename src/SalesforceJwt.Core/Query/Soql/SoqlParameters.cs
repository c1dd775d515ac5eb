using System.Text;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary>Puts values into SOQL in place of <c>:name</c>, as literals: what they hold cannot become part of the query.</summary>
internal static class SoqlParameters
{
    /// <summary>
    /// Binds a query's parameters. Where <c>IN</c>, <c>NOT IN</c>, <c>INCLUDES</c> or <c>EXCLUDES</c> stands before one, its value is a
    /// list, also if it is one value. As in Apex, in <c>LAST_N_DAYS::n</c> a parameter follows the date literal's colon.
    /// </summary>
    /// <param name="soql">The query. Inside quotes nothing is a parameter.</param>
    /// <param name="parameters">The values by name; case does not matter.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.QueryParameterMissing"/>, <see cref="SfErrorKind.QueryParameterUnused"/> or
    /// <see cref="SfErrorKind.QueryParameterInvalid"/>.
    /// </exception>
    public static string Bind(string soql, IReadOnlyDictionary<string, object?> parameters)
    {
        var values = new Dictionary<string, object?>(parameters, StringComparer.OrdinalIgnoreCase);
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var bound = new StringBuilder(soql.Length + 64);
        var context = new SoqlContext();
        for (var i = 0; i < soql.Length; i++)
        {
            var c = soql[i];
            var end = c == '\'' ? EndOfText(soql, i) : i;
            if (end > i)
            {
                bound.Append(soql, i, end - i);
                context.ReadValue();
                i = end - 1;
                continue;
            }

            var name = c != ':' || IsDateLiteralsColon(soql, i) ? string.Empty : NameAt(soql, i + 1);
            if (name.Length == 0)
            {
                bound.Append(c);
                context.Read(c);
                continue;
            }

            bound.Append(i > 0 && IsOfWord(soql[i - 1]) ? " " : string.Empty).Append(Literal(name));
            context.ReadValue();
            used.Add(name);
            i += name.Length;
        }

        var unused = values.Keys.Where(k => !used.Contains(k)).Order(StringComparer.OrdinalIgnoreCase).ToList();
        return unused.Count == 0 ? bound.ToString() : throw new SfException(
            SfErrorKind.QueryParameterUnused,
            $"The query has no parameter {string.Join(", ", unused.Select(n => ":" + n))}.",
            "Write :name where the value belongs, outside of quotes; or leave the value out.");

        string Literal(string name)
        {
            if (!values.TryGetValue(name, out var value))
            {
                throw new SfException(
                    SfErrorKind.QueryParameterMissing,
                    $"The query's parameter :{name} has no value.",
                    new Advice(
                        values.Count == 0
                            ? "Give it a value."
                            : $"Give it a value beside {string.Join(", ", values.Keys.Order(StringComparer.OrdinalIgnoreCase))}.",
                        NextStep.SetQueryParameter,
                        name));
            }

            try
            {
                return context.TakesList ? $"({SoqlLiteral.ListOf(value)})"
                    : context.TakesItems ? SoqlLiteral.ListOf(value)
                    : SoqlLiteral.Of(value);
            }
            catch (SfException e)
            {
                throw new SfException(e.Kind, $"The value of :{name} cannot be bound: {e.Message}", e.Advice, e);
            }
        }
    }

    /// <summary>The position after the string literal that begins at a quote; the query's end if nothing closes it.</summary>
    public static int EndOfText(string soql, int start)
    {
        for (var i = start + 1; i < soql.Length; i++)
        {
            if (soql[i] == '\'')
            {
                return i + 1;
            }

            i += soql[i] == '\\' ? 1 : 0;
        }

        return soql.Length;
    }

    /// <summary>
    /// Whether a colon belongs to 10:00:00 or LAST_N_DAYS:30; a second one behind it starts a parameter. Behind another word (IN:ids) the
    /// first one does.
    /// </summary>
    private static bool IsDateLiteralsColon(string soql, int at)
    {
        var start = at;
        while (start > 0 && IsOfWord(soql[start - 1]))
        {
            start--;
        }

        var word = soql.AsSpan(start, at - start);
        return word.Length > 0
            && (char.IsDigit(word[0])
                || word.StartsWith("N_", StringComparison.OrdinalIgnoreCase)
                || word.Contains("_N_", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string NameAt(string soql, int start)
    {
        var end = start;
        while (end < soql.Length && (char.IsAsciiLetter(soql[end]) || soql[end] == '_' || (end > start && char.IsAsciiDigit(soql[end]))))
        {
            end++;
        }

        return soql[start..end];
    }
}
