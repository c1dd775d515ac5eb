namespace SalesforceJwt.Core.Apps;

/// <summary>Runs the steps of a change to an app: asks before each, and says in an error which of them were done.</summary>
/// <param name="again">How to run the same again.</param>
internal sealed class AppSteps(IAppObserver observer, Advice again)
{
    private readonly List<string> _done = [];
    private readonly List<string> _changes = [];

    /// <summary>What was changed, one sentence each.</summary>
    public IReadOnlyList<string> Changes => _changes;

    public bool IsDryRun => observer.IsDryRun;

    /// <summary>Runs a step that changes nothing.</summary>
    /// <param name="what">What it does, for errors and progress: "find the users".</param>
    public async Task<T> ReadAsync<T>(string what, Func<Task<T>> work)
    {
        observer.Report($"{char.ToUpperInvariant(what[0])}{what[1..]}");
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (SfException e)
        {
            throw _done.Count == 0 ? e : Located(e, what);
        }
    }

    /// <summary>Runs a step that changes the org, if it may.</summary>
    /// <param name="action">What it does: "Create permission set".</param>
    /// <param name="target">What it changes.</param>
    /// <param name="work">Does it; returns what was changed, or null for nothing.</param>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> DoAsync(string action, string target, Func<Task<string?>> work)
    {
        if (!await observer.ConfirmAsync(target, action).ConfigureAwait(false))
        {
            return false;
        }

        observer.Report($"{action}: {target}");
        try
        {
            if (await work().ConfigureAwait(false) is { } change)
            {
                _changes.Add(change);
                observer.Report(change);
            }

            _done.Add($"{char.ToLowerInvariant(action[0])}{action[1..]} ({target})");
            return true;
        }
        catch (SfException e)
        {
            throw Located(e, $"{char.ToLowerInvariant(action[0])}{action[1..]} ({target})");
        }
    }

    /// <summary>Runs a step that deploys, if it may. In a dry run, Salesforce validates what would be deployed.</summary>
    /// <param name="action">What it does: "Create external client app".</param>
    /// <param name="target">What it changes.</param>
    /// <param name="deploy">Deploys, or only validates if its argument is true.</param>
    /// <param name="describe">What a deployment changed; null for nothing.</param>
    /// <returns>Whether it was deployed.</returns>
    public async Task<bool> DeployAsync(
        string action, string target, Func<bool, Task<SfDeployment>> deploy, Func<SfDeployment, string?> describe)
    {
        var isDone = await DoAsync(action, target, async () => describe(await deploy(false).ConfigureAwait(false)))
            .ConfigureAwait(false);
        if (!isDone && IsDryRun)
        {
            await ReadAsync("validate the deployment", () => deploy(true)).ConfigureAwait(false);
        }

        return isDone;
    }

    private SfException Located(SfException error, string step)
    {
        var message = $"{error.Message.TrimEnd('.')}. This was the step: {step}. "
            + (_done.Count == 0 ? "Nothing was changed before it." : $"Done before it: {string.Join("; ", _done)}.");
        var advice = error.Advice is null
            ? again
            : error.Advice.Before("Then run the same again: it continues where it stopped.");
        return new SfException(error.Kind, message, advice, error.InnerException ?? error)
        {
            StatusCode = error.StatusCode,
            ServerText = error.ServerText,
        };
    }
}
