namespace SalesforceJwt.Model;

/// <summary>Who may sign in through an app.</summary>
public enum SfPermittedUsers
{
    /// <summary>"All users may self-authorize": each user approves the app in a browser.</summary>
    AllSelfAuthorized,

    /// <summary>"Admin approved users are pre-authorized": those with a permission set or profile of the app.</summary>
    AdminApprovedPreAuthorized,
}
