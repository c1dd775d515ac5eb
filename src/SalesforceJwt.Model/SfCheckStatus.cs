namespace SalesforceJwt.Model;

/// <summary>The result of a check of a sign-in.</summary>
public enum SfCheckStatus
{
    /// <summary>Nothing is wrong.</summary>
    Passed,

    /// <summary>It works, or may work, but something should be looked at.</summary>
    Warning,

    /// <summary>This prevents the sign-in.</summary>
    Failed,

    /// <summary>It could not be checked; the detail says why.</summary>
    Skipped,
}
