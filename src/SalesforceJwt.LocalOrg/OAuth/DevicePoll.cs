namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The result of a device's poll.</summary>
internal enum DevicePoll
{
    /// <summary>The user has not answered yet.</summary>
    Pending,

    /// <summary>It polled before the interval was over; the interval is longer from now on.</summary>
    TooSoon,

    /// <summary>The user denied it.</summary>
    Denied,

    /// <summary>The user allowed it; returned once.</summary>
    Allowed,

    /// <summary>The code is too old, or has been used.</summary>
    Expired,
}
