using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Audit;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Sets and resets passwords, within Salesforce's standard policy.</summary>
internal sealed class Passwords(Org org)
{
    private const int MinLength = 8;
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Digits = "23456789";

    /// <summary>The user with this id, whose password a caller may set.</summary>
    /// <exception cref="ApiException">There is no such user, or the caller lacks the permission.</exception>
    public OrgUser Find(OrgUser caller, string id)
    {
        var user = org.Users.FindById(id) ?? throw ApiException.NotFound();
        return user == caller || caller.Has(UserRight.ResetPasswords) || caller.Has(UserRight.ManageUsers)
            ? user
            : throw new ApiException(
                StatusCodes.Status403Forbidden, "INSUFFICIENT_ACCESS", "You do not have permission to view this record.");
    }

    /// <exception cref="ApiException">The password violates the policy.</exception>
    public void Set(OrgUser caller, OrgUser user, string password)
    {
        Check(user, password);
        user.SetPassword(password, org.Now, isExpired: false);
        new UserChanges(org, caller.Id).PasswordSet(RecordOf(user));
    }

    /// <summary>Gives a user a new password, to be changed at the next log-in, and unlocks the user.</summary>
    public string Reset(OrgUser caller, OrgUser user)
    {
        var password = RandomNumberGenerator.GetString(Letters, 8) + RandomNumberGenerator.GetString(Digits, 4);
        user.SetPassword(password, org.Now, isExpired: true);
        user.IsPasswordLocked = false;
        new UserChanges(org, caller.Id).PasswordReset(RecordOf(user));
        return password;
    }

    private Data.Record RecordOf(OrgUser user) => org.Records.Find(org.Schema.User, user.Id)!;

    private static void Check(OrgUser user, string password)
    {
        var error = password.Length < MinLength ? $"Your password must be at least {MinLength} characters long."
            : IsEasyToGuess(password) ? "Your password cannot be easy to guess. Please choose a different one."
            : !password.Any(char.IsLetter) || !password.Any(char.IsDigit) ? "Your password must have a mix of letters and numbers."
            : password.Contains(user.Username, StringComparison.OrdinalIgnoreCase) ? "Your password cannot equal or contain your user name."
            : user.HasHadPassword(password) ? "invalid repeated password"
            : null;
        if (error is not null)
        {
            throw ApiException.BadRequest("INVALID_NEW_PASSWORD", error);
        }
    }

    private static bool IsEasyToGuess(string password) =>
        password.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Equals("password", StringComparison.OrdinalIgnoreCase);
}
