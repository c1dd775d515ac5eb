namespace SalesforceJwt.Model;

/// <summary>Where records come from.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Instance">The org's instance URL.</param>
internal sealed record RecordOrigin(string Connection, Uri Instance)
{
    /// <summary>Whether both are the same org: other users of one org may save each other's records.</summary>
    public bool IsSameOrg(RecordOrigin other) => Instance.Authority.Equals(other.Instance.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>Connection and host: both are needed to tell orgs apart.</summary>
    public override string ToString() => $"{Connection}, {Instance.Authority}";
}
