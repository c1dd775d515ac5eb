namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>One kind of request to the token endpoint.</summary>
internal interface IGrant
{
    /// <summary>Whether a request is of this kind.</summary>
    bool Handles(OAuthRequest request);

    /// <summary>What the request gets, to be answered as JSON.</summary>
    /// <exception cref="OAuthException">It gets nothing.</exception>
    object Answer(OAuthRequest request);
}
