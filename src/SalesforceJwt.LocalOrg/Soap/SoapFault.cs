namespace SalesforceJwt.LocalOrg.Soap;

/// <summary>An error response in the SOAP shape.</summary>
internal sealed class SoapFault(string code, string message) : Exception(message)
{
    public string Code => code;
}
