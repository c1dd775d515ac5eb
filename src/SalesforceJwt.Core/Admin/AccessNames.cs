namespace SalesforceJwt.Core.Admin;

/// <summary>The names of the objects, fields, classes, apps and permissions to check.</summary>
internal sealed record AccessNames
{
    /// <summary>API names of objects.</summary>
    public IReadOnlyList<string> Objects { get; init; } = [];

    /// <summary>API names of fields, each after its object's: <c>Account.Industry</c>.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Names of Apex classes.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Names or labels of apps.</summary>
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>Names or labels of system permissions and custom permissions.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];

    /// <summary>Whether nothing is named.</summary>
    public bool IsEmpty => Objects.Count + Fields.Count + Classes.Count + Apps.Count + Permissions.Count == 0;
}
