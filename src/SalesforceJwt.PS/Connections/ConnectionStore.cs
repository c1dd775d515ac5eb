using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Connections;

/// <summary>
/// The named connections of one runspace and its default. Each runspace has its own, so that parallel work does not switch
/// connections under one another; a connection itself can be passed on with <c>$using:</c>.
/// </summary>
internal sealed class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = [];

    private readonly List<SfConnection> _connections = [];

    // Those that were made the default, the present one last. When it is removed, the one before is the default again: a connection that
    // never was (-NoDefault) does not become it silently.
    private readonly List<SfConnection> _defaults = [];

    /// <summary>The store of a runspace. Ask on the pipeline thread: elsewhere there is no default runspace.</summary>
    public static ConnectionStore Of(Runspace runspace) => Stores.GetValue(runspace, static _ => new ConnectionStore());

    /// <summary>The latest connection of this runspace to the org at a login URL; null if it has none.</summary>
    public static SfConnection? FindAt(string loginUrl) =>
        Runspace.DefaultRunspace is { } runspace && Stores.TryGetValue(runspace, out var store)
            ? store._connections.FindLast(c => string.Equals(c.InstanceUrl, loginUrl, StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>
    /// Forgets a runspace's connections when the module is removed from it. Closes none: Import-Module -Force removes as well, and a
    /// connection may be in use elsewhere.
    /// </summary>
    public static void Forget(Runspace? runspace)
    {
        if (runspace is not null)
        {
            Stores.Remove(runspace);
        }
    }

    /// <summary>All connections, in the order in which they were made.</summary>
    public IReadOnlyList<SfConnection> All => _connections;

    /// <summary>The connection that is used where none is named.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.NotConnected"/>.</exception>
    public SfConnection Default => _defaults.Count > 0 ? _defaults[^1] : throw NoDefault();

    /// <summary>Whether a connection is the default.</summary>
    public bool IsDefault(SfConnection connection) => _defaults.Count > 0 && ReferenceEquals(_defaults[^1], connection);

    /// <summary>Adds a connection. Replaces one of the same name, as the default too.</summary>
    /// <param name="makeDefault">Whether it becomes the default.</param>
    public void Add(SfConnection connection, bool makeDefault)
    {
        if (_connections.Find(c => IsNamed(c, connection.Name)) is { } replaced)
        {
            _connections.Remove(replaced);
            if (_defaults.IndexOf(replaced) is var at and >= 0)
            {
                _defaults[at] = connection;
            }
        }

        _connections.Add(connection);
        if (makeDefault)
        {
            Select(connection);
        }
    }

    /// <summary>Makes a connection the default. One of another runspace becomes one of this as well.</summary>
    public void Select(SfConnection connection)
    {
        if (!_connections.Contains(connection))
        {
            Add(connection, makeDefault: false);
        }

        _defaults.Remove(connection);
        _defaults.Add(connection);
    }

    /// <summary>Removes a connection.</summary>
    public void Remove(SfConnection connection)
    {
        _connections.Remove(connection);
        _defaults.Remove(connection);
    }

    /// <summary>The connection that <c>-Connection</c> names; the default one for null.</summary>
    /// <exception cref="SfException">There is none, or none of that name.</exception>
    public SfConnection Get(SfConnectionReference? reference) =>
        reference is null ? Default
        : reference.Fault is { } fault ? throw new SfException(SfErrorKind.NotConnected, fault, reference.Remedy!)
        : reference.Connection ?? Find(reference.Name);

    /// <summary>Finds a connection by name, ignoring case.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ConnectionNotFound"/>.</exception>
    public SfConnection Find(string name) => _connections.Find(c => IsNamed(c, name)) ?? throw new SfException(
        SfErrorKind.ConnectionNotFound,
        $"There is no connection named {SecretText.Quote(name)} in this session.",
        _connections.Count == 0
            ? $"Connect first: Connect-SfJwt -Name {name} …"
            : $"Connections of this session: {string.Join(", ", _connections.Select(c => c.Name))}.");

    /// <summary>Checks the name of a new connection. Displays show it, so it must not be a secret.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>: it could be a secret.</exception>
    public static string? Name(string? name) => name is null || SecretText.Detect(name) is null ? name : throw new SfException(
        SfErrorKind.NameInvalid,
        $"The name of a connection cannot be {SecretText.Quote(name)}.",
        SignInValue.Misplaced("Give a name such as ci, or leave it out."));

    private SfException NoDefault() => _connections.Count == 0
        ? new SfException(
            SfErrorKind.NotConnected,
            "There is no connection to Salesforce in this session.",
            "Connect first: Connect-SfJwt -ClientId … -Username … -KeyPath …. "
                + "In ForEach-Object -Parallel and jobs, pass it on: -Connection $using:connection.")
        : new SfException(
            SfErrorKind.NotConnected,
            $"No connection is the default. Connections of this session: {string.Join(", ", _connections.Select(c => c.Name))}.",
            $"Name one: -Connection {_connections[^1].Name}; or make one the default: Select-SfConnection {_connections[^1].Name}.");

    private static bool IsNamed(SfConnection connection, string name) =>
        string.Equals(connection.Name, SignInValue.Clean(name), StringComparison.OrdinalIgnoreCase);
}
