using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>The external client apps that were deployed, and the apps and records that they make. Thread-safe.</summary>
internal sealed class ExternalClientApps(Org org)
{
    private const string KeyCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
    private readonly Lock _gate = new();
    private Dictionary<string, ExternalClientApp> _apps = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The apps as they are now, by developer name.</summary>
    public IReadOnlyDictionary<string, ExternalClientApp> All => Volatile.Read(ref _apps);

    private AppRecords Records => org.AppRecords;

    /// <summary>The settings of the org about external client apps.</summary>
    public MetadataDocument Settings { get; private set; } = MetadataDocument.Empty(MetadataTypes.Of(MetadataTypes.Settings));

    public static string NewKey() => $"3MVG9{RandomNumberGenerator.GetString(KeyCharacters, 80)}";

    public static string NewSecret() => RandomNumberGenerator.GetHexString(64);

    /// <summary>Puts the apps of a deploy in the place of the present ones.</summary>
    public void Replace(IReadOnlyDictionary<string, ExternalClientApp> apps, MetadataDocument settings, string userId)
    {
        lock (_gate)
        {
            Settings = settings;
            foreach (var (name, app) in _apps)
            {
                if (!apps.ContainsKey(name))
                {
                    Remove(app);
                }
            }

            var saved = new Dictionary<string, ExternalClientApp>(StringComparer.OrdinalIgnoreCase);
            foreach (var (name, app) in apps)
            {
                saved[name] = ReferenceEquals(app, _apps.GetValueOrDefault(name)) ? app : Save(app, userId);
            }

            Volatile.Write(ref _apps, saved);
        }
    }

    /// <summary>Replaces key and secret of an app, as a rotation does; the former ones stay valid.</summary>
    public void ChangeCredentials(ConnectedApp app, string key, string secret)
    {
        lock (_gate)
        {
            org.Apps.Rename(app, key, keepsFormer: true);
            app.ConsumerSecret = secret;
            if (app.Deployed is { } deployed)
            {
                app.Deployed = deployed with { ConsumerKey = key, ConsumerSecret = secret };
                Volatile.Write(ref _apps, new(_apps, StringComparer.OrdinalIgnoreCase) { [deployed.DeveloperName] = app.Deployed });
            }
        }
    }

    private ExternalClientApp Save(ExternalClientApp app, string userId)
    {
        var saved = WithDefaultPolicies(app) with { RecordId = SaveRecord(app, userId), Access = null };
        SavePolicyRecord(saved, userId);
        if (app.Access is { } access)
        {
            Records.SetAccess(saved.RecordId, access, org.Options.Metadata.PolicyReplacesAccess);
        }

        var registered = Find(saved);
        if (saved.ConsumerKey is not { } key)
        {
            if (registered is not null)
            {
                org.Apps.Remove(registered);
            }

            return saved;
        }

        if (registered is null)
        {
            registered = org.Apps.Add(key, saved);
            registered.AvailableFrom = org.Now + org.Options.Metadata.AppDelay;
        }
        else if (registered.ConsumerKey != key)
        {
            org.Apps.Rename(registered, key);
            registered.AvailableFrom = org.Now + org.Options.Metadata.AppDelay;
        }

        registered.Deployed = saved;
        registered.RecordId = saved.RecordId;
        DeployedSettings.Apply(saved, registered);
        return saved;
    }

    private ExternalClientApp WithDefaultPolicies(ExternalClientApp app) => !org.Options.Metadata.CreatesDefaultPolicies ? app : app with
    {
        OauthPolicies = app.OauthPolicies ?? Default(MetadataTypes.OauthPolicies, $"{app.DeveloperName}_oauthPlcy"),
        Policies = app.Policies ?? Default(MetadataTypes.Policies, $"{app.DeveloperName}_plcy"),
    };

    private static AppPart Default(string typeName, string fullName)
    {
        var type = MetadataTypes.Of(typeName);
        return new AppPart(type, fullName, MetadataDocument.Empty(type));
    }

    private string SaveRecord(ExternalClientApp app, string userId)
    {
        var type = org.Schema.ExternalClientApplication;
        return app.RecordId.Length == 0
            ? org.Records.Insert(type, Fill, userId).Id
            : org.Records.Update(org.Records.Find(type, app.RecordId)!, Fill, userId).Id;

        void Fill(Record record)
        {
            record["DeveloperName"] = app.DeveloperName;
            record["MasterLabel"] = app.Label;
            record["ContactEmail"] = app.Header.Text("contactEmail");
            record["ContactPhone"] = app.Header.Text("contactPhone");
            record["Description"] = app.Header.Text("description");
            record["DistributionState"] = app.Header.Text("distributionState") ?? "Local";
            record["IconUrl"] = app.Header.Text("iconUrl");
            record["InfoUrl"] = app.Header.Text("infoUrl");
            record["LogoUrl"] = app.Header.Text("logoUrl");
        }
    }

    private void SavePolicyRecord(ExternalClientApp app, string userId)
    {
        var existing = PolicyRecords(app.RecordId).FirstOrDefault();
        if (app.OauthPolicies is not { } policies)
        {
            if (existing is not null)
            {
                org.Records.Erase(existing);
            }
        }
        else if (existing is null)
        {
            org.Records.Insert(org.Schema.OauthPolicy, Fill, userId);
        }
        else
        {
            org.Records.Update(existing, Fill, userId);
        }

        void Fill(Record record)
        {
            var document = app.OauthPolicies!.Document;
            record["DeveloperName"] = app.OauthPolicies.FullName;
            record["MasterLabel"] = document.Text("label") ?? app.OauthPolicies.FullName;
            record["ExternalClientApplicationId"] = app.RecordId;
            record["PermittedUsersPolicyType"] = document.Text("permittedUsersPolicyType") ?? "AllSelfAuthorized";
            record["IpRelaxationPolicyType"] = document.Text("ipRelaxationPolicyType") ?? "Enforce";
            record["RefreshTokenPolicyType"] = document.Text("refreshTokenPolicyType") ?? "Infinite";
        }
    }

    private void Remove(ExternalClientApp app)
    {
        if (Find(app) is { } registered)
        {
            org.Apps.Remove(registered);
        }

        foreach (var policy in PolicyRecords(app.RecordId))
        {
            org.Records.Erase(policy);
        }

        Records.Delete(app.RecordId);
    }

    private ConnectedApp? Find(ExternalClientApp app) => app.RecordId.Length == 0
        ? null
        : org.Apps.All.FirstOrDefault(registered => registered.Deployed is not null && registered.RecordId == app.RecordId);

    private List<Record> PolicyRecords(string recordId) =>
        org.Records.FindBy(org.Schema.OauthPolicy.Find("ExternalClientApplicationId")!, org.Schema.OauthPolicy, recordId);
}
