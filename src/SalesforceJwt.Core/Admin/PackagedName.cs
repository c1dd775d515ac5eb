using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Admin;

/// <summary>Names of what packages contain, with their namespace: <c>acme__Sales</c>.</summary>
internal static class PackagedName
{
    /// <summary>The name of a record, with the namespace of its package, if it has one.</summary>
    /// <param name="fields">The record, with <c>NamespacePrefix</c>.</param>
    /// <param name="name">The name; it may begin with the namespace already.</param>
    public static string Of(JsonElement fields, string name)
    {
        var prefix = fields.Text("NamespacePrefix") is { Length: > 0 } space ? space + "__" : string.Empty;
        return name.StartsWith(prefix, StringComparison.Ordinal) ? name : prefix + name;
    }

    /// <summary>The name without its namespace.</summary>
    public static string Local(string name) => name.IndexOf("__", StringComparison.Ordinal) is var at and > 0 ? name[(at + 2)..] : name;
}
