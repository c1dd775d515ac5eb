using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's rules for users: usernames, licenses, and who cannot be deactivated.</summary>
internal sealed class UserRules(Org org)
{
    private RecordStore Store => org.Records;

    /// <summary>Checks a new or changed user before it is stored.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void Check(Record user)
    {
        CheckUsername(user);
        var isActive = user["IsActive"] is true;
        var wasActive = Store.Find(user.Type, user.Id)?["IsActive"] is true;
        if (isActive && !wasActive)
        {
            CheckLicense(user);
        }
        else if (wasActive && !isActive)
        {
            CheckDeactivation(user);
        }
    }

    /// <summary>Checks a change of the record that freezes and locks a user.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void CheckLogin(Record login)
    {
        if (login["IsPasswordLocked"] is true && Store.Find(login.Type, login.Id)!["IsPasswordLocked"] is not true)
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION", "You can't lock a user: IsPasswordLocked can only be set to false.", "IsPasswordLocked");
        }
    }

    private void CheckUsername(Record user)
    {
        var username = (string)user["Username"]!;
        if (!EmailAddress.IsValid(username))
        {
            throw ApiException.BadRequest(
                "INVALID_EMAIL_ADDRESS", "Username must be in the form of an email address (for example, john@acme.com).", "Username");
        }

        if (Store.FindBy(user.Type.Find("Username")!, user.Type, username).Exists(other => other.Id != user.Id))
        {
            throw ApiException.BadRequest(
                "DUPLICATE_USERNAME",
                "Duplicate Username. The username already exists in this or another Salesforce organization. Usernames must be unique "
                + "across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email "
                + "address).",
                "Username");
        }
    }

    private void CheckLicense(Record user)
    {
        var license = org.Licenses.OfProfile((string)user["ProfileId"]!);
        if (license is not null && (int?)license["UsedLicenses"] >= (int?)license["TotalLicenses"])
        {
            throw ApiException.BadRequest("LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded");
        }
    }

    private void CheckDeactivation(Record user)
    {
        if (org.Users.FindById(user.Id) is { DeactivationError: { } error })
        {
            throw ApiException.BadRequest("FIELD_INTEGRITY_EXCEPTION", error, "IsActive");
        }

        var administrator = org.Users.Profile(OrgUsers.Administrator)!.Id;
        if (administrator.Equals(user["ProfileId"]) && !Store.FindBy(user.Type.Find("ProfileId")!, user.Type, administrator).Exists(
            other => other.Id != user.Id && other["IsActive"] is true))
        {
            throw ApiException.BadRequest("CANNOT_DISABLE_LAST_ADMIN", "You must have at least one active administrator user");
        }
    }
}
