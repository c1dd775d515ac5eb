namespace SalesforceJwt.Model;

/// <summary>A user of the org, as administrators see them (Object Reference: "User", "UserLogin").</summary>
public sealed class SfUserAccount : SfUser
{
    internal SfUserAccount(string userId, string organizationId, string username)
        : base(userId, organizationId, username)
    {
    }

    /// <summary>The alias: up to eight characters.</summary>
    public string? Alias { get; internal init; }

    /// <summary>The profile's name.</summary>
    public string? Profile { get; internal init; }

    /// <summary>The role's name; empty if there is none.</summary>
    public string? Role { get; internal init; }

    /// <summary>The name of the user license, which comes with the profile.</summary>
    public string? License { get; internal init; }

    /// <summary>Whether the user is frozen and cannot sign in; empty if the connection's user may not see it.</summary>
    public bool? IsFrozen { get; internal set; }

    /// <summary>
    /// <c>Active</c>, <c>Frozen</c> or <c>Inactive</c>. <c>Active</c> also where <see cref="IsFrozen"/> is empty.
    /// </summary>
    public string State => IsActive == false ? "Inactive" : IsFrozen == true ? "Frozen" : "Active";

    /// <summary>The last sign-in; empty if there was none.</summary>
    public DateTimeOffset? LastLoginAt { get; internal init; }

    /// <summary>When the user was created.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>The department.</summary>
    public string? Department { get; internal init; }

    /// <summary>The job title.</summary>
    public string? Title { get; internal init; }
}
