namespace SalesforceJwt.Model;

/// <summary>
/// A token with which an app acts as a user (Object Reference: "OauthToken"). Its value is not known, only how to revoke it.
/// </summary>
public sealed class SfAppToken : IOrgObject
{
    internal SfAppToken(string application, string? userId, string? deleteToken, Uri instanceUrl)
    {
        Application = application;
        UserId = userId;
        DeleteToken = deleteToken;
        InstanceUrl = instanceUrl;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The label of the app.</summary>
    public string Application { get; }

    /// <summary>The username; empty for users whom the connection's user may not see.</summary>
    public string? Username { get; internal init; }

    /// <summary>When the user let the app in.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When it was last used; empty if never.</summary>
    public DateTimeOffset? LastUsedAt { get; internal init; }

    /// <summary>How often it was used.</summary>
    public long? UseCount { get; internal init; }

    /// <summary>The user's 18-character id; empty where Salesforce names no user.</summary>
    public string? UserId { get; }

    /// <summary>The secret that revokes the token; null if Salesforce returned none.</summary>
    internal string? DeleteToken { get; }

    /// <summary>The username, or what else is known of the user.</summary>
    internal string Owner => Username ?? UserId ?? "(user not known)";

    /// <summary>The instance that it belongs to, which alone gets the secret.</summary>
    internal Uri InstanceUrl { get; }

    /// <summary>The app and the user.</summary>
    public override string ToString() => $"{Application} for {Owner}";
}
