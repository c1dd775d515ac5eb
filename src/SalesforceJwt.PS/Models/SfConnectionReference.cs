namespace SalesforceJwt.PS.Models;

/// <summary>The value of <c>-Connection</c>: a connection object, or the name of one in this session.</summary>
public sealed class SfConnectionReference : IEquatable<SfConnectionReference>
{
    /// <summary>Refers to a connection by name.</summary>
    /// <param name="name">Its name.</param>
    public SfConnectionReference(string name) => Name = name;

    /// <summary>Refers to a connection object.</summary>
    /// <param name="connection">The connection.</param>
    public SfConnectionReference(SfConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Connection = connection;
        Name = connection.Name;
    }

    /// <summary>A value that is neither a connection nor a name.</summary>
    internal SfConnectionReference(string fault, string remedy)
    {
        (Fault, Remedy) = (fault, remedy);
        Name = string.Empty;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The object; null where only a name was given.</summary>
    public SfConnection? Connection { get; }

    /// <summary>What is wrong with the value; null for a connection or a name.</summary>
    internal string? Fault { get; }

    /// <summary>What to do about it.</summary>
    internal string? Remedy { get; }

    /// <summary>
    /// Whether both refer to the same connection object or, where one of them has only a name, have the same name. So that
    /// <c>$Connection -eq 'prod'</c> works in the parameter filter of a mock.
    /// </summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SfConnectionReference? other) =>
        other is not null
        && (Connection is not null && other.Connection is not null
            ? Connection == other.Connection
            : Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SfConnectionReference);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
