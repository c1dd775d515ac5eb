namespace SalesforceJwt.Model;

/// <summary>A sign-in of a user, or an attempt that was refused (Object Reference: "LoginHistory").</summary>
public sealed class SfLogin : IOrgObject
{
    internal SfLogin(string? userId, string status)
    {
        UserId = userId;
        Status = status;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>When it was.</summary>
    public DateTimeOffset? Time { get; internal init; }

    /// <summary>The username; empty for users whom the connection's user may not see.</summary>
    public string? Username { get; internal set; }

    /// <summary>The user's 18-character id; empty where Salesforce names no user.</summary>
    public string? UserId { get; }

    /// <summary>Salesforce's status: <c>Success</c>, or why it was refused.</summary>
    public string Status { get; }

    /// <summary>Whether it succeeded.</summary>
    public bool IsSuccess => Status.Equals("Success", StringComparison.OrdinalIgnoreCase);

    /// <summary>The app, or <c>Browser</c>; empty where Salesforce names none.</summary>
    public string? Application { get; internal init; }

    /// <summary>How: <c>Application</c> is the login page, <c>Remote Access 2.0</c> OAuth.</summary>
    public string? LoginType { get; internal init; }

    /// <summary>The address that it came from, as Salesforce saw it.</summary>
    public string? SourceIp { get; internal init; }

    /// <summary>The country of that address: two letters.</summary>
    public string? Country { get; internal init; }

    /// <summary>The browser.</summary>
    public string? Browser { get; internal init; }

    /// <summary>The operating system.</summary>
    public string? Platform { get; internal init; }

    /// <summary>The login host.</summary>
    public string? LoginUrl { get; internal init; }

    /// <summary>The API that was used; empty for browsers.</summary>
    public string? ApiType { get; internal init; }

    /// <summary>The version of that API.</summary>
    public string? ApiVersion { get; internal init; }

    /// <summary>The version of the client.</summary>
    public string? ClientVersion { get; internal init; }

    /// <summary>The TLS version.</summary>
    public string? TlsProtocol { get; internal init; }

    /// <summary>What to do about a refusal; empty for sign-ins that succeeded, and where the status is not known.</summary>
    public string? Remedy { get; internal set; }

    /// <summary>The remedy as text, with the step that a command is known for.</summary>
    internal Advice? Advice { get; set; }

    /// <summary>The username and the status.</summary>
    public override string ToString() => $"{Username ?? UserId}: {Status}";
}
