namespace SalesforceJwt.LocalOrg;

/// <summary>What a <see cref="Fault"/> does to a request.</summary>
public enum FaultKind
{
    /// <summary>Answer with a status, headers and body of the fault's choice.</summary>
    Status,

    /// <summary>Reset the connection before the request is acted on.</summary>
    Reset,

    /// <summary>Act on the request, then reset the connection: the client cannot know that it worked.</summary>
    ResetAfterActing,

    /// <summary>Wait for <see cref="Fault.Delay"/>, then answer as usual (or with <see cref="Fault.Status"/>, if set).</summary>
    Delay,

    /// <summary>Send the usual body in pieces, with <see cref="Fault.Delay"/> before each.</summary>
    SlowDrip,

    /// <summary>Announce the whole body, send half of it, reset the connection.</summary>
    Truncate,

    /// <summary>Answer with an HTML page, as during maintenance; status 503 unless set.</summary>
    Html,

    /// <summary>Never answer.</summary>
    Hang,
}
