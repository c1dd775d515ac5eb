using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>An external client app as its metadata says: the app itself, and at most one component of each other kind.</summary>
internal sealed record ExternalClientApp(string DeveloperName, MetadataDocument Header)
{
    public AppPart? OauthSettings { get; init; }

    public AppPart? GlobalSettings { get; init; }

    public AppPart? OauthPolicies { get; init; }

    public AppPart? Policies { get; init; }

    /// <summary>The id of its record; empty before it is saved.</summary>
    public string RecordId { get; init; } = "";

    /// <summary>The consumer key; null without <see cref="GlobalSettings"/>.</summary>
    public string? ConsumerKey { get; init; }

    public string? ConsumerSecret { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>Ids of the permission sets to which the deployed policy gives access; null to leave the access as it is.</summary>
    public IReadOnlyCollection<string>? Access { get; init; }

    public string Label => Header.Text("label") ?? DeveloperName;

    public IEnumerable<AppPart> Parts => new[] { OauthSettings, GlobalSettings, OauthPolicies, Policies }.OfType<AppPart>();
}
