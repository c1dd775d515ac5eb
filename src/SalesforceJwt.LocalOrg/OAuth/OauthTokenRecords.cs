using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>
/// Keeps an <c>OauthToken</c> record for each refresh token, and for each access token without one. The records are updated when they are
/// read.
/// </summary>
internal sealed class OauthTokenRecords
{
    private readonly Lock _gate = new();
    private readonly Org _org;
    private readonly Dictionary<object, string> _ids = [];

    public OauthTokenRecords(Org org)
    {
        _org = org;
        org.Records.BeforeReading(Type, Update);
    }

    private SObjectType Type => _org.Schema.OauthToken;

    /// <summary>Revokes the token of a record by its <c>DeleteToken</c>; false if there is none.</summary>
    public bool Revoke(string deleteToken)
    {
        lock (_gate)
        {
            if (deleteToken.Length == 0 || _org.Records.FindBy(Type.Find("DeleteToken")!, Type, deleteToken) is not [var record, ..])
            {
                return false;
            }

            switch (TokenOf(record))
            {
                case RefreshToken token:
                    _org.Revocation.Revoke(token);
                    break;
                case IssuedToken token:
                    _org.Revocation.Revoke(token);
                    break;
            }

            return true;
        }
    }

    /// <summary>The refresh token whose record has this id; null if there is none.</summary>
    public RefreshToken? Find(string id)
    {
        lock (_gate)
        {
            return _org.Records.Find(Type, id) is { } record ? TokenOf(record) as RefreshToken : null;
        }
    }

    /// <summary>The ids of the records of all tokens, which queries do not show.</summary>
    public IReadOnlyDictionary<object, string> Ids()
    {
        lock (_gate)
        {
            _ = _org.Records.All(Type);
            return new Dictionary<object, string>(_ids);
        }
    }

    private object? TokenOf(Record record) => _ids.FirstOrDefault(pair => pair.Value == record.Id).Key;

    private void Update()
    {
        lock (_gate)
        {
            _org.AppMenu.Update();
            var refreshTokens = _org.RefreshTokens.All;
            var others = _org.Tokens.All.Where(token => token.RefreshToken is null && _org.Tokens.Find(token.Value) is not null).ToList();
            foreach (var ended in _ids.Keys.Except([.. refreshTokens, .. others]).ToList())
            {
                if (_org.Records.Find(Type, _ids[ended]) is { } record)
                {
                    _org.Records.Erase(record);
                }

                _ids.Remove(ended);
            }

            foreach (var token in refreshTokens)
            {
                Save(token, token.App, token.User, token.IssuedAt, token.LastUsedAt, token.UseCount);
            }

            foreach (var token in others)
            {
                Save(token, token.App, token.User, token.IssuedAt, token.LastUsedAt, useCount: 1);
            }
        }
    }

    private void Save(object token, ConnectedApp app, OrgUser user, DateTimeOffset issuedAt, DateTimeOffset lastUsedAt, int useCount)
    {
        if (_ids.TryGetValue(token, out var id) && _org.Records.Find(Type, id) is { } record)
        {
            if (!lastUsedAt.Equals(record["LastUsedDate"]) || !useCount.Equals(record["UseCount"]))
            {
                _org.Records.Replace(record, changed => (changed["LastUsedDate"], changed["UseCount"]) = (lastUsedAt, useCount));
            }

            return;
        }

        // Not inside of Insert, which holds the lock of the records: finding the item can take the lock of the menu.
        var item = _org.AppMenu.Find(app);
        _ids[token] = _org.Records.Insert(Type, created =>
        {
            created["AppName"] = app.Name;
            created["AppMenuItemId"] = item;
            created["UserId"] = user.Id;
            created["CreatedDate"] = issuedAt;
            created["LastUsedDate"] = lastUsedAt;
            created["UseCount"] = useCount;
            created["DeleteToken"] = RandomNumberGenerator.GetHexString(64);
        }).Id;
    }
}
