using SalesforceJwt.Core.Diagnostics;

namespace SalesforceJwt.PS.Models;

/// <summary>One check of <c>Test-SfConnection</c>.</summary>
public sealed class SfCheck
{
    internal SfCheck(CheckResult result)
    {
        Check = result.Check;
        Status = Enum.Parse<SfCheckStatus>(result.Status.ToString());
        Detail = result.Detail;
        Remedy = result.Remedy;
        Command = result.Command;
    }

    /// <summary>What was checked.</summary>
    public string Check { get; }

    /// <summary>How it ended.</summary>
    public SfCheckStatus Status { get; }

    /// <summary>What was found.</summary>
    public string Detail { get; }

    /// <summary>What to do about it; empty where nothing needs to be done.</summary>
    public string? Remedy { get; }

    /// <summary>The command that puts it right, ready to run; empty where no single one does.</summary>
    public string? Command { get; }

    /// <summary>Check, status and detail.</summary>
    public override string ToString() => $"{Check}: {Status}, {Detail}";
}
