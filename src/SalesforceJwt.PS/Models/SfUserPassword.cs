using System.Security;

namespace SalesforceJwt.PS.Models;

/// <summary>The new password of a user.</summary>
public sealed class SfUserPassword : IOrgObject
{
    internal SfUserPassword(string userId, string username, SecureString? password)
    {
        UserId = userId;
        Username = username;
        Password = password;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The user's 18-character id.</summary>
    public string UserId { get; }

    /// <summary>The username.</summary>
    public string Username { get; }

    /// <summary>The password that the org has made; empty where it was given.</summary>
    public SecureString? Password { get; }

    /// <summary>The username.</summary>
    public override string ToString() => Username;
}
