namespace SalesforceJwt.Core.Admin;

/// <summary>Users by what identifies them. Names are compared without case; of ids, the first 15 characters count.</summary>
internal sealed class UserIndex
{
    private const int IdLength = 15;

    private readonly ILookup<string, SfUserAccount> _byId;
    private readonly ILookup<string?, SfUserAccount> _byUsername;
    private readonly ILookup<string?, SfUserAccount> _byEmail;
    private readonly ILookup<string?, SfUserAccount> _byAlias;

    /// <summary>Indexes users.</summary>
    public UserIndex(IReadOnlyCollection<SfUserAccount> users)
    {
        _byId = users.ToLookup(user => Key(user.UserId), StringComparer.Ordinal);
        _byUsername = users.ToLookup(user => user.Username, StringComparer.OrdinalIgnoreCase)!;
        _byEmail = users.ToLookup(user => user.Email, StringComparer.OrdinalIgnoreCase);
        _byAlias = users.ToLookup(user => user.Alias, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The users that a text identifies. A username is meant before an email address, which other users may have as well.
    /// </summary>
    public List<SfUserAccount> Find(UserIdentity identity) => identity.Kind switch
    {
        UserIdentityKind.Id => [.. _byId[Key(identity.Text)]],
        UserIdentityKind.Address when _byUsername.Contains(identity.Text) => [.. _byUsername[identity.Text]],
        UserIdentityKind.Address => [.. _byEmail[identity.Text]],
        UserIdentityKind.Alias => [.. _byAlias[identity.Text]],
        _ => [],
    };

    private static string Key(string id) => id.Length > IdLength ? id[..IdLength] : id;
}
