using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that reads a log whose entries belong to users.</summary>
public abstract partial class SfUserLogCmdlet : SfConnectedCmdlet, ILogParameters
{
    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    private protected SfUserLogCmdlet() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>The users.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "Only entries of these users: usernames, ids, email addresses or aliases.")]
    [Alias("Username", "UserId", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] User { get; set; } = [];

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(User);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        // Validated before the first request.
        var period = this.ToPeriod();
        if (User.Length == 0 && !MyInvocation.ExpectingInput)
        {
            await ReadAsync(period, users: null, cancellationToken);
            return;
        }

        var users = await _named.FindUsersAsync(new UserQuery(Session, Version, Observer), cancellationToken);
        if (users.Count > 0)
        {
            await ReadAsync(period, users, cancellationToken);
        }
    }

    /// <summary>Writes entries as they come.</summary>
    private protected async Task WriteAsync<T>(IAsyncEnumerable<List<T>> pages, Action<T>? prepare = null)
    {
        await foreach (var page in pages)
        {
            foreach (var entry in page)
            {
                prepare?.Invoke(entry);
                WriteObject(entry);
            }
        }
    }

    /// <summary>Reads and writes the entries.</summary>
    /// <param name="users">The users; null for all.</param>
    private protected abstract Task ReadAsync(LogPeriod period, IReadOnlyList<SfUserAccount>? users, CancellationToken cancellationToken);
}
