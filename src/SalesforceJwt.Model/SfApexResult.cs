namespace SalesforceJwt.Model;

/// <summary>Anonymous Apex that compiled and ran to its end.</summary>
public sealed class SfApexResult
{
    internal SfApexResult(string? path, TimeSpan duration)
    {
        Path = path;
        Duration = duration;
    }

    /// <summary>Always true: a failure is an error.</summary>
    public bool Success { get; } = true;

    /// <summary>The file that held the code; empty for code that was not in a file.</summary>
    public string? Path { get; }

    /// <summary>How long the call took, transfer included.</summary>
    public TimeSpan Duration { get; }
}
