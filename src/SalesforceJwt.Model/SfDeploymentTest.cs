namespace SalesforceJwt.Model;

/// <summary>The result of one test method of a deployment (Metadata API Developer Guide: "RunTestsResult").</summary>
public sealed class SfDeploymentTest
{
    internal SfDeploymentTest(string className, string method)
    {
        Class = className;
        Method = method;
    }

    /// <summary>Name of the test class, with its namespace where it has one.</summary>
    public string Class { get; }

    /// <summary>Name of the test method; empty if the class failed as a whole.</summary>
    public string Method { get; }

    /// <summary>Whether the test passed.</summary>
    public bool Success { get; internal init; }

    /// <summary>The message of the failure.</summary>
    public string? Message { get; internal init; }

    /// <summary>Where it failed.</summary>
    public string? StackTrace { get; internal init; }

    /// <summary>How long it ran.</summary>
    public TimeSpan? Duration { get; internal init; }

    /// <summary>Id of the class.</summary>
    public string? Id { get; internal init; }

    /// <summary>Class and method.</summary>
    public override string ToString() => Method.Length == 0 ? Class : $"{Class}.{Method}";
}
