using System.Globalization;
using System.Text;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary>Reads a query from a file. SOQL has no comments; those of a file are left out.</summary>
internal static class SoqlFile
{
    // Salesforce accepts queries of 100,000 characters. Comments may take the other bytes.
    private const int MostBytes = 1024 * 1024;

    /// <summary>Reads the query of a file.</summary>
    /// <param name="path">Full path of the file: UTF-8, or what its byte order mark says.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.FileAccessFailed"/>, <see cref="SfErrorKind.FileTooLarge"/>, <see cref="SfErrorKind.ValueMissing"/> for a
    /// file without a query, or <see cref="SfErrorKind.RequestInvalid"/> for a comment without an end.
    /// </exception>
    public static string Read(string path)
    {
        var soql = WithoutComments(ReadText(path), path).TrimEnd();
        return soql.Length > 0 ? soql : throw new SfException(
            SfErrorKind.ValueMissing, $"There is no query in '{path}'.", "Give a file that contains a query: SELECT Id FROM Account.");
    }

    /// <summary>An error that the query of a file caused, with the file's name in it; another error unchanged.</summary>
    public static SfException InFile(SfException error, string path)
    {
        var message = $"The query in '{path}': {error.Message}";
        return error.Kind is not (SfErrorKind.RequestInvalid or SfErrorKind.QueryParameterInvalid or SfErrorKind.QueryParameterMissing
            or SfErrorKind.QueryParameterUnused) ? error
            : error is SfRestException rest ? rest.With(rest.Kind, message, rest.Advice)
            : new SfException(error.Kind, message, error.Advice, error);
    }

    private static string ReadText(string path)
    {
        var text = SmallFile.ReadUserText(path, MostBytes) ?? throw new SfException(
            SfErrorKind.FileTooLarge,
            string.Create(CultureInfo.InvariantCulture, $"The file '{path}' has more than {MostBytes:N0} bytes, and is no query."),
            "Salesforce accepts queries of up to 100,000 characters.");
        return !text.AsSpan().ContainsAny('\0', '\uFFFD') ? text : throw new SfException(
            SfErrorKind.ValueMissing, $"There is no query in '{path}': it is not text in UTF-8.", "Save the query as UTF-8.");
    }

    /// <summary>Removes comments. Line breaks stay, so that the lines in Salesforce's errors are those of the file.</summary>
    private static string WithoutComments(string text, string path)
    {
        var soql = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfComment(text, i, path);
            if (end > i)
            {
                soql.Append(' ').Append('\n', text.AsSpan(i, end - i).Count('\n'));
            }
            else
            {
                end = text[i] == '\'' ? SoqlParameters.EndOfText(text, i) : i + 1;
                soql.Append(text, i, end - i);
            }

            i = end;
        }

        return soql.ToString();
    }

    /// <summary>The position after the comment that begins at a position; that position if none does.</summary>
    private static int EndOfComment(string text, int start, string path)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("--") || rest.StartsWith("//"))
        {
            var length = rest.IndexOfAny('\r', '\n');
            return length < 0 ? text.Length : start + length;
        }

        if (!rest.StartsWith("/*"))
        {
            return start;
        }

        var close = text.IndexOf("*/", start + 2, StringComparison.Ordinal);
        return close >= 0 ? close + 2 : throw new SfException(
            SfErrorKind.RequestInvalid,
            FormattableString.Invariant(
                $"The comment that begins in line {text.AsSpan(0, start).Count('\n') + 1} of '{path}' does not end."),
            "Close it with */.");
    }
}
