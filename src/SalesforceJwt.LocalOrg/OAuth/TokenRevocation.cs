namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Revokes tokens, with what hangs on them.</summary>
internal sealed class TokenRevocation(TokenStore tokens, RefreshTokenStore refreshTokens)
{
    /// <summary>Revokes an access token or a refresh token; false if there is none.</summary>
    public bool Revoke(string value)
    {
        if (refreshTokens.Find(value) is not { } token)
        {
            return tokens.Remove(value);
        }

        Revoke(token);
        return true;
    }

    /// <summary>Revokes an access token and the refresh token behind it.</summary>
    public void Revoke(IssuedToken token)
    {
        tokens.Remove(token.Value);
        if (token.RefreshToken is { } refreshToken)
        {
            Revoke(refreshToken);
        }
    }

    /// <summary>Revokes a refresh token, its access tokens and, if it was the last one, the user's approval.</summary>
    public void Revoke(RefreshToken token)
    {
        refreshTokens.Remove(token);
        tokens.RemoveAllOf(token);
        if (!refreshTokens.HasAny(token.App, token.User))
        {
            token.App.RemoveSelfApproval(token.User.Username);
        }
    }
}
