using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Soap;

/// <summary>A SOAP call with a valid session.</summary>
/// <param name="Version">The API version of the URL.</param>
/// <param name="User">The user of the session.</param>
/// <param name="Operation">The element in the body, whose name is the operation's.</param>
/// <param name="Header">The SOAP header; null if there is none.</param>
internal sealed record SoapCall(int Version, OrgUser User, XElement Operation, XElement? Header)
{
    /// <summary>The text of an element of the operation; null if it is missing or empty.</summary>
    public string? Text(string name) =>
        Operation.Element(Operation.Name.Namespace + name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
