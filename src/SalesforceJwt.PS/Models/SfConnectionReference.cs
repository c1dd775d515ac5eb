namespace SalesforceJwt.PS.Models;

/// <summary>The value of <c>-Connection</c>: a connection object, or the name of one in this session.</summary>
public sealed class SfConnectionReference
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

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
