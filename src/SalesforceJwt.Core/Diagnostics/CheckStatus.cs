namespace SalesforceJwt.Core.Diagnostics;

/// <summary>How a check of a sign-in ended.</summary>
internal enum CheckStatus
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
