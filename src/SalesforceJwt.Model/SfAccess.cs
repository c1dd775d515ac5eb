namespace SalesforceJwt.Model;

/// <summary>
/// What one profile, permission set, permission set group or app policy lets a user do with one thing (Object Reference:
/// "ObjectPermissions", "FieldPermissions", "SetupEntityAccess", "PermissionSet").
/// </summary>
public sealed class SfAccess : IOrgObject
{
    internal SfAccess(string username, string userId, SfAccessKind kind, string target)
    {
        Username = username;
        UserId = userId;
        Kind = kind;
        Target = target;
    }

    RecordOrigin? IOrgObject.Origin { get; set; }

    /// <summary>The user.</summary>
    public string Username { get; }

    /// <summary>The user's id.</summary>
    public string UserId { get; }

    /// <summary>What <see cref="Target"/> is.</summary>
    public SfAccessKind Kind { get; }

    /// <summary>API name of the object, class, app or permission; of a field <c>Account.Industry</c>.</summary>
    public string Target { get; }

    /// <summary>The label of an app or a permission.</summary>
    public string? Label { get; internal init; }

    /// <summary>What the user may do with it; in a comparison, only what the other user may not.</summary>
    public SfAccessRights Access { get; internal init; }

    /// <summary>The name of the profile, permission set or group that gives this, or the policy; empty if nothing does.</summary>
    public string? GrantedBy { get; internal init; }

    /// <summary>What <see cref="GrantedBy"/> is.</summary>
    public SfGrantKind? GrantKind { get; internal init; }

    /// <summary>The user with whom this one is compared.</summary>
    public string? ComparedTo { get; internal init; }

    /// <summary>
    /// As <c>Compare-Object</c> has it: <c>&lt;=</c> for what the user has and the other one has not, <c>=&gt;</c> for the reverse.
    /// </summary>
    public string? SideIndicator { get; internal init; }

    /// <summary>User, target, access and who gives it.</summary>
    public override string ToString() => $"{Username}: {Target}: {Access}{(GrantedBy is null ? string.Empty : $" ({GrantedBy})")}";

    /// <summary>The same as one side of a comparison.</summary>
    internal SfAccess AsSide(string indicator, string comparedTo, SfAccessRights access) => new(Username, UserId, Kind, Target)
    {
        Label = Label,
        Access = access,
        GrantedBy = GrantedBy,
        GrantKind = GrantKind,
        ComparedTo = comparedTo,
        SideIndicator = indicator,
    };
}
