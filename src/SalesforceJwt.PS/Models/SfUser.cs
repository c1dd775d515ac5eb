using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.PS.Models;

/// <summary>The user of a connection, as Salesforce describes it (Salesforce Help: "The UserInfo Endpoint").</summary>
public sealed class SfUser
{
    internal SfUser(UserInfo user)
    {
        UserId = user.UserId;
        OrganizationId = user.OrganizationId;
        Username = user.Username;
        Name = user.Name;
        Email = user.Email;
        IsEmailVerified = user.IsEmailVerified;
        UserType = user.UserType;
        IsActive = user.IsActive;
        Language = user.Language;
        Locale = user.Locale;
        TimeZone = user.TimeZone;
        UpdatedAt = user.UpdatedAt;
    }

    /// <summary>The user's 18-character id.</summary>
    public string UserId { get; }

    /// <summary>The org's 18-character id.</summary>
    public string OrganizationId { get; }

    /// <summary>The username.</summary>
    public string Username { get; }

    /// <summary>First and last name.</summary>
    public string? Name { get; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; }

    /// <summary>Whether the address was confirmed.</summary>
    public bool? IsEmailVerified { get; }

    /// <summary><c>STANDARD</c>, <c>GUEST</c>, …</summary>
    public string? UserType { get; }

    /// <summary>Whether the user is active.</summary>
    public bool? IsActive { get; }

    /// <summary>Language, such as <c>en_US</c>.</summary>
    public string? Language { get; }

    /// <summary>Locale, such as <c>de_DE</c>.</summary>
    public string? Locale { get; }

    /// <summary>The time zone's name.</summary>
    public string? TimeZone { get; }

    /// <summary>When the user was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; }

    /// <summary>The username.</summary>
    public override string ToString() => Username;
}
