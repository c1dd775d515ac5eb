using System.Xml.Linq;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Soap;

/// <summary>The SOAP Partner API's <c>setPassword</c> and <c>resetPassword</c>, which jsforce and the <c>sf</c> CLI use.</summary>
internal sealed class PartnerEndpoint(Org org) : SoapEndpoint(org, "/services/Soap/u", Partner)
{
    private static readonly XNamespace Partner = "urn:partner.soap.sforce.com";
    private readonly Passwords _passwords = new(org);

    protected override SoapAnswer Execute(SoapCall call)
    {
        try
        {
            return call.Operation.Name.LocalName switch
            {
                "setPassword" => Set(call),
                "resetPassword" => new SoapAnswer([new XElement(
                    Partner + "result", new XElement(Partner + "password", _passwords.Reset(call.User, FindUser(call))))]),
                _ => throw NoSuchOperation(),
            };
        }
        catch (ApiException error)
        {
            throw new SoapFault(error.ErrorCode, error.Message);
        }
    }

    private SoapAnswer Set(SoapCall call)
    {
        var user = FindUser(call);
        _passwords.Set(call.User, user, call.Text("password") ?? throw new SoapFault("MISSING_ARGUMENT", "password is required"));
        return new SoapAnswer([new XElement(Partner + "result")]);
    }

    private OrgUser FindUser(SoapCall call) =>
        _passwords.Find(call.User, call.Text("userId") ?? throw new SoapFault("MISSING_ARGUMENT", "userId is required"));
}
