namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>The limits of a composite request.</summary>
internal static class RequestLimit
{
    /// <exception cref="ApiException">There are more than <paramref name="max"/>.</exception>
    public static void Check(int count, int max, string what)
    {
        if (count > max)
        {
            throw ApiException.BadRequest("LIMIT_EXCEEDED", $"The request cannot contain more than {max} {what}.");
        }
    }
}
