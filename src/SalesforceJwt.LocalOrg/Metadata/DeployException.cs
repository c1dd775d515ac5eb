namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>Why a deploy as a whole failed: <c>errorStatusCode</c> and <c>errorMessage</c>.</summary>
internal sealed class DeployException(string statusCode, string message) : Exception(message)
{
    public string StatusCode => statusCode;
}
