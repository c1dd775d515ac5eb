using System.Globalization;
using System.Xml.Linq;
using SalesforceJwt.LocalOrg.Soap;

namespace SalesforceJwt.LocalOrg.Tooling;

/// <summary>The SOAP Apex API's <c>executeAnonymous</c>, which the <c>sf</c> CLI uses to run Apex.</summary>
internal sealed class SoapApexEndpoint(Org org) : SoapEndpoint(org, "/services/Soap/s", Apex)
{
    private static readonly XNamespace Apex = "http://soap.sforce.com/2006/08/apex";

    protected override SoapAnswer Execute(SoapCall call)
    {
        if (call.Operation.Name.LocalName != "executeAnonymous")
        {
            throw NoSuchOperation();
        }

        var code = (string?)call.Operation.Element(Apex + "apexcode") ?? throw new SoapFault("MISSING_ARGUMENT", "apexcode is required");
        var answer = Org.AnonymousApex.Execute(code);
        var log = call.Header?.Element(Apex + "DebuggingHeader") is null ? null : new XElement(
            Apex + "DebuggingInfo", new XElement(Apex + "debugLog", $"{call.Version}.0 APEX_CODE,DEBUG\n{Echo(code)}"));
        return new SoapAnswer([Result(answer)], log);
    }

    private static string Echo(string code) =>
        string.Concat(code.ReplaceLineEndings("\n").Split('\n').Select(line => $"Execute Anonymous: {line}\n"));

    private static XElement Result(AnonymousApexAnswer answer) => new(
        Apex + "result",
        Value("column", answer.Column.ToString(CultureInfo.InvariantCulture)),
        Value("compileProblem", answer.CompileProblem),
        Value("compiled", answer.Compiled ? "true" : "false"),
        Value("exceptionMessage", answer.ExceptionMessage),
        Value("exceptionStackTrace", answer.ExceptionStackTrace),
        Value("line", answer.Line.ToString(CultureInfo.InvariantCulture)),
        Value("success", answer.Success ? "true" : "false"));

    private static XElement Value(string name, string? text) =>
        new(Apex + name, text is null ? new XAttribute(Instance + "nil", "true") : new XText(text));
}
