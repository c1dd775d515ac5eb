namespace SalesforceJwt.LocalOrg.Data;

/// <summary>
/// The objects of an org: a small subset of Salesforce's, and the custom objects and fields that were added. Thread-safe.
/// </summary>
internal sealed class Schema
{
    private readonly Lock _gate = new();
    private volatile SObjectType[] _all;

    public Schema()
    {
        SObjectType[] sales = [Account, Contact, Opportunity, Case, Organization, ApexClass];
        SObjectType[] setup =
        [
            User, UserLogin, UserRole, Profile, UserLicense, PermissionSet, PermissionSetAssignment, PermissionSetGroup,
            PermissionSetGroupComponent, PermissionSetLicense, PermissionSetLicenseAssign, ObjectPermissions, FieldPermissions,
            SetupEntityAccess, CustomPermission, AppMenuItem, CustomApplication, LoginHistory, SetupAuditTrail,
            EventLogFile, OauthToken, UserPermissionAccess,
        ];
        SObjectType[] apps =
            [ConnectedApplication, ExternalClientApplication, OauthSettings, OauthPolicies, Policies, DeployRequest];
        SObjectType[] files = [ContentDocument, ContentDocumentLink, ContentVersion];
        _all = [.. sales.Concat(setup).Concat(apps).Concat(files).OrderBy(type => type.Name, StringComparer.Ordinal)];
    }

    public SObjectType Account { get; } = StandardObjects.Account();

    public SObjectType Contact { get; } = StandardObjects.Contact();

    public SObjectType Opportunity { get; } = StandardObjects.Opportunity();

    public SObjectType Case { get; } = StandardObjects.Case();

    public SObjectType Organization { get; } = StandardObjects.Organization();

    public SObjectType ApexClass { get; } = StandardObjects.ApexClass();

    public SObjectType User { get; } = UserObjects.User();

    public SObjectType UserLogin { get; } = UserObjects.UserLogin();

    public SObjectType UserRole { get; } = UserObjects.UserRole();

    public SObjectType Profile { get; } = UserObjects.Profile();

    public SObjectType UserLicense { get; } = UserObjects.UserLicense();

    public SObjectType PermissionSet { get; } = PermissionObjects.PermissionSet();

    public SObjectType PermissionSetAssignment { get; } = PermissionObjects.PermissionSetAssignment();

    public SObjectType PermissionSetGroup { get; } = PermissionObjects.PermissionSetGroup();

    public SObjectType PermissionSetGroupComponent { get; } = PermissionObjects.PermissionSetGroupComponent();

    public SObjectType PermissionSetLicense { get; } = PermissionObjects.PermissionSetLicense();

    public SObjectType PermissionSetLicenseAssign { get; } = PermissionObjects.PermissionSetLicenseAssign();

    public SObjectType ObjectPermissions { get; } = AccessObjects.ObjectPermissions();

    public SObjectType FieldPermissions { get; } = AccessObjects.FieldPermissions();

    public SObjectType SetupEntityAccess { get; } = AccessObjects.SetupEntityAccess();

    public SObjectType CustomPermission { get; } = AccessObjects.CustomPermission();

    public SObjectType AppMenuItem { get; } = AccessObjects.AppMenuItem();

    public SObjectType CustomApplication { get; } = AccessObjects.CustomApplication();

    public SObjectType LoginHistory { get; } = AuditObjects.LoginHistory();

    public SObjectType SetupAuditTrail { get; } = AuditObjects.SetupAuditTrail();

    public SObjectType EventLogFile { get; } = AuditObjects.EventLogFile();

    public SObjectType OauthToken { get; } = AuditObjects.OauthToken();

    public SObjectType UserPermissionAccess { get; } = AccessObjects.UserPermissionAccess();

    public SObjectType ConnectedApplication { get; } = AppObjects.ConnectedApplication();

    public SObjectType ExternalClientApplication { get; } = ExternalClientAppObjects.App();

    public SObjectType OauthSettings { get; } = ExternalClientAppObjects.OauthSettings();

    public SObjectType OauthPolicies { get; } = ExternalClientAppObjects.OauthPolicies();

    public SObjectType Policies { get; } = ExternalClientAppObjects.Policies();

    public SObjectType DeployRequest { get; } = AppObjects.DeployRequest();

    public SObjectType ContentVersion { get; } = FileObjects.ContentVersion();

    public SObjectType ContentDocument { get; } = FileObjects.ContentDocument();

    public SObjectType ContentDocumentLink { get; } = FileObjects.ContentDocumentLink();

    /// <summary>All objects: the standard ones by name, then the custom ones in the order in which they were added.</summary>
    public IReadOnlyList<SObjectType> All => _all;

    /// <summary>Adds a custom object.</summary>
    public void Add(SObjectType type)
    {
        lock (_gate)
        {
            _all = [.. _all, type];
        }
    }

    /// <summary>The object with this name, ignoring case; null if there is none.</summary>
    public SObjectType? Find(string name) =>
        Array.Find(_all, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The object that the key prefix of an id stands for; null if the id is none of this org's.</summary>
    public SObjectType? FindById(string id) => SalesforceId.IsValid(id)
        ? Array.Find(_all, type => id.StartsWith(type.KeyPrefix, StringComparison.Ordinal))
        : null;

    /// <summary>The object that a reference refers to, other than one that refers to any record.</summary>
    public SObjectType Target(SObjectField reference) => Find(reference.ReferenceTo!)!;

    /// <summary>The objects that a reference can refer to, as describe lists them.</summary>
    public IEnumerable<string> TargetNames(SObjectField reference) =>
        reference.RefersToAnyRecord ? _all.Where(type => type.CanHaveFiles).Select(type => type.Name)
        : reference.ReferenceTo is null ? []
        : [.. reference.AlsoReferencesTo, reference.ReferenceTo];

    /// <summary>The child objects and their reference fields.</summary>
    public IEnumerable<(SObjectType Child, SObjectField Field)> ChildrenOf(SObjectType type) =>
        from child in All
        from field in child.Fields
        where field.ReferenceTo == type.Name || (field.RefersToAnyRecord && type.CanHaveFiles)
        select (child, field);

    /// <summary>The child object and field of a relationship such as Contacts of an account; null if there is none.</summary>
    public (SObjectType Child, SObjectField Field)? FindChildren(SObjectType parent, string relationshipName)
    {
        foreach (var relationship in ChildrenOf(parent))
        {
            if (relationshipName.Equals(relationship.Field.ChildRelationshipName, StringComparison.OrdinalIgnoreCase))
            {
                return relationship;
            }
        }

        return null;
    }
}
