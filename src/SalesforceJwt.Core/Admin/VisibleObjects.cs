using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>The objects and fields that the connection's user sees.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class VisibleObjects(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // Object Reference, "FieldPermissions": all objects have these, without permissions of their own.
    private static readonly HashSet<string> SystemFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Id", "IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp",
    };

    /// <summary>Describes an object; null if the connection's user does not see it.</summary>
    public async Task<SfObject?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var options = new DescribeOptions { ApiVersion = apiVersion, MaximumAge = TimeSpan.FromMinutes(5) };
        try
        {
            return await DescribeCache.Of(session).GetObjectAsync(name, options, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.StatusCode == 404)
        {
            return null;
        }
    }

    /// <summary>Finds out whether fields have permissions of their own.</summary>
    public async Task<List<AccessTarget>> DescribeAsync(IReadOnlyList<AccessTarget> fields, CancellationToken cancellationToken)
    {
        var described = new Dictionary<string, SfObject?>(StringComparer.OrdinalIgnoreCase);
        var found = new List<AccessTarget>();
        foreach (var target in fields)
        {
            var parts = target.Name.Split('.');
            if (!described.TryGetValue(parts[0], out var of))
            {
                described[parts[0]] = of = await FindAsync(parts[0], cancellationToken).ConfigureAwait(false);
            }

            var field = of?.Fields.FirstOrDefault(field => field.Name.Equals(parts[1], StringComparison.OrdinalIgnoreCase));
            found.Add(target with
            {
                IsVisible = of is null ? null : field is not null,
                ObjectRights = SystemFields.Contains(parts[1]) ? SfAccessRights.Read
                    : field is { IsPermissionable: false } ? RightsOn(of!, field) : null,
            });
        }

        return found;
    }

    /// <summary>Which of the rights on an object apply to a field of it.</summary>
    private static SfAccessRights RightsOn(SfObject of, SfField field)
    {
        // If the connection's user may not change the object, describe does not say whether others can change the field.
        var isStored = !field.IsCalculated;
        return SfAccessRights.Read
            | (field.IsCreateable || (isStored && !of.IsCreateable) ? SfAccessRights.Create : SfAccessRights.None)
            | (field.IsUpdateable || (isStored && !of.IsUpdateable) ? SfAccessRights.Edit : SfAccessRights.None);
    }
}
