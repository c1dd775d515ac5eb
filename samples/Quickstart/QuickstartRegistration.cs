using SalesforceJwt.Core.Apps;

namespace SalesforceJwt.Quickstart;

/// <summary>Allows each step of making an app.</summary>
internal sealed class QuickstartRegistration : IAppObserver
{
    public bool IsDryRun => false;

    public Task<bool> ConfirmAsync(string target, string action) => Task.FromResult(true);

    /// <summary>Shows nothing: what was changed is shown at the end.</summary>
    public void Report(string text)
    {
    }
}
