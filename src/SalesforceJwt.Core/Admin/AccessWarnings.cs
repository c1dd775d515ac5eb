using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>What the rights of users do not say.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class AccessWarnings(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private readonly VisibleObjects _visible = new(session, apiVersion, observer);

    /// <summary>The users who cannot sign in, so that they have no rights now.</summary>
    public static IEnumerable<string> OfUsers(IEnumerable<SfUserAccount> users) => users
        .Where(user => user.IsActive == false || user.IsFrozen == true)
        .Select(user => $"{user.Username} is {(user.IsActive == false ? "deactivated" : "frozen")} and cannot sign in; "
            + "these are the rights that the user would have.");

    /// <summary>Finds those of targets.</summary>
    /// <param name="access">What users may do.</param>
    /// <param name="ungoverned">The objects on which no profile or permission set of the org has permissions.</param>
    /// <returns>The texts of warnings.</returns>
    public async Task<List<string>> FindAsync(
        IReadOnlyList<SfAccess> access,
        IReadOnlyList<AccessTarget> targets,
        IReadOnlySet<string> ungoverned,
        CancellationToken cancellationToken)
    {
        var granted = access.Where(one => one.Access != 0).Select(one => (one.Kind, one.Target)).ToHashSet();
        var warnings = new List<string>();
        foreach (var target in targets.Where(target => !granted.Contains((target.Kind, target.Name))))
        {
            // The name may be wrong, if the connection's user does not see it either.
            if (target.Kind == SfAccessKind.Field ? target.IsVisible != true
                : target.Kind == SfAccessKind.Object
                    && await _visible.FindAsync(target.Name, cancellationToken).ConfigureAwait(false) is null)
            {
                warnings.Add(
                    $"The connection's user does not see the {(target.Kind == SfAccessKind.Field ? "field" : "object")} "
                    + $"'{target.Name}' either: the name may be wrong"
                    + (target is { Kind: SfAccessKind.Field, IsVisible: null } ? ", or whoever sees the object sees the field." : "."));
            }
            else if (target.ComesWithObject && ungoverned.Contains(target.Object!))
            {
                warnings.Add(
                    $"Object permissions do not govern '{target.Object}': other permissions and settings decide who may do what with "
                    + "its records, and None does not mean that users may do nothing.");
            }
        }

        foreach (var app in targets.Where(target => target.IsSelfAuthorized is null
            && access.Any(one => one.Kind == target.Kind && one.Target == target.Name && one.Access == 0)))
        {
            warnings.Add(
                $"Whether users may authorize the app '{app.Name}' themselves is not known: if they may, None does not mean that a user "
                + "cannot use it.");
        }

        return [.. warnings.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
