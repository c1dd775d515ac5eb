namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>What a device that polls is told.</summary>
internal enum DevicePoll
{
    /// <summary>The user has not answered yet.</summary>
    Pending,

    /// <summary>It polled before the interval was over, which is longer from now on.</summary>
    TooSoon,

    /// <summary>The user refused.</summary>
    Denied,

    /// <summary>The user allowed it; told once.</summary>
    Allowed,

    /// <summary>The code is too old, or has been used.</summary>
    Expired,
}
