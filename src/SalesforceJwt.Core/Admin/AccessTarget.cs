namespace SalesforceJwt.Core.Admin;

/// <summary>Something to which access can be given.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its API name.</param>
/// <param name="Key">What records of access call it: an API name, an id, or the field of <c>PermissionSet</c>.</param>
/// <param name="Label">Its label; null if that is not known.</param>
internal sealed record AccessTarget(SfAccessKind Kind, string Name, string Key, string? Label = null)
{
    /// <summary>The rights on the object that apply to a field without permissions of its own; null for everything else.</summary>
    public SfAccessRights? ObjectRights { get; init; }

    /// <summary>Whether the connection's user sees the field; null for everything else, and if its object is not seen.</summary>
    public bool? IsVisible { get; init; }

    /// <summary>The field of <c>PermissionSet</c> of a system permission that gives access as well; null if there is none.</summary>
    public string? SystemPermission { get; init; }

    /// <summary>
    /// Whether users may authorize the app themselves, so that all may use it; null if that is not known. False for other targets.
    /// </summary>
    public bool? IsSelfAuthorized { get; init; } = false;

    /// <summary>The object that it is, or whose field it is; null for other targets.</summary>
    public string? Object => Kind switch
    {
        SfAccessKind.Object => Key,
        SfAccessKind.Field => Key[..Key.IndexOf('.', StringComparison.Ordinal)],
        _ => null,
    };

    /// <summary>Whether permissions on the object alone give access: to objects, and to fields without permissions of their own.</summary>
    public bool ComesWithObject => Kind == SfAccessKind.Object || ObjectRights is not null;

    /// <summary>The permissions that give access.</summary>
    public IEnumerable<(SfAccessKind Kind, string Key)> Sources
    {
        get
        {
            yield return ComesWithObject ? (SfAccessKind.Object, Object!) : (Kind, Key);
            if (SystemPermission is not null)
            {
                yield return (SfAccessKind.SystemPermission, SystemPermission);
            }
        }
    }
}
