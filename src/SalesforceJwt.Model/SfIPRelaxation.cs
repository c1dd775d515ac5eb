namespace SalesforceJwt.Model;

/// <summary>Whether the login IP ranges of users hold for an app (Metadata API: <c>ipRelaxationPolicyType</c>).</summary>
public enum SfIPRelaxation
{
    /// <summary>"Enforce IP restrictions".</summary>
    Enforce,

    /// <summary>"Enforce IP restrictions, but relax for refresh tokens".</summary>
    EnforceRelaxRefresh,

    /// <summary>"Relax IP restrictions".</summary>
    Bypass,

    /// <summary>"Relax IP restrictions for activated devices".</summary>
    BypassTwoFactor,
}
