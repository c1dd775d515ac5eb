namespace SalesforceJwt.PS.Models;

/// <summary>The value of a parameter that names users: a text, or an object that has one.</summary>
public sealed class SfUserReference : IEquatable<SfUserReference>
{
    /// <summary>Names a user.</summary>
    /// <param name="name">A username, id, email address, alias or, where these are accepted, a pattern.</param>
    public SfUserReference(string name)
        : this(name, name)
    {
    }

    /// <summary>Names the user of an object.</summary>
    /// <param name="name">The text in it that names the user; null if there is none.</param>
    /// <param name="source">The object.</param>
    internal SfUserReference(string? name, object source) => (Name, Source) = (name ?? string.Empty, source);

    /// <summary>The text; empty where an object has none.</summary>
    public string Name { get; }

    /// <summary>The object or text that was given.</summary>
    internal object Source { get; }

    /// <summary>Whether both have the same text, so that <c>$Identity -eq 'anna@acme.example'</c> works in the filter of a mock.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SfUserReference? other) => other is not null && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SfUserReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The text.</summary>
    public override string ToString() => Name;
}
