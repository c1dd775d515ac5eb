namespace SalesforceJwt.LocalOrg;

/// <summary>What a <see cref="Fault"/> does to a request.</summary>
public enum FaultKind
{
    /// <summary>Respond with the fault's status, headers and body.</summary>
    Status,

    /// <summary>Reset the connection before the request is processed.</summary>
    Reset,

    /// <summary>Process the request, then reset the connection: the client cannot know that it succeeded.</summary>
    ResetAfterActing,

    /// <summary>Wait for <see cref="Fault.Delay"/>, then respond as usual, or with <see cref="Fault.Status"/> if it is set.</summary>
    Delay,

    /// <summary>Send the usual body in pieces, with <see cref="Fault.Delay"/> before each.</summary>
    SlowDrip,

    /// <summary>Send the Content-Length of the whole body and half of the body, then reset the connection.</summary>
    Truncate,

    /// <summary>Respond with an HTML page, as during maintenance; status 503 unless set.</summary>
    Html,

    /// <summary>Never respond.</summary>
    Hang,

    /// <summary>End the session of the request's access token, then process the request.</summary>
    ExpireSession,

    /// <summary>Revoke the request's access token, and its refresh token with all its access tokens; then process the request.</summary>
    RevokeToken,

    /// <summary>Freeze the user of the request's access token, whose sessions end; then process the request.</summary>
    FreezeUser,
}
