using System.Xml.Linq;

namespace SalesforceJwt.LocalOrg.Soap;

/// <summary>The response to a SOAP call.</summary>
/// <param name="Result">The elements of the response.</param>
/// <param name="Header">The element of the SOAP header; null for none.</param>
internal sealed record SoapAnswer(IEnumerable<XElement> Result, XElement? Header = null);
