using System.Globalization;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Reads the response of the userinfo endpoint.</summary>
internal static class UserInfoJson
{
    /// <summary>The user; null if an id or the username is missing.</summary>
    public static SfUser? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        var root = document.RootElement;
        return root.Text("user_id") is { } user
            && root.Text("organization_id") is { } organization
            && root.Text("preferred_username") is { } username
            ? new SfUser(user, organization, username)
            {
                Name = root.Text("name"),
                Email = root.Text("email"),
                IsEmailVerified = root.Flag("email_verified"),
                UserType = root.Text("user_type"),
                Language = root.Text("language"),
                Locale = root.Text("locale"),
                TimeZone = root.Text("zoneinfo"),
                IsActive = root.Flag("active"),
                UpdatedAt = DateTimeOffset.TryParse(root.Text("updated_at"), CultureInfo.InvariantCulture, out var time) ? time : null,
            }
            : null;
    }
}
