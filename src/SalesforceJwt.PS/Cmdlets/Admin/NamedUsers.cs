using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>The users that the arguments of a cmdlet and its whole pipeline name; they are looked up together.</summary>
internal sealed class NamedUsers
{
    private readonly List<UserIdentity> _identities = [];

    /// <summary>Adds names.</summary>
    /// <param name="names">Usernames, ids, email addresses or aliases.</param>
    /// <param name="report">Receives the error of a text that cannot name a user.</param>
    /// <returns>Those that can.</returns>
    public List<UserIdentity> Add(IEnumerable<string> names, Action<SfException, object> report)
    {
        var added = new List<UserIdentity>();
        foreach (var name in names)
        {
            try
            {
                var identity = UserIdentity.Parse(name);
                added.Add(identity.Kind == UserIdentityKind.Pattern ? throw AdminErrors.Pattern(identity) : identity);
            }
            catch (SfException e)
            {
                report(e, name);
            }
        }

        _identities.AddRange(added);
        return added;
    }

    /// <summary>Finds the users.</summary>
    /// <param name="report">Receives the error of a text that names no user, or several.</param>
    /// <returns>The user of each text that names one, in the order of the texts.</returns>
    public async Task<List<(UserIdentity Identity, SfUserAccount User)>> FindAsync(
        UserQuery query, Action<SfException, object> report, CancellationToken cancellationToken)
    {
        var users = new List<(UserIdentity, SfUserAccount)>();
        foreach (var (identity, found) in _identities.Count == 0
            ? [] : await query.FindAsync([.. _identities.Distinct()], [], cancellationToken))
        {
            if (found is [var user])
            {
                users.Add((identity, user));
            }
            else
            {
                report(found.Count == 0 ? AdminErrors.NoUser(identity) : AdminErrors.SeveralUsers(identity, found), identity.Text);
            }
        }

        return users;
    }

    /// <summary>Finds the users, each once, however often and under whichever names it was named.</summary>
    /// <param name="report">Receives the error of a text that names no user, or several.</param>
    public async Task<List<SfUserAccount>> FindUsersAsync(
        UserQuery query, Action<SfException, object> report, CancellationToken cancellationToken)
    {
        var found = await FindAsync(query, report, cancellationToken);
        return [.. found.Select(pair => pair.User).DistinctBy(user => user.UserId)];
    }
}
