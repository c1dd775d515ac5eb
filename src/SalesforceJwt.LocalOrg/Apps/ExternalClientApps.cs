using System.Security.Cryptography;
using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>The external client apps that were deployed, and the apps and records that they make. Thread-safe.</summary>
internal sealed class ExternalClientApps(Org org)
{
    private const string KeyCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
    private readonly Lock _gate = new();
    private readonly AppPartRecords _parts = new(org);
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
                    Audit("delete", "Deleted", app, userId);
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
        var (action, verb) = app.RecordId.Length == 0 ? ("insert", "Created") : ("update", "Changed");
        Audit(action, verb, app, userId);
        var saved = WithDefaultPolicies(app) with { RecordId = _parts.SaveApp(app, userId), Access = null };
        _parts.SaveParts(saved, userId);
        if (app.Access is { } access)
        {
            Records.SetAccess(saved.RecordId, access, org.Options.Metadata.PolicyReplacesAccess);
        }

        var registered = Find(saved);
        if (saved.ConsumerKey is not { } key)
        {
            if (registered is not null)
            {
                Remove(registered);
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

    private void Audit(string action, string verb, ExternalClientApp app, string userId) => org.AuditTrail.Add(
        $"{action}ExternalClientApplication", "External Client Apps", $"{verb} External Client App {app.Label}", userId);

    private ExternalClientApp WithDefaultPolicies(ExternalClientApp app)
    {
        var settings = org.Options.Metadata;
        return !settings.CreatesDefaultPolicies ? app : app with
        {
            OauthPolicies = app.OauthPolicies ?? Default(app, MetadataTypes.OauthPolicies, settings.DefaultPolicySuffix ?? "_oauthPlcy"),
            Policies = app.Policies ?? Default(app, MetadataTypes.Policies, settings.DefaultPolicySuffix ?? "_plcy"),
        };
    }

    private static AppPart Default(ExternalClientApp app, string typeName, string suffix)
    {
        var type = MetadataTypes.Of(typeName);
        (string, string)[] elements = typeName == MetadataTypes.Policies
            ? [("isEnabled", "true"), ("isOauthPluginEnabled", "true"), ("startPage", "None")]
            :
            [
                ("ipRelaxationPolicyType", "Enforce"), ("permittedUsersPolicyType", "AllSelfAuthorized"),
                ("refreshTokenPolicyType", "SpecificLifetime"), ("refreshTokenValidityPeriod", "365"), ("refreshTokenValidityUnit", "Days"),
                ("requiredSessionLevel", "STANDARD"),
            ];
        return new AppPart(type, app.DeveloperName + suffix, MetadataDocument.Of(type, elements));
    }

    private void Remove(ExternalClientApp app)
    {
        if (Find(app) is { } registered)
        {
            Remove(registered);
        }

        _parts.RemoveParts(app.RecordId);
        Records.Delete(app.RecordId);
    }

    /// <summary>Removes an app that can no longer sign in, and ends its sessions.</summary>
    private void Remove(ConnectedApp registered)
    {
        org.Apps.Remove(registered);
        org.RefreshTokens.RemoveAllOf(registered);
        org.Tokens.RemoveAllOf(registered);
    }

    private ConnectedApp? Find(ExternalClientApp app) => app.RecordId.Length == 0
        ? null
        : org.Apps.All.FirstOrDefault(registered => registered.Deployed is not null && registered.RecordId == app.RecordId);
}
