using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Base;

/// <summary>The users that the arguments of a cmdlet and its whole pipeline name; they are looked up together.</summary>
/// <param name="requireSameOrg">Rejects a record of another org.</param>
/// <param name="report">Receives the error of one name, where the others can still be found.</param>
internal sealed class NamedUsers(Action<object?> requireSameOrg, Action<SfException, object?> report)
{
    private readonly List<UserIdentity> _identities = [];
    private UserIdentity? _required;

    /// <summary>Whether names with wildcards are accepted.</summary>
    public bool TakesPatterns { get; init; }

    /// <summary>The names.</summary>
    public IReadOnlyList<UserIdentity> Identities => _identities;

    /// <summary>Adds users, and reports an error for each value that cannot name one.</summary>
    /// <returns>Those that can.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.RecordOfOtherOrg"/>.</exception>
    public List<UserIdentity> Add(IEnumerable<SfReference> users)
    {
        var added = new List<UserIdentity>();
        foreach (var user in users)
        {
            requireSameOrg(user.Source);
            try
            {
                added.Add(Parse(user));
            }
            catch (SfException e)
            {
                report(e, user.Source);
            }
        }

        _identities.AddRange(added);
        return added;
    }

    /// <summary>Adds a user without whom there is no result: if none is found, the error ends the work.</summary>
    public UserIdentity Require(SfReference user)
    {
        requireSameOrg(user.Source);
        _required = Parse(user);
        _identities.Add(_required);
        return _required;
    }

    /// <summary>Finds the users, and reports an error for each name that no user has, or several.</summary>
    /// <returns>The user of each name that one has, in the order of the names.</returns>
    public async Task<List<(UserIdentity Identity, SfUserAccount User)>> FindAsync(UserQuery query, CancellationToken cancellationToken)
    {
        var users = new List<(UserIdentity, SfUserAccount)>();
        foreach (var (identity, found) in _identities.Count == 0
            ? [] : await query.FindAsync([.. _identities.Distinct()], [], cancellationToken))
        {
            if (found is [var user])
            {
                users.Add((identity, user));
                continue;
            }

            var error = found.Count == 0 ? AdminErrors.NoUser(identity) : AdminErrors.SeveralUsers(identity, found);
            if (identity == _required)
            {
                throw error;
            }

            report(error, identity.Text);
        }

        return users;
    }

    /// <summary>Finds the users, each once, however often and under whichever names it is named.</summary>
    public async Task<List<SfUserAccount>> FindUsersAsync(UserQuery query, CancellationToken cancellationToken) =>
        [.. (await FindAsync(query, cancellationToken)).Select(pair => pair.User).DistinctBy(user => user.UserId)];

    private UserIdentity Parse(SfReference user)
    {
        var identity = UserIdentity.Parse(user.Require(
            "a user", "Give a username, an id, an email address or an alias, or an object with a property Username or UserId."));
        return identity.Kind == UserIdentityKind.Pattern && !TakesPatterns ? throw AdminErrors.Pattern(identity) : identity;
    }
}
