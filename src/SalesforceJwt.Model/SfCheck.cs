namespace SalesforceJwt.Model;

/// <summary>One check of a sign-in, by <c>Test-SfConnection</c>.</summary>
public sealed class SfCheck
{
    internal SfCheck(string check, SfCheckStatus status, string detail, Advice? advice)
    {
        Check = check;
        Status = status;
        Detail = detail;
        Advice = advice;
        Remedy = advice?.Text;
    }

    /// <summary>What was checked.</summary>
    public string Check { get; }

    /// <summary>The result.</summary>
    public SfCheckStatus Status { get; }

    /// <summary>What was found.</summary>
    public string Detail { get; }

    /// <summary>What to do about it; empty where nothing needs to be done.</summary>
    public string? Remedy { get; internal init; }

    /// <summary>The command that fixes it, ready to run; empty where no single command does.</summary>
    public string? Command { get; internal init; }

    /// <summary>The remedy in words, with the step that a command is known for.</summary>
    internal Advice? Advice { get; }

    /// <summary>Check, status and detail.</summary>
    public override string ToString() => $"{Check}: {Status}, {Detail}";
}
