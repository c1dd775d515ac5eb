namespace SalesforceJwt.Model;

/// <summary>What became of a change to a user: of the account, of an assigned permission set, or of a token of an app.</summary>
public sealed class SfUserChange : IOrgObject
{
    internal SfUserChange(string userId, string username, string change, SfChangeOutcome outcome)
    {
        UserId = userId;
        Username = username;
        Change = change;
        Outcome = outcome;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The user's 18-character id.</summary>
    public string UserId { get; }

    /// <summary>The username.</summary>
    public string Username { get; }

    /// <summary>The change, such as <c>Freeze</c> or <c>Assign Sales_User</c>.</summary>
    public string Change { get; }

    /// <summary>Whether it was made.</summary>
    public SfChangeOutcome Outcome { get; }

    /// <summary>Why it failed; empty if it did not.</summary>
    public string? Error { get; internal init; }

    /// <summary>The username, the change and its outcome.</summary>
    public override string ToString() => $"{Username}: {Change} ({Outcome})";
}
