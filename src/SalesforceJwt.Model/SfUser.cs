namespace SalesforceJwt.Model;

/// <summary>A user, as the sign-in describes them (OpenID Connect Core section 5.3; Salesforce Help: "The UserInfo Endpoint").</summary>
public class SfUser : IOrgObject
{
    internal SfUser(string userId, string organizationId, string username)
    {
        UserId = userId;
        OrganizationId = organizationId;
        Username = username;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The user's 18-character id.</summary>
    public string UserId { get; }

    /// <summary>The org's 18-character id.</summary>
    public string OrganizationId { get; }

    /// <summary>The username.</summary>
    public string Username { get; }

    /// <summary>First and last name.</summary>
    public string? Name { get; internal init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; internal init; }

    /// <summary>Whether the address was confirmed.</summary>
    public bool? IsEmailVerified { get; internal init; }

    /// <summary><c>STANDARD</c>, <c>GUEST</c>, …</summary>
    public string? UserType { get; internal init; }

    /// <summary>Whether the user is active.</summary>
    public bool? IsActive { get; internal init; }

    /// <summary>Language, such as <c>en_US</c>.</summary>
    public string? Language { get; internal init; }

    /// <summary>Locale, such as <c>de_DE</c>.</summary>
    public string? Locale { get; internal init; }

    /// <summary>The time zone's name.</summary>
    public string? TimeZone { get; internal init; }

    /// <summary>When the user was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; internal init; }

    /// <summary>The username.</summary>
    public override string ToString() => Username;
}
