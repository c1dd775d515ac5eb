using System.Globalization;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// The result of anonymous Apex that contains a text; by default, success. With a <see cref="CompileProblem"/> it does not compile, with an
/// <see cref="ExceptionMessage"/> it fails.
/// </summary>
public sealed class AnonymousApexAnswer
{
    private bool? _compiled;
    private bool? _success;
    private int? _line;
    private int? _column;
    private string? _stackTrace;

    /// <summary>Text that the code must contain; null matches all.</summary>
    public string? Contains { get; set; }

    /// <summary>Whether the code compiled.</summary>
    public bool Compiled
    {
        get => _compiled ?? CompileProblem is null;
        set => _compiled = value;
    }

    /// <summary>Why it did not compile.</summary>
    public string? CompileProblem { get; set; }

    /// <summary>Whether it compiled and ran without an exception.</summary>
    public bool Success
    {
        get => Compiled && (_success ?? ExceptionMessage is null);
        set => _success = value;
    }

    /// <summary>Line of the problem, from 1; -1 if there is none.</summary>
    public int Line
    {
        get => _line ?? (HasProblem ? 1 : -1);
        set => _line = value;
    }

    /// <summary>Column of the problem, from 1; -1 if there is none.</summary>
    public int Column
    {
        get => _column ?? (HasProblem ? 1 : -1);
        set => _column = value;
    }

    /// <summary>The exception that ended it, such as <c>System.DmlException: Insert failed. …</c>.</summary>
    public string? ExceptionMessage { get; set; }

    /// <summary>The stack trace of that exception; by default, the position in the code.</summary>
    public string? ExceptionStackTrace
    {
        get => _stackTrace ?? (ExceptionMessage is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"AnonymousBlock: line {Line}, column {Column}"));
        set => _stackTrace = value;
    }

    private bool HasProblem => CompileProblem is not null || ExceptionMessage is not null;
}
