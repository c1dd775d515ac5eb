namespace SalesforceJwt.PS.Models;

/// <summary>Anonymous Apex that compiled and ran to its end.</summary>
public sealed class SfApexResult
{
    internal SfApexResult(string? path, TimeSpan duration)
    {
        Path = path;
        Duration = duration;
    }

    /// <summary>Always true: what fails is an error.</summary>
    public bool Success { get; } = true;

    /// <summary>The file that held the code; empty where it came otherwise.</summary>
    public string? Path { get; }

    /// <summary>How long it took, with the way there and back.</summary>
    public TimeSpan Duration { get; }
}
