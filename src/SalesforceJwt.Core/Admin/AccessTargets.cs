using System.Text.Json;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Finds the objects, fields, classes, apps and permissions that names mean.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class AccessTargets(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const string SystemPrefix = "Permissions";

    // A query's URL may have about 16 KB, and names of apps up to 80 characters, which stand there three times.
    private const int MostInList = 40;

    private readonly LookUp _query = new(session, apiVersion, observer) { Explain = AdminErrors.ExplainSetup };
    private readonly VisibleObjects _visible = new(session, apiVersion, observer);

    /// <summary>Whether a field of <c>PermissionSet</c> is a system permission.</summary>
    public static bool IsSystemPermission(SfField field) =>
        field.Type == "boolean" && field.Name.StartsWith(SystemPrefix, StringComparison.Ordinal);

    /// <summary>The API name of a system permission: <c>ApiEnabled</c> for the field <c>PermissionsApiEnabled</c>.</summary>
    public static string PermissionName(string fieldName) => fieldName[SystemPrefix.Length..];

    /// <summary>Finds them. An object or field that is not found is not an error: the connection's user may not see it.</summary>
    /// <param name="names">The names; if there are none, all system permissions are meant.</param>
    /// <returns>What they mean, and the error of each name that means nothing.</returns>
    public async Task<(List<AccessTarget> Targets, List<(SfException Error, string Name)> Errors)> FindAsync(
        AccessNames names, CancellationToken cancellationToken)
    {
        if (names.IsEmpty)
        {
            return (await SystemPermissionsAsync(cancellationToken).ConfigureAwait(false), []);
        }

        var errors = new List<(SfException, string)>();
        List<AccessTarget> found =
        [
            .. Valid(names.Objects, SfAccessKind.Object, static name => ApiName.Require(name, "an object"), errors),
            .. await _visible.DescribeAsync(Valid(names.Fields, SfAccessKind.Field, RequireField, errors), cancellationToken)
                .ConfigureAwait(false),
        ];
        var classes = await NamedAsync(new Table("ApexClass", "Name"), SfAccessKind.ApexClass, names.Classes).ConfigureAwait(false);
        var system = classes.Count + names.Permissions.Count > 0
            ? await SystemPermissionsAsync(cancellationToken).ConfigureAwait(false) : [];

        // Salesforce Help, "How Does Apex Class Security Work?": who has "Author Apex" may use all classes.
        var author = system.Find(permission => permission.Name == "AuthorApex")?.Key;
        found.AddRange(classes.Select(one => one with { SystemPermission = author }));
        var apps = await NamedAsync(new Table("AppMenuItem", "Name", "Label", "ApplicationId"), SfAccessKind.App, names.Apps)
            .ConfigureAwait(false);
        found.AddRange(await new AppPolicies(new LookUp(session, apiVersion, observer), observer).CompleteAsync(apps, cancellationToken)
            .ConfigureAwait(false));
        if (names.Permissions.Count > 0)
        {
            var custom = new List<string>();
            foreach (var name in names.Permissions)
            {
                var meant = system.Where(permission => IsSystem(permission, name)).ToList();
                found.AddRange(meant);
                if (meant.Count == 0)
                {
                    custom.Add(name);
                }
            }

            found.AddRange(await NamedAsync(
                new Table("CustomPermission", "DeveloperName", "MasterLabel"), SfAccessKind.CustomPermission, custom)
                .ConfigureAwait(false));
        }

        return ([.. found.DistinctBy(target => (target.Kind, target.Key.ToUpperInvariant()))], errors);

        Task<List<AccessTarget>> NamedAsync(Table table, SfAccessKind kind, IReadOnlyList<string> some) =>
            FindNamedAsync(table, kind, some, errors, cancellationToken);
    }

    /// <summary>All system permissions that this org has, by name.</summary>
    private async Task<List<AccessTarget>> SystemPermissionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var described = await DescribeCache.Of(session)
                .GetObjectAsync("PermissionSet", new DescribeOptions { ApiVersion = apiVersion }, observer, cancellationToken)
                .ConfigureAwait(false);
            return [.. described.Fields
                .Where(IsSystemPermission)
                .Select(field => new AccessTarget(SfAccessKind.SystemPermission, PermissionName(field.Name), field.Name, field.Label))
                .OrderBy(permission => permission.Name, StringComparer.Ordinal)];
        }
        catch (SfException e) when (AdminErrors.ExplainSetup(e) is var explained && explained != e)
        {
            throw explained;
        }
    }

    private static bool IsSystem(AccessTarget permission, string name) => new[] { permission.Name, permission.Key, permission.Label }
        .Contains(name, StringComparer.OrdinalIgnoreCase);

    private static List<AccessTarget> Valid(
        IReadOnlyList<string> names, SfAccessKind kind, Func<string, string> require, List<(SfException, string)> errors)
    {
        var valid = new List<AccessTarget>();
        foreach (var name in names)
        {
            try
            {
                valid.Add(new AccessTarget(kind, require(name), name));
            }
            catch (SfException e)
            {
                errors.Add((e, name));
            }
        }

        return valid;
    }

    private static string RequireField(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            throw new SfException(
                SfErrorKind.NameInvalid, $"{SecretText.Quote(name)} does not say which object's field it is.",
                "Write the object before the field: Account.Industry.");
        }

        ApiName.Require(name[..dot], "an object");
        ApiName.Require(name[(dot + 1)..], "a field");
        return name;
    }

    private async Task<List<AccessTarget>> FindNamedAsync(
        Table table,
        SfAccessKind kind,
        IReadOnlyList<string> names,
        List<(SfException Error, string Name)> errors,
        CancellationToken cancellationToken)
    {
        var found = new List<AccessTarget>();
        foreach (var some in names.Chunk(MostInList))
        {
            var rows = await _query.SelectAsync(table.Query(some), table.Read, cancellationToken).ConfigureAwait(false);
            foreach (var name in some)
            {
                var meant = rows.Where(row => row.Is(name)).ToList();
                found.AddRange(meant.Select(row => new AccessTarget(kind, row.FullName, row.Id, row.Label)));
                if (meant.Count == 0)
                {
                    errors.Add((NotFound(kind, name), name));
                }
            }
        }

        return found;
    }

    private static SfException NotFound(SfAccessKind kind, string name) => kind switch
    {
        SfAccessKind.ApexClass => new SfException(
            SfErrorKind.NotFound, $"There is no Apex class {SecretText.Quote(name)}.",
            "Give its name, with the namespace of its package before it: acme__Invoices."),
        SfAccessKind.App => new SfException(
            SfErrorKind.NotFound, $"There is no app {SecretText.Quote(name)}.", "Give its name or its label in the App Launcher."),
        _ => new SfException(
            SfErrorKind.NotFound, $"There is no system permission or custom permission {SecretText.Quote(name)}.",
            "Give its API name (ApiEnabled) or its label in Setup ('API Enabled'). Tab completes the names."),
    };

    /// <summary>An object whose records are named.</summary>
    private sealed record Table(string Object, string NameField, string? LabelField = null, string IdField = "Id")
    {
        public string Query(IReadOnlyList<string> names)
        {
            var label = LabelField is null ? string.Empty : ", " + LabelField;
            var condition = $"{NameField} IN ({SoqlLiteral.ListOf(names.Concat(names.Select(PackagedName.Local)))})";
            return $"SELECT {IdField}, {NameField}, NamespacePrefix{label} FROM {Object} WHERE "
                + (LabelField is null ? condition : $"{condition} OR {LabelField} IN ({SoqlLiteral.ListOf(names)})");
        }

        public Row Read(JsonElement row) => new(
            row.RequiredText(IdField),
            PackagedName.Of(row, row.RequiredText(NameField)),
            LabelField is null ? null : row.Text(LabelField));
    }

    private sealed record Row(string Id, string FullName, string? Label)
    {
        /// <summary>A name without the namespace means it as well.</summary>
        public bool Is(string name) => name.Equals(Label, StringComparison.OrdinalIgnoreCase)
            || name.Equals(FullName, StringComparison.OrdinalIgnoreCase)
            || FullName.EndsWith("__" + name, StringComparison.OrdinalIgnoreCase);
    }
}
