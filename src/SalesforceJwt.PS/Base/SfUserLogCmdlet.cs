using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Cmdlets.Admin;
using SalesforceJwt.PS.Completion;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that reads a log whose entries belong to users.</summary>
public abstract class SfUserLogCmdlet : SfLogCmdlet
{
    private readonly NamedUsers _named = new();

    /// <summary>The users.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Only entries of these users: usernames, ids, email addresses or aliases.")]
    [Alias("UserId", "Username", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(User, WriteError);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        // Looked at before anything is asked of the server.
        var period = Period;
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(User)) && !MyInvocation.ExpectingInput)
        {
            await ReadAsync(period, users: null, cancellationToken);
            return;
        }

        var users = await _named.FindAsync(new UserQuery(Session, Version, Observer), WriteError, cancellationToken);
        if (users.Count > 0)
        {
            await ReadAsync(period, [.. users.Select(pair => pair.User).DistinctBy(user => user.UserId)], cancellationToken);
        }
    }

    /// <summary>Reads and writes the entries.</summary>
    /// <param name="users">The users; null for all.</param>
    private protected abstract Task ReadAsync(LogPeriod period, IReadOnlyList<SfUserAccount>? users, CancellationToken cancellationToken);
}
