namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The states of org, app and user in which no flow issues a token.</summary>
internal static class SignInStates
{
    /// <summary>Sets each state, checks the error, and resets the state.</summary>
    /// <param name="org">The org.</param>
    /// <param name="signIn">Tries to sign in and returns the error.</param>
    /// <param name="hasPolicy">Whether the flow checks the app's "Permitted Users" policy.</param>
    public static async Task AssertEachRejectsAsync(OAuthOrg org, Func<Task<string>> signIn, bool hasPolicy = true)
    {
        var states = new List<(string Error, Action<bool> Set)>
        {
            ("invalid_grant: inactive user", on => org.User.IsActive = !on),
            ("invalid_grant: user is inactive", on => org.User.IsFrozen = on),
            ("invalid_grant: ip restricted", on => org.User.IsIpRestricted = on),
            ("invalid_grant: ip restricted", on => org.App.IsIpRestricted = on),
            ("invalid_client: app must be installed into org", on => org.App.IsInstalled = !on),
            ("inactive_org: organization is inactive", on => org.Org.Options.IsActive = !on),
        };
        if (hasPolicy)
        {
            states.Add((
                "invalid_app_access: user is not admin approved to access this app",
                on => org.App.Policy = on ? AppPolicy.AdminApproved : AppPolicy.AllUsersMaySelfAuthorize));
        }

        foreach (var (error, set) in states)
        {
            set(true);
            Assert.Equal(error, await signIn());
            set(false);
        }

        var limit = org.Org.Options.HourlyLoginLimit;
        org.Org.Options.HourlyLoginLimit = 0;
        Assert.Equal("invalid_grant: login rate exceeded", await signIn());
        org.Org.Options.HourlyLoginLimit = limit;
    }
}
