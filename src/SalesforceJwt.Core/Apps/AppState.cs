namespace SalesforceJwt.Core.Apps;

/// <summary>An app as the org has it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its API name.</param>
/// <param name="Kind">Its kind.</param>
internal sealed record AppState(string Id, string Name, SfAppKind Kind)
{
    public string? Label { get; init; }

    public string? Description { get; init; }

    public string? ContactEmail { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public SfPermittedUsers? PermittedUsers { get; init; }

    public SfIPRelaxation? IPRelaxation { get; init; }

    /// <summary>Name of its OAuth policies; null if it has none, or they cannot be read.</summary>
    public string? PoliciesName { get; init; }

    /// <summary>Its components, if the session may read them.</summary>
    public IReadOnlyList<AppComponent> Components { get; init; } = [];

    /// <summary>Why the components cannot be read; null if they were.</summary>
    public SfException? ReadError { get; init; }

    /// <summary>Its consumer key; null where it cannot be read.</summary>
    public string? ConsumerKey { get; init; }

    /// <summary>What its permission sets and profiles allow.</summary>
    public IReadOnlyList<AppGrant> Grants { get; init; } = [];

    /// <summary>The active users with one of these.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Its component of a type; null if it has none, or it was not read.</summary>
    public AppComponent? Component(AppComponentType type) => Components.FirstOrDefault(c => c.Type == type);

    /// <summary>The app as users see it.</summary>
    /// <param name="outcome">What was done with it.</param>
    public SfApp ToModel(AppOutcome? outcome = null)
    {
        var global = Component(AppComponentType.GlobalSettings);
        var settings = Component(AppComponentType.OauthSettings);
        var policies = Component(AppComponentType.Policies);
        return new SfApp(Name)
        {
            Label = Label,
            Kind = Kind,
            ConsumerKey = ConsumerKey,
            Id = Id,
            Description = Description,
            ContactEmail = ContactEmail,
            Enabled = policies?["isEnabled"] is null ? null : policies.Flag("isEnabled"),
            Scopes = new(settings is null ? [] : AppSettings.ReadScopes(settings)),
            CallbackUrl = new(global is null ? [] : AppSettings.ReadCallbackUrls(global)),
            Flows = new(global is null ? [] : AppSettings.ReadFlows(global)),
            PermittedUsers = PermittedUsers,
            IPRelaxation = IPRelaxation,
            PermissionSets = new(Grants.Select(grant => grant.Name).Order(StringComparer.OrdinalIgnoreCase)),
            Users = new(Users.Order(StringComparer.OrdinalIgnoreCase)),
            CreatedAt = CreatedAt,
            ModifiedAt = ModifiedAt,
            Changes = new(outcome?.Changes ?? []),
            CertificatePath = outcome?.CertificatePath,
            KeyPath = outcome?.KeyPath,
            ConsumerSecret = outcome?.ConsumerSecret,
        };
    }
}
