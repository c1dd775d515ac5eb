namespace SalesforceJwt.Core.Apps;

/// <summary>Confirms the steps of a change to an app, and receives its progress.</summary>
internal interface IAppObserver
{
    /// <summary>Whether nothing may be changed: packages are only validated.</summary>
    bool IsDryRun { get; }

    /// <summary>Asks whether a step may be done.</summary>
    /// <param name="target">What it changes.</param>
    /// <param name="action">What it does: "Create permission set".</param>
    Task<bool> ConfirmAsync(string target, string action);

    /// <summary>Receives what happens at the moment.</summary>
    void Report(string text);
}
