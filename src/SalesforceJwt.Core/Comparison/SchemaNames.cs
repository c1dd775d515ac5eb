namespace SalesforceJwt.Core.Comparison;

/// <summary>What is there to compare on one side.</summary>
/// <param name="Objects">The objects, by name.</param>
/// <param name="Namespaces">The namespaces of packages that have objects, even those not among <paramref name="Objects"/>.</param>
internal sealed record SchemaNames(IReadOnlyList<string> Objects, IReadOnlyList<string> Namespaces)
{
    /// <summary>The names of all objects of an org.</summary>
    public static SchemaNames Of(IEnumerable<string> objects)
    {
        var all = objects.ToList();
        return new(all, [.. all.Select(NamespaceOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The namespace of a custom object or field, which has three parts: <c>npsp__Gift__c</c>; null if it has none.</summary>
    public static string? NamespaceOf(string name) => name.Split("__") is [{ Length: > 0 } prefix, _, _] ? prefix : null;
}
