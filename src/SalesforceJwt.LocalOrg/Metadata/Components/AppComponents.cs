using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>Saves the components of external client apps. A component replaces the former one: what it leaves out is cleared.</summary>
internal sealed class AppComponents(DeployState state)
{
    private const string ConsumerKey = "consumerKey";
    private const string ClientCredentials = "isClientCredentialsFlowEnabled";

    /// <exception cref="MetadataException">The app cannot be saved.</exception>
    public SavedComponent SaveApp(string name, MetadataDocument document)
    {
        DeveloperName.Check(name, "External Client App Name");
        if (!EmailAddress.IsValid(document.Text("contactEmail")!))
        {
            throw document.Error("contactEmail", $"Contact Email: invalid email address: {document.Text("contactEmail")}");
        }

        // Managed and AutoInstalled are Salesforce's own.
        if (document.Text("distributionState") is "Managed" or "AutoInstalled")
        {
            throw document.Error(
                "distributionState", $"The distribution state {document.Text("distributionState")} is for internal use only.");
        }

        if (state.Org.Apps.All.FirstOrDefault(app => app.Deployed is null && IsNamed(app, name)) is { } taken)
        {
            throw new MetadataException($"duplicate value found: DeveloperName duplicates value on record with id: {taken.RecordId}");
        }

        var existing = state.Apps.GetValueOrDefault(name);
        state.Apps[name] = existing is null ? new ExternalClientApp(name, document) : existing with { Header = document };
        return new SavedComponent(existing is null, existing?.Header.Equals(document) != true, NullIfEmpty(existing?.RecordId));
    }

    public SavedComponent SaveOauthSettings(Component component, MetadataDocument document)
    {
        var app = ParentOf(document);
        AppScopes.Read(document);
        var (part, saved) = Part(component, document, app, app.OauthSettings);
        state.Apps[app.DeveloperName] = app with { OauthSettings = part };
        return saved;
    }

    public SavedComponent SaveGlobalSettings(Component component, MetadataDocument document)
    {
        var app = ParentOf(document);
        var (part, saved) = Part(component, document, app, app.GlobalSettings);
        CheckUrls(document);
        var key = document.Text(ConsumerKey) ?? app.ConsumerKey;
        CheckKey(document, key, app);
        var rotatesKey = document.Flag("shouldRotateConsumerKey");
        var rotatesSecret = document.Flag("shouldRotateConsumerSecret");
        var chosenSecret = state.Metadata.KeepsConsumerSecret ? document.Text("consumerSecret") : null;
        state.Apps[app.DeveloperName] = app with
        {
            GlobalSettings = part,
            ConsumerKey = rotatesKey ? ExternalClientApps.NewKey() : key ?? ExternalClientApps.NewKey(),
            ConsumerSecret = rotatesSecret
                ? ExternalClientApps.NewSecret()
                : chosenSecret ?? app.ConsumerSecret ?? ExternalClientApps.NewSecret(),
            Certificate = document.Text("certificate") is null
                ? null
                : AppCertificate.Read(document, state.Org.Now, state.Metadata.RequiresPemCertificate),
        };
        return rotatesKey || rotatesSecret
            ? saved with { Warning = "The consumer key or secret is replaced; apps that use the former one can no longer sign in." }
            : saved;
    }

    public SavedComponent SaveOauthPolicies(Component component, MetadataDocument document)
    {
        var app = ParentOf(document);
        var access = document.List("commaSeparatedPermissionSet").Select(name => FindPermissionSet(document, name))
            .Concat(document.List("commaSeparatedProfile").Select(name => FindProfile(document, name)))
            .ToHashSet();
        if (document.Flag(ClientCredentials)
            && state.Org.Users.Find(document.Text("clientCredentialsFlowUser") ?? "") is not { IsActive: true })
        {
            throw document.Error(ClientCredentials, "Enter a valid execution user for the OAuth client credentials flow.");
        }

        var (part, saved) = Part(component, document, app, app.OauthPolicies);
        state.Apps[app.DeveloperName] = app with
        {
            OauthPolicies = part,
            Access = access.Count > 0 || state.Metadata.EmptyPolicyClearsAccess ? access : null,
        };
        return saved;
    }

    public SavedComponent SavePolicies(Component component, MetadataDocument document)
    {
        var app = ParentOf(document);
        var (part, saved) = Part(component, document, app, app.Policies);
        state.Apps[app.DeveloperName] = app with { Policies = part };
        return saved;
    }

