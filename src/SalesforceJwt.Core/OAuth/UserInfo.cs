using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// Who a token belongs to (OpenID Connect Core section 5.3; Salesforce Help: "The UserInfo Endpoint").
/// </summary>
internal sealed record UserInfo
{
    /// <summary>The user's 18-character id.</summary>
    public required string UserId { get; init; }

    /// <summary>The org's 18-character id.</summary>
    public required string OrganizationId { get; init; }

    /// <summary>The username.</summary>
    public required string Username { get; init; }

    /// <summary>First and last name.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Whether the address was confirmed.</summary>
    public bool? IsEmailVerified { get; init; }

    /// <summary><c>STANDARD</c>, <c>GUEST</c>, …</summary>
    public string? UserType { get; init; }

    /// <summary>Language, such as <c>en_US</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Locale, such as <c>de_DE</c>.</summary>
    public string? Locale { get; init; }

    /// <summary>The time zone's name.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether the user is active.</summary>
    public bool? IsActive { get; init; }

    /// <summary>When the user was last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Reads the JSON; null where it lacks what it has to hold.</summary>
    internal static UserInfo? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        var root = document.RootElement;
        return root.Text("user_id") is { } user
            && root.Text("organization_id") is { } organization
            && root.Text("preferred_username") is { } username
            ? new UserInfo
            {
                UserId = user,
                OrganizationId = organization,
                Username = username,
                Name = root.Text("name"),
                Email = root.Text("email"),
                IsEmailVerified = root.Flag("email_verified"),
                UserType = root.Text("user_type"),
                Language = root.Text("language"),
                Locale = root.Text("locale"),
                TimeZone = root.Text("zoneinfo"),
                IsActive = root.Flag("active"),
                UpdatedAt = DateTimeOffset.TryParse(root.Text("updated_at"), System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null,
            }
            : null;
    }
}
