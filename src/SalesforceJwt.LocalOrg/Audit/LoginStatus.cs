namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>The statuses of the login history.</summary>
internal static class LoginStatus
{
    public const string Success = "Success";
    public const string InvalidPassword = "Invalid Password";
    public const string PasswordLockout = "Password Lockout";
    public const string Inactive = "User is Inactive";
    public const string Frozen = "User Is Frozen";
    public const string RestrictedIp = "Restricted IP";
    public const string NotApproved = "Failed: Not approved for access";
    public const string SignatureInvalid = "Failed: Signature Invalid";
    public const string AssertionExpired = "Failed: Assertion Expired";
    public const string AudienceInvalid = "Failed: Audience Invalid";
    public const string AssuranceRequired = "Failed: High Assurance Session Required";
    public const string RateExceeded = "Login Rate Exceeded";
}
