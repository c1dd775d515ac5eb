using SalesforceJwt.Core.Describe;

namespace SalesforceJwt.Core.Admin;

/// <summary>
/// The pages of Setup that administrators open most, by the names that the menu of Setup has, without spaces. Salesforce documents no list
/// of the paths; all of these are in that of the browser extension Salesforce Inspector Reloaded (addon/links.js).
/// </summary>
internal static class SetupPages
{
    /// <summary>The pages: name, the part of the path that stands for it, and what is there.</summary>
    public static IReadOnlyList<(string Name, string Node, string Purpose)> All { get; } =
    [
        ("ApexClasses", "ApexClasses", "Apex classes"),
        ("ApexJobs", "AsyncApexJobs", "Batch, queueable and future Apex that runs or has run"),
        ("ApexTriggers", "ApexTriggers", "Apex triggers"),
        ("AppManager", "NavigationMenus", "Lightning apps, connected apps"),
        ("AuditTrail", "SecurityEvents", "Setup changes of 180 days"),
        ("BulkDataLoadJobs", "AsyncApiJobStatus", "Jobs of the Bulk API"),
        ("Certificates", "CertificatesAndKeysManagement", "Certificates and keys of the org"),
        ("CompanyInformation", "CompanyProfileInfo", "Edition, licenses, API usage"),
        ("ConnectedApps", "ConnectedApplication", "Policies of connected apps"),
        ("ConnectedAppsUsage", "ConnectedAppsUsage", "Connected apps in use: install, block, end sessions"),
        ("CustomLabels", "ExternalStrings", "Custom labels"),
        ("CustomMetadataTypes", "CustomMetadata", "Custom metadata types"),
        ("CustomSettings", "CustomSettings", "Custom settings"),
        ("DebugLogs", "ApexDebugLogs", "Trace flags and debug logs"),
        ("DeploymentStatus", "DeployStatus", "Deployments"),
        ("ExternalClientApps", "ManageExternalClientApplication", "External client apps: settings and policies"),
        ("Flows", "Flows", "Flows"),
        ("Home", "SetupOneHome", "The first page of Setup"),
        ("InstalledPackages", "ImportedPackage", "Installed packages"),
        ("LoginHistory", "OrgLoginHistory", "Sign-ins and refusals of 6 months"),
        ("MyDomain", "OrgDomain", "My Domain and its policies"),
        ("NamedCredentials", "NamedCredential", "Named and external credentials"),
        ("ObjectManager", "ObjectManager", "Objects, fields, layouts"),
        ("OAuthSettings", "OauthOidcSettings", "OAuth and OpenID Connect settings"),
        ("PermissionSetGroups", "PermSetGroups", "Permission set groups"),
        ("PermissionSets", "PermSets", "Permission sets"),
        ("Profiles", "EnhancedProfiles", "Profiles"),
        ("PublicGroups", "PublicGroups", "Public groups"),
        ("Queues", "Queues", "Queues"),
        ("RemoteSites", "SecurityRemoteProxy", "Remote site settings"),
        ("Roles", "Roles", "Roles"),
        ("Sandboxes", "DataManagementCreateTestInstance", "Sandboxes"),
        ("ScheduledJobs", "ScheduledJobs", "Scheduled jobs"),
        ("SessionSettings", "SecuritySession", "Session settings"),
        ("SharingSettings", "SecuritySharing", "Sharing settings"),
        ("StorageUsage", "CompanyResourceDisk", "Storage by object and user"),
        ("Users", "ManageUsers", "Users"),
    ];

    /// <summary>The path of a page.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static string PathOf(string name)
    {
        var node = All.FirstOrDefault(page => page.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Node;
        if (node is not null)
        {
            return $"/lightning/setup/{node}/home";
        }

        var nearest = NearestNames.Find(name, All.Select(page => (page.Name, (string?)page.Purpose)));
        throw new SfException(
            SfErrorKind.NameInvalid,
            $"The module knows no Setup page '{name}'.",
            (nearest.Count > 0 ? $"Did you mean {string.Join(" or ", nearest)}? " : string.Empty)
                + "Other pages open by their path, which the browser shows: /lightning/setup/NAME/home.");
    }
}
