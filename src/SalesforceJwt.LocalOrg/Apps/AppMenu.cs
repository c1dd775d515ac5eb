using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>Keeps an <c>AppMenuItem</c> for each connected app and external client app.</summary>
internal sealed class AppMenu
{
    private readonly Lock _gate = new();
    private readonly Org _org;

    public AppMenu(Org org)
    {
        _org = org;
        org.Records.BeforeReading(Type, Update);
    }

    private SObjectType Type => _org.Schema.AppMenuItem;

    /// <summary>The id of an app's item.</summary>
    public string? Find(ConnectedApp app) =>
        app.RecordId.Length == 0 ? null : _org.Records.FindBy(Type.Find("ApplicationId")!, Type, app.RecordId).FirstOrDefault()?.Id;

    /// <summary>Adds the items of new apps, removes those of apps that are gone, and writes changed names.</summary>
    public void Update()
    {
        lock (_gate)
        {
            var apps = _org.Apps.All.Where(app => app.RecordId.Length > 0).DistinctBy(app => app.RecordId)
                .ToDictionary(app => app.RecordId, StringComparer.Ordinal);
            foreach (var item in _org.Records.All(Type).Where(item => item["Type"] is string and not "TabSet"))
            {
                if (!apps.Remove(item["ApplicationId"] as string ?? string.Empty, out var app))
                {
                    _org.Records.Erase(item);
                }
                else if (!app.Name.Equals(item["Label"]))
                {
                    _org.Records.Update(item, changed => Fill(changed, app));
                }
            }

            foreach (var app in apps.Values)
            {
                _org.Records.Insert(Type, item => Fill(item, app));
            }
        }
    }

    private static void Fill(Record item, ConnectedApp app)
    {
        item["Name"] = AppRecords.DeveloperNameOf(app);
        item["Label"] = app.Name;
        item["Type"] = app.Kind == AppKind.ConnectedApp ? "ConnectedApplication" : "ExternalClientApplication";
        item["ApplicationId"] = app.RecordId;
        item["IsAccessible"] = item["IsVisible"] = true;
    }
}
