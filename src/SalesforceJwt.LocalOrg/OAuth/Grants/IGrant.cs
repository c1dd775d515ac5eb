namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>One kind of request to the token endpoint.</summary>
internal interface IGrant
{
    /// <summary>Whether a request is of this kind.</summary>
    bool Handles(OAuthRequest request);

    /// <summary>Handles the request and returns the response, to be written as JSON.</summary>
    /// <exception cref="OAuthException">The request fails.</exception>
    object Respond(OAuthRequest request);
}
