using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Lists the tokens with which apps act as users. No token is shown.</summary>
[Cmdlet(VerbsCommon.Get, "SfAppToken")]
[OutputType(typeof(SfAppToken))]
public sealed class GetSfAppTokenCommand : SfConnectedCmdlet
{
    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    public GetSfAppTokenCommand() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>The users.</summary>
    [Parameter(
        Position = 0, ValueFromPipeline = true,
        HelpMessage = "Only tokens of these users: usernames, ids, email addresses or aliases.")]
    [Alias("Username", "UserId", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] User { get; set; } = [];

    /// <summary>The apps.</summary>
    [Parameter(HelpMessage = "Only tokens of these apps, by their labels; wildcards are allowed.")]
    [ArgumentCompleter(typeof(TokenApplicationCompleter))]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Application { get; set; } = [];

    /// <summary>Only tokens that were not used since then.</summary>
    [Parameter(HelpMessage = "Only tokens issued before this time that were not used since.")]
    [NoSecret]
    [ValidateNotNull]
    public DateTimeOffset? NotUsedSince { get; set; }

    /// <summary>Only older tokens.</summary>
    [Parameter(HelpMessage = "Only tokens that are older than this time.")]
    [NoSecret]
    [ValidateNotNull]
    public DateTimeOffset? CreatedBefore { get; set; }

    /// <summary>The most tokens.</summary>
    [Parameter(HelpMessage = "The most tokens: those that were used last.")]
    [NoSecret]
    [ValidateRange(1, AppTokens.MostReturned)]
    public int? First { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(User);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        List<SfUserAccount>? users = null;
        if (User.Length > 0 || MyInvocation.ExpectingInput)
        {
            users = await _named.FindUsersAsync(new UserQuery(Session, Version, Observer), cancellationToken);
            if (users.Count == 0)
            {
                return;
            }
        }

        var count = 0;
        var seen = new HashSet<string?>();
        var tokens = new AppTokens(Session, Version, Observer);
        await foreach (var page in tokens.ListAsync(users, Application, NotUsedSince, CreatedBefore, First, cancellationToken))
        {
            page.ForEach(WriteObject);
            seen.UnionWith(page.Select(token => token.UserId));
            count += page.Count;
        }

        await WarnOfHiddenAsync("tokens", AppTokens.PermissionsForAll, users, seen, cancellationToken);

        if (First is null && count >= AppTokens.MostReturned)
        {
            WriteWarning(FormattableString.Invariant(
                $"Salesforce returns {AppTokens.MostReturned:N0} tokens at most, so there may be more: name users, apps, or a time."));
        }
    }
}
