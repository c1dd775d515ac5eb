namespace SalesforceJwt.LocalOrg.Tooling;

/// <summary>A refusal in SOAP's shape.</summary>
internal sealed class SoapFault(string code, string message) : Exception(message)
{
    public string Code => code;
}
