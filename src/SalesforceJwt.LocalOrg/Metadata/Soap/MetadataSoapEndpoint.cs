using System.Globalization;
using System.Xml.Linq;
using SalesforceJwt.LocalOrg.Soap;

namespace SalesforceJwt.LocalOrg.Metadata.Soap;

/// <summary>The SOAP Metadata API's calls that read: which components the org has, and their elements.</summary>
internal sealed class MetadataSoapEndpoint(Org org) : SoapEndpoint(org, "/services/Soap/m", Metadata)
{
    private const int MaxQueries = 3;
    private const int MaxNames = 10;
    private const string InvalidType = "INVALID_TYPE";
    private static readonly XNamespace Metadata = MetadataXml.Namespace;

    protected override SoapAnswer Execute(SoapCall call)
    {
        if (!call.User.Has(UserRight.ModifyMetadata))
        {
            throw new SoapFault(
                "INSUFFICIENT_ACCESS", "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions");
        }

        return new SoapAnswer(call.Operation.Name.LocalName switch
        {
            "describeMetadata" => [Describe(AsOfVersion(call))],
            "listMetadata" => List(call),
            "readMetadata" => [Read(call)],
            _ => throw NoSuchOperation(),
        });
    }

    private List<XElement> List(SoapCall call)
    {
        var queries = call.Operation.Elements(Metadata + "queries").ToList();
        CheckCount(queries.Count, MaxQueries);
        var version = AsOfVersion(call);
        return [.. queries
            .Select(query => Find(type => type.Name, (string?)query.Element(Metadata + "type"), version))
            .SelectMany(type => new OrgComponents(Org).Of(type).Select(component => Properties(type, component)))];
    }

    private XElement Read(SoapCall call)
    {
        var names = call.Operation.Elements(Metadata + "fullNames").Select(element => element.Value.Trim()).ToList();
        CheckCount(names.Count, MaxNames);
        var type = Find(type => type.Root, call.Text("type"), call.Version);
        if (type.HasContentFile)
        {
            throw new SoapFault(InvalidType, "This type of metadata is not available for this organization");
        }

        var components = new OrgComponents(Org).Of(type).ToDictionary(component => component.FullName, StringComparer.OrdinalIgnoreCase);
        return new XElement(Metadata + "result", names.Select(name => components.TryGetValue(name, out var component)
            ? new XElement(
                Metadata + "records",
                new XAttribute(Instance + "type", type.Root),
                new XElement(Metadata + "fullName", component.FullName),
                component.Document.ElementsIn(call.Version))
            : new XElement(Metadata + "records", new XAttribute(Instance + "nil", "true"))));
    }

    private XElement Describe(int version) => new(
        Metadata + "result",
        MetadataTypes.All.Where(type => type.Since <= version && IsInOrg(type)).Select(type => new XElement(
            Metadata + "metadataObjects",
            Element("directoryName", type.Folder),
            Element("inFolder", "false"),
            Element("metaFile", type.HasContentFile ? "true" : "false"),
            Element("suffix", type.Suffix),
            Element("xmlName", type.Name))),
        Element("organizationNamespace", ""),
        Element("partialSaveAllowed", Org.Options.Metadata.IsProduction ? "false" : "true"),
        Element("testRequired", Org.Options.Metadata is { IsProduction: true } or { RequiresTests: true } ? "true" : "false"));

    private XElement Properties(MetadataType type, OrgComponent component)
    {
        return new XElement(
            Metadata + "result",
            Element("createdById", Saved("CreatedById") as string),
            Element("createdByName", NameOf("CreatedById")),
            Element("createdDate", Time("CreatedDate")),
            Element("fileName", type.FileOf(component.FullName)),
            Element("fullName", component.FullName),
            Element("id", component.Id),
            Element("lastModifiedById", Saved("LastModifiedById") as string),
            Element("lastModifiedByName", NameOf("LastModifiedById")),
            Element("lastModifiedDate", Time("LastModifiedDate")),
            Element("manageableState", "unmanaged"),
            Element("type", type.Name));

        object? Saved(string field) => component.Saved?[field];

        string? NameOf(string field) => Saved(field) is string id ? Org.Users.FindById(id)?.Name : null;

        string Time(string field) => (Saved(field) as DateTimeOffset? ?? DateTimeOffset.UnixEpoch)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>The type with this name that the org has in an API version.</summary>
    private MetadataType Find(Func<MetadataType, string> nameOf, string? name, int version)
    {
        var type = MetadataTypes.All.FirstOrDefault(type => nameOf(type) == name) ?? throw new SoapFault(
            InvalidType, name is not null && MetadataTypes.IsUnsupported(name)
                ? $"LocalOrg has no components of type {name}"
                : $"Unknown type:{name}");
        return version < type.Since ? throw new SoapFault(InvalidType, $"Cannot use: {name} in this version")
            : !IsInOrg(type) ? throw new SoapFault(InvalidType, $"Cannot use: {name} in this organization")
            : type;
    }

    private bool IsInOrg(MetadataType type) =>
        Org.Options.Metadata.HasExternalClientApps || !(MetadataTypes.IsOfApps(type) || type.Name == MetadataTypes.Settings);

    private static int AsOfVersion(SoapCall call) => call.Text("asOfVersion") is not { } text ? call.Version
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? (int)version
        : throw new SoapFault(UnknownException, $"'{text}' is not a valid value for the type xsd:double");

    private static void CheckCount(int count, int limit)
    {
        if (count > limit)
        {
            throw new SoapFault("EXCEEDED_ID_LIMIT", $"record limit reached. cannot submit more than {limit} records in this operation");
        }
    }

    private static XElement Element(string name, string? value) => new(Metadata + name, value);
}
