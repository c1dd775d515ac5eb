using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Finds users of the org.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class UserQuery(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // A query's URL may have about 16 KB, and usernames up to 80 characters, which stand there twice.
    private const int MostInList = 60;

    private const string Select = "SELECT Id, Username, Name, Email, Alias, IsActive, UserType, LastLoginDate, CreatedDate, "
        + "LastModifiedDate, LanguageLocaleKey, LocaleSidKey, TimeZoneSidKey, Department, Title, Profile.Name, Profile.UserLicense.Name, "
        + "UserRole.Name FROM User";

    private readonly LookUp _query = new(session, apiVersion, observer);

    /// <summary>Whether the accounts say who is frozen, which takes a second query.</summary>
    public bool ReadsFrozen { get; init; }

    /// <summary>Finds the users that conditions describe, in the order of their usernames.</summary>
    /// <param name="conditions">Conditions of SOQL, all of which must hold; none for all users.</param>
    /// <returns>The users, page by page.</returns>
    public async IAsyncEnumerable<List<SfUserAccount>> FindAsync(
        IReadOnlyList<string> conditions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var where = conditions.Count == 0 ? string.Empty : " WHERE " + string.Join(" AND ", conditions.Select(c => $"({c})"));
        HashSet<string>? frozen = null;
        var areAllKnown = false;
        var soql = $"{Select}{where} ORDER BY Username";
        await foreach (var page in _query.ReadPagesAsync(soql, Read, cancellationToken).ConfigureAwait(false))
        {
            if (ReadsFrozen && page.Count > 0 && !areAllKnown)
            {
                areAllKnown = page.Count > MostInList;
                frozen = await FindFrozenAsync(areAllKnown ? null : page, cancellationToken).ConfigureAwait(false);
            }

            page.ForEach(user => user.IsFrozen = frozen?.Contains(user.UserId));
            yield return page;
        }
    }

    /// <summary>Finds the users that texts identify, in few requests.</summary>
    /// <returns>The users for each text, in the order of the texts; none where no user is meant.</returns>
    public async Task<List<(UserIdentity Identity, List<SfUserAccount> Users)>> FindAsync(
        IReadOnlyList<UserIdentity> identities, IReadOnlyList<string> conditions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, SfUserAccount>();
        var byPattern = new Dictionary<UserIdentity, List<SfUserAccount>>();
        foreach (var some in identities.Where(i => i.Kind != UserIdentityKind.Pattern).Distinct().Chunk(MostInList))
        {
            foreach (var user in await FindAsync([Condition(some), .. conditions], cancellationToken).JoinAsync().ConfigureAwait(false))
            {
                found[user.UserId] = user;
            }
        }

        foreach (var pattern in identities.Where(i => i.Kind == UserIdentityKind.Pattern).Distinct())
        {
            byPattern[pattern] = await FindAsync([LikeCondition(pattern.Text), .. conditions], cancellationToken).JoinAsync()
                .ConfigureAwait(false);
        }

        var index = new UserIndex(found.Values);
        var excluded = conditions.Count == 0 ? [] : await FindUsernamesAsync(
            identities.Where(identity => identity.Kind == UserIdentityKind.Address && index.Find(identity) is [var user, ..]
                && !identity.Text.Equals(user.Username, StringComparison.OrdinalIgnoreCase)),
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. identities.Select(identity => (identity, excluded.Contains(identity.Text)
                ? [] : byPattern.GetValueOrDefault(identity) ?? index.Find(identity))),
        ];
    }

    /// <summary>Those that no profile has.</summary>
    /// <param name="profiles">Names of profiles.</param>
    public async Task<IReadOnlyList<string>> FindUnknownProfilesAsync(
        IReadOnlyList<string> profiles, CancellationToken cancellationToken)
    {
        try
        {
            var known = await _query.SelectInAsync(
                profiles, names => $"SELECT Name FROM Profile WHERE Name IN {names}", static profile => profile.RequiredText("Name"),
                cancellationToken, MostInList).ConfigureAwait(false);
            return [.. profiles.Except(known, StringComparer.OrdinalIgnoreCase)];
        }
        catch (SfRestException e) when (AdminErrors.IsHidden(e))
        {
            observer?.OnNote($"Whether there are such profiles is not known: {e.Message}");
            return [];
        }
    }

    /// <summary>The condition for a pattern of names.</summary>
    public static string LikeCondition(string pattern)
    {
        var like = LikePattern.Of(pattern);
        return $"Username LIKE {like} OR Name LIKE {like} OR Email LIKE {like} OR Alias LIKE {like}";
    }

    /// <summary>
    /// Those of the addresses that are usernames. They were found as the email address of a user who meets the conditions, but mean the
    /// user with that username, who does not meet them.
    /// </summary>
    private async Task<HashSet<string>> FindUsernamesAsync(IEnumerable<UserIdentity> addresses, CancellationToken cancellationToken) => new(
        await _query.SelectInAsync(
            addresses.Select(address => address.Text), static names => $"SELECT Username FROM User WHERE Username IN {names}",
            static user => user.RequiredText("Username"), cancellationToken, MostInList).ConfigureAwait(false),
        StringComparer.OrdinalIgnoreCase);

    private static string Condition(IReadOnlyList<UserIdentity> identities)
    {
        var conditions = new List<string>();
        Add("Id", UserIdentityKind.Id);
        Add("Username", UserIdentityKind.Address);
        Add("Email", UserIdentityKind.Address);
        Add("Alias", UserIdentityKind.Alias);
        return string.Join(" OR ", conditions);

        void Add(string field, UserIdentityKind kind)
        {
            var texts = identities.Where(i => i.Kind == kind).Select(i => i.Text).ToList();
            if (texts.Count > 0)
            {
                conditions.Add($"{field} IN ({SoqlLiteral.ListOf(texts)})");
            }
        }
    }

    /// <summary>Ids of frozen users: of these, or of all. Null if this user may not see it.</summary>
    private async Task<HashSet<string>?> FindFrozenAsync(List<SfUserAccount>? users, CancellationToken cancellationToken)
    {
        var among = users is null ? string.Empty : $" AND UserId IN ({SoqlLiteral.ListOf(users.Select(user => user.UserId))})";
        try
        {
            return [.. await _query.SelectAsync(
                "SELECT UserId FROM UserLogin WHERE IsFrozen = true" + among,
                static login => login.RequiredText("UserId"),
                cancellationToken).ConfigureAwait(false)];
        }
        catch (SfRestException e) when (AdminErrors.IsHidden(e) || e.ErrorCode == "INVALID_FIELD")
        {
            observer?.OnNote($"Whether users are frozen is not known: {e.Message}");
            return null;
        }
    }

    private SfUserAccount Read(JsonElement user)
    {
        var profile = user.Member("Profile");
        return new SfUserAccount(user.RequiredText("Id"), session.OrganizationId ?? string.Empty, user.RequiredText("Username"))
        {
            Name = user.Text("Name"),
            Email = user.Text("Email"),
            Alias = user.Text("Alias"),
            IsActive = user.Flag("IsActive"),
            UserType = user.Text("UserType"),
            LastLoginAt = user.Time("LastLoginDate"),
            CreatedAt = user.Time("CreatedDate"),
            UpdatedAt = user.Time("LastModifiedDate"),
            Language = user.Text("LanguageLocaleKey"),
            Locale = user.Text("LocaleSidKey"),
            TimeZone = user.Text("TimeZoneSidKey"),
            Department = user.Text("Department"),
            Title = user.Text("Title"),
            Profile = profile?.Text("Name"),
            License = profile?.Member("UserLicense")?.Text("Name"),
            Role = user.Member("UserRole")?.Text("Name"),
        };
    }
}
