using System.Text.RegularExpressions;

namespace SalesforceJwt.Model;

/// <summary>One error of a response, a record or a subrequest (REST API Developer Guide: "Status Codes and Error Responses").</summary>
public sealed partial class SfApiError
{
    internal SfApiError(string errorCode, string message, IEnumerable<string> fields)
    {
        ErrorCode = errorCode;
        Message = message;
        Fields = new(fields);
    }

    /// <summary>
    /// Salesforce's code, such as <c>REQUIRED_FIELD_MISSING</c>. For a record or subrequest whose error has none: the module's error id.
    /// </summary>
    public string ErrorCode { get; }

    /// <summary>Salesforce's message.</summary>
    public string Message { get; private set; }

    /// <summary>The fields that caused the error; often empty.</summary>
    public SfList<string> Fields { get; }

    /// <summary>The record or subrequest that has the error; empty if Salesforce names none.</summary>
    public string? ReferenceId { get; internal init; }

    /// <summary>Whether it is about a part of the request only: it says nothing about the other parts.</summary>
    internal bool IsOfPart { get; init; }

    /// <summary>
    /// Code and message in one line. Salesforce marks the place in a query with a <c>^</c> on a line of its own. PowerShell's error view
    /// breaks lines elsewhere, which would move the marker: row and column are named instead, and the marker is put into the line that it
    /// belongs to.
    /// </summary>
    internal string Description
    {
        get
        {
            var text = Message.Trim();
            var code = ErrorCode;
            if (MarkedPlace().Match(Message) is { Success: true } place)
            {
                var line = place.Groups["line"].Value.TrimEnd();
                line = line.Insert(Math.Min(place.Groups["margin"].Length, line.Length), "^").Trim();
                code += $" at row {place.Groups["row"]}, column {place.Groups["column"]} ({line})";
                text = Message[(place.Index + place.Length)..].Trim();
            }

            return code.Length == 0 ? text : text.Length == 0 ? code : $"{code}: {text}";
        }
    }

    /// <summary>Code, message and fields.</summary>
    public override string ToString() => Description + (Fields.Length == 0 ? string.Empty : $" ({string.Join(", ", Fields)})");

    internal SfApiError WithMessage(string message)
    {
        var copy = (SfApiError)MemberwiseClone();
        copy.Message = message;
        return copy;
    }

    [GeneratedRegex(
        @"^(?<line>.*)\n(?<margin>[ \t]*)\^[ \t\r]*\nERROR at Row:(?<row>\d+):Column:(?<column>\d+)", RegexOptions.Multiline)]
    private static partial Regex MarkedPlace();
}
