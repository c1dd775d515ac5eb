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

    /// <summary>What access is given to: the object of a field without permissions of its own.</summary>
    public (SfAccessKind Kind, string Key) Source => ObjectRights is null ? (Kind, Key)
        : (SfAccessKind.Object, Key[..Key.IndexOf('.', StringComparison.Ordinal)]);
}