    public bool DeletePart(MetadataType type, string fullName)
    {
        var app = state.Apps.Values.FirstOrDefault(app => app.Parts.Any(
            part => part.Type == type && part.FullName.Equals(fullName, StringComparison.OrdinalIgnoreCase)));
        if (app is null)
        {
            return false;
        }

        state.Apps[app.DeveloperName] = type.Name switch
        {
            MetadataTypes.OauthSettings => app with { OauthSettings = null },
            MetadataTypes.GlobalSettings => app with
            {
                GlobalSettings = null,
                ConsumerKey = null,
                ConsumerSecret = null,
                Certificate = null,
            },
            MetadataTypes.OauthPolicies => app with { OauthPolicies = null, Access = [] },
            _ => app with { Policies = null },
        };
        return true;
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool IsNamed(ConnectedApp app, string name) =>
        AppRecords.DeveloperNameOf(app).Equals(name, StringComparison.OrdinalIgnoreCase);

    private ExternalClientApp ParentOf(MetadataDocument document)
    {
        var name = document.Text(MetadataTypes.ParentName)!;
        return state.Apps.GetValueOrDefault(name) ?? throw document.Error(
            MetadataTypes.ParentName, $"In field: {MetadataTypes.ParentName} - no ExternalClientApplication named {name} found");
    }

    /// <summary>The component as a part of its app, which has only one of each type.</summary>
    private (AppPart Part, SavedComponent Saved) Part(
        Component component, MetadataDocument document, ExternalClientApp app, AppPart? existing)
    {
        DeveloperName.Check(component.Name, "API Name");
        if (existing is not null && !existing.FullName.Equals(component.Name, StringComparison.OrdinalIgnoreCase))
        {
            // An org was seen to say this of OAuth policies, and the other of policies.
            throw new MetadataException(component.Type.Name == MetadataTypes.OauthPolicies
                ? $"ExtlClntAppOauthSettingsId duplicates value on {existing.FullName}"
                : $"duplicate value found: ExternalClientApplicationId duplicates value on {existing.FullName}");
        }

        var taken = state.Apps.Values.Any(other => other.DeveloperName != app.DeveloperName && other.Parts.Any(
            part => part.Type == component.Type && part.FullName.Equals(component.Name, StringComparison.OrdinalIgnoreCase)));
        return taken
            ? throw document.Error(MetadataTypes.ParentName, $"duplicate value found: DeveloperName duplicates value on {component.Name}")
            : (new AppPart(component.Type, component.Name, document), new SavedComponent(
                existing is null, existing?.Document.Equals(document) != true));
    }

    private static void CheckUrls(MetadataDocument document)
    {
        foreach (var url in (document.Text("callbackUrl") ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var isAllowed = Uri.TryCreate(url, UriKind.Absolute, out var parsed)
                && (parsed.Scheme != Uri.UriSchemeHttp || parsed.Host == "localhost");
            if (!isAllowed)
            {
                throw document.Error("callbackUrl", $"Callback URL: {url} must be an absolute URL with https, or a custom scheme.");
            }
        }
    }

    private void CheckKey(MetadataDocument document, string? key, ExternalClientApp app)
    {
        if (key is null || key == app.ConsumerKey)
        {
            return;
        }

        if (!key.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_') || key.Length is < 8 or > 256)
        {
            throw document.Error(ConsumerKey, "The consumer key must have 8 to 256 letters, digits, periods and underscores.");
        }

        var isTaken = state.Org.Apps.Find(key) is { } other && other.Deployed?.DeveloperName != app.DeveloperName;
        if (isTaken || state.Apps.Values.Any(other => other.DeveloperName != app.DeveloperName && other.ConsumerKey == key))
        {
            throw document.Error(ConsumerKey, "Consumer key already in use");
        }
    }

    private string FindPermissionSet(MetadataDocument document, string name)
    {
        var sets = state.Org.Schema.PermissionSet;
        var reference = state.Metadata.PermissionSets;
        var byId = reference != PermissionSetReference.Names && SalesforceId.IsValid(name) ? state.Org.Records.Find(sets, name) : null;
        var found = byId ?? (reference != PermissionSetReference.Ids ? state.Find(sets, name) : null);
        return found?.Id ?? throw document.Error("commaSeparatedPermissionSet", reference == PermissionSetReference.Ids
            ? $"In field: commaSeparatedPermissionSet - no PermissionSet named {name} found"
            : $"We couldn't find permission sets called {name}");
    }

    /// <summary>The permission set that a profile owns.</summary>
    private string FindProfile(MetadataDocument document, string name)
    {
        var (profiles, sets) = (state.Org.Schema.Profile, state.Org.Schema.PermissionSet);
        var profile = SalesforceId.IsValid(name) ? state.Org.Records.Find(profiles, name) : state.Find(profiles, name);
        return profile is null
            ? throw document.Error("commaSeparatedProfile", $"In field: commaSeparatedProfile - no Profile named {name} found")
            : state.Org.Records.FindBy(sets.Find("ProfileId")!, sets, profile.Id)[0].Id;
    }
}
