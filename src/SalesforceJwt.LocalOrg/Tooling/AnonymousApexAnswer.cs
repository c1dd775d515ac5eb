namespace SalesforceJwt.LocalOrg;

/// <summary>The result of anonymous Apex that contains a text; by default, success.</summary>
public sealed class AnonymousApexAnswer
{
    /// <summary>Text that the code must contain; null matches all.</summary>
    public string? Contains { get; set; }

    /// <summary>Whether the code compiled.</summary>
    public bool Compiled { get; set; } = true;

    /// <summary>Why it did not compile.</summary>
    public string? CompileProblem { get; set; }

    /// <summary>Whether it ran without an exception.</summary>
    public bool Success { get; set; } = true;

    /// <summary>Line of the problem, from 1; -1 if there is none.</summary>
    public int Line { get; set; } = -1;

    /// <summary>Column of the problem, from 1; -1 if there is none.</summary>
    public int Column { get; set; } = -1;

    /// <summary>The exception that ended it.</summary>
    public string? ExceptionMessage { get; set; }

    /// <summary>The stack trace of that exception.</summary>
    public string? ExceptionStackTrace { get; set; }
}
