using System.Globalization;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Metadata.Soap;

/// <summary>The components that the org has, as the Metadata API shows them.</summary>
internal sealed class OrgComponents(Org org)
{
    private MetadataOptions Options => org.Options.Metadata;

    /// <summary>All components of a type, oldest first.</summary>
    public IEnumerable<OrgComponent> Of(MetadataType type) => type.Name switch
    {
        MetadataTypes.ApexClass => org.Records.All(org.Schema.ApexClass).Select(OfClass),
        MetadataTypes.PermissionSet =>
            org.Records.All(org.Schema.PermissionSet).Where(set => set["Type"] is "Regular").Select(OfPermissionSet),
        MetadataTypes.Settings => [new OrgComponent(MetadataTypes.SettingsName, org.ExternalClientApps.Settings, null, "")],
        MetadataTypes.App => Apps().Select(app => new OrgComponent(
            app.DeveloperName, app.Header.With("label", app.Label), RecordOf(app), app.RecordId)),
        _ => Apps().SelectMany(app => app.Parts.Where(part => part.Type == type).Select(part => OfPart(app, part))),
    };

    private static OrgComponent OfClass(Record record) => new(
        (string)record["Name"]!,
        MetadataDocument.Empty(MetadataTypes.Of(MetadataTypes.ApexClass))
            .With("apiVersion", ((decimal)record["ApiVersion"]!).ToString("F1", CultureInfo.InvariantCulture))
            .With("status", (string?)record["Status"]),
        record,
        record.Id);

    private static OrgComponent OfPermissionSet(Record record)
    {
        var document = MetadataDocument.Empty(MetadataTypes.Of(MetadataTypes.PermissionSet))
            .With("description", (string?)record["Description"])
            .With("label", (string?)record["Label"]);
        return new OrgComponent(
            (string)record["Name"]!,
            record[SystemPermissions.ApiEnabled] is true
                ? document.WithGroup(MetadataTypes.UserPermissions, ("enabled", "true"), ("name", MetadataTypes.ApiEnabled))
                : document,
            record,
            record.Id);
    }

    private IEnumerable<ExternalClientApp> Apps() => org.ExternalClientApps.All.Values.OrderBy(app => app.RecordId, StringComparer.Ordinal);

    private Record? RecordOf(ExternalClientApp app) => org.Records.Find(org.Schema.ExternalClientApplication, app.RecordId);

    private OrgComponent OfPart(ExternalClientApp app, AppPart part)
    {
        var document = part.Document
            .With(MetadataTypes.ParentName, app.DeveloperName)
            .With("label", part.Document.Text("label") ?? part.FullName);
        var record = RecordType(part) is not { } type ? null
            : org.Records.FindBy(type.Find("ExternalClientApplicationId")!, type, app.RecordId).FirstOrDefault();
        return new OrgComponent(
            part.FullName,
            part.Type.Name switch
            {
                MetadataTypes.GlobalSettings => Readable(document, app),
                MetadataTypes.OauthPolicies => WithAccess(document, app),
                _ => document,
            },
            record ?? RecordOf(app),
            record?.Id ?? "");
    }

    private SObjectType? RecordType(AppPart part) => part.Type.Name switch
    {
        MetadataTypes.OauthSettings => org.Schema.OauthSettings,
        MetadataTypes.OauthPolicies => org.Schema.OauthPolicies,
        MetadataTypes.Policies => org.Schema.Policies,
        _ => null,
    };

    private MetadataDocument Readable(MetadataDocument document, ExternalClientApp app) => document
        .With("consumerKey", app.ConsumerKey)
        .With("consumerSecret", null)
        .With("certificate", Options.ReturnsCertificate ? document.Text("certificate") : null)
        .With("shouldRotateConsumerKey", null)
        .With("shouldRotateConsumerSecret", null);

    /// <summary>The policies with the permission sets and profiles that have access now, however they got it.</summary>
    private MetadataDocument WithAccess(MetadataDocument document, ExternalClientApp app)
    {
        var access = org.Schema.SetupEntityAccess;
        var sets = org.Records.FindBy(access.Find("SetupEntityId")!, access, app.RecordId)
            .Select(each => org.Records.Find(org.Schema.PermissionSet, (string)each["ParentId"]!)!)
            .ToLookup(set => set["ProfileId"] is not null);
        return document
            .With("commaSeparatedPermissionSet", Join(sets[false].Select(
                set => Options.PermissionSets == PermissionSetReference.Ids ? set.Id : (string)set["Name"]!)))
            .With("commaSeparatedProfile", Join(sets[true].Select(
                set => (string)org.Records.Find(org.Schema.Profile, (string)set["ProfileId"]!)!["Name"]!)));
    }

    private static string? Join(IEnumerable<string> values) => string.Join(',', values) is { Length: > 0 } text ? text : null;
}
