namespace SalesforceJwt.LocalOrg;

/// <summary>A test method that is to fail; see <see cref="ApexTestFailures"/>.</summary>
public sealed record ApexTestFailure(string ClassName)
{
    /// <summary>The method; null for all of the class.</summary>
    public string? MethodName { get; init; }

    /// <summary>The exception, such as <c>System.AssertException: Assertion Failed</c>.</summary>
    public string Message { get; init; } = "System.AssertException: Assertion Failed";

    /// <summary>The stack trace; null for one in the first line of the method.</summary>
    public string? StackTrace { get; init; }
}
