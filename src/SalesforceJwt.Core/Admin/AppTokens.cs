using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Lists the tokens of apps and revokes them (Object Reference: "OauthToken").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class AppTokens(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>The most records that Salesforce returns for a query.</summary>
    public const int MostReturned = 2500;

    /// <summary>The permissions each of which shows the tokens of all users: fields, and names in Setup.</summary>
    public static readonly IReadOnlyList<(string Field, string Name)> PermissionsForAll =
        [("PermissionsCustomizeApplication", "Customize Application"), ("PermissionsManageRemoteAccess", "Manage Connected Apps")];

    private const int RevokedAtOnce = 4;

    private const string Select =
        "SELECT AppName, UserId, User.Username, CreatedDate, LastUsedDate, UseCount, DeleteToken FROM OauthToken";

    /// <summary>Lists tokens, those that were used last first. Without the permission to see others', these are the user's own.</summary>
    /// <param name="users">Their users; null for all.</param>
    /// <param name="applications">Labels of apps, with wildcards; none for all.</param>
    /// <param name="notUsedSince">Only tokens that were issued before then and not used since; null for all.</param>
    /// <param name="createdBefore">Only tokens that are older; null for all.</param>
    /// <param name="first">The most tokens; null for all.</param>
    /// <returns>The tokens, page by page.</returns>
    public IAsyncEnumerable<List<SfAppToken>> ListAsync(
        IReadOnlyList<SfUserAccount>? users,
        IReadOnlyList<string> applications,
        DateTimeOffset? notUsedSince,
        DateTimeOffset? createdBefore,
        int? first,
        CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        if (applications.Count > 0)
        {
            conditions.Add(LikePattern.AnyOf("AppName", applications));
        }

        if (notUsedSince is { } since)
        {
            conditions.Add(
                $"(LastUsedDate < {SoqlLiteral.Of(since)} OR (LastUsedDate = null AND CreatedDate < {SoqlLiteral.Of(since)}))");
        }

        if (createdBefore is { } before)
        {
            conditions.Add($"CreatedDate < {SoqlLiteral.Of(before)}");
        }

        var log = new LogQuery<SfAppToken>
        {
            Select = Select,
            TimeField = "LastUsedDate",
            KeyField = "UserId",
            Keys = users?.Select(user => user.UserId).Distinct().ToList(),
            Read = Read,
            Time = static token => token.LastUsedAt,
            Conditions = conditions,
            First = first,
        };
        return log.ReadAsync(
            new LookUp(session, apiVersion, observer)
            {
                IsSecret = true,
                Explain = static error => AdminErrors.ExplainHidden(error, "Customize Application"),
            },
            cancellationToken);
    }

    /// <summary>
    /// Revokes tokens, with the access tokens that were issued for them. Tokens that have already ended are not an error.
    /// </summary>
    /// <returns>What became of each, in order.</returns>
    public async Task<UserChanges> RevokeAsync(IReadOnlyList<SfAppToken> tokens, CancellationToken cancellationToken)
    {
        var outcomes = new UserChange[tokens.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, tokens.Count),
            new ParallelOptions { MaxDegreeOfParallelism = RevokedAtOnce, CancellationToken = cancellationToken },
            async (i, cancel) => outcomes[i] = await RevokeAsync(tokens[i], cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return new UserChanges(outcomes, Stop: null);
    }

    /// <summary>The text of a revocation, for results and confirmations.</summary>
    public static string Change(SfAppToken token) => $"Revoke {token.Application}";

    private async Task<UserChange> RevokeAsync(SfAppToken token, CancellationToken cancellationToken)
    {
        var user = new SfUserAccount(token.UserId ?? string.Empty, session.OrganizationId ?? string.Empty, token.Owner);
        try
        {
            if (token.InstanceUrl != session.Token.InstanceUrl)
            {
                throw AdminErrors.TokenOfOtherOrg(token, session.Token.InstanceUrl);
            }

            var secret = token.DeleteToken ?? throw AdminErrors.NoDeleteToken(token);
            var wasThere = await session.RevokeOtherAsync(secret, observer, cancellationToken).ConfigureAwait(false);
            return new UserChange(user, Change(token), wasThere ? SfChangeOutcome.Changed : SfChangeOutcome.Unchanged);
        }
        catch (SfException e)
        {
            return new UserChange(user, Change(token), SfChangeOutcome.Failed, e);
        }
    }

    private SfAppToken Read(JsonElement token) => new(
        token.Text("AppName") ?? string.Empty,
        token.NillableText("UserId"),
        token.NillableText("DeleteToken"),
        session.Token.InstanceUrl)
    {
        Username = token.Member("User")?.Text("Username"),
        CreatedAt = token.Time("CreatedDate"),
        LastUsedAt = token.Time("LastUsedDate"),
        UseCount = token.Number("UseCount"),
    };
}
