namespace SalesforceJwt.PS.Models;

/// <summary>How a check ended.</summary>
public enum SfCheckStatus
{
    /// <summary>All is well.</summary>
    Passed,

    /// <summary>It works, or may work, but something should be looked at.</summary>
    Warning,

    /// <summary>This stands in the way of the sign-in.</summary>
    Failed,

    /// <summary>It could not be checked; the detail says why.</summary>
    Skipped,
}
