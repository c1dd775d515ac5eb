namespace SalesforceJwt.LocalOrg.Metadata.Apex;

/// <summary>A test method, and how it ends.</summary>
internal sealed record ApexTestMethod(string ClassName, string Name)
{
    /// <summary>The exception's message; null if it passes.</summary>
    public string? Failure { get; init; }

    /// <summary>The line of the failure; 0 if it is unknown.</summary>
    public int Line { get; init; }

    /// <summary>The stack trace of a failure.</summary>
    public string StackTrace { get; init; } = "";
}
