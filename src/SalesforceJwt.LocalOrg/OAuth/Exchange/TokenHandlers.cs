using System.Collections.Concurrent;

namespace SalesforceJwt.LocalOrg;

/// <summary>The org's token exchange handlers. Thread-safe.</summary>
public sealed class TokenHandlers
{
    private readonly ConcurrentDictionary<string, TokenHandler> _handlers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a handler, or replaces the one of that name.</summary>
    public void Set(TokenHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentException.ThrowIfNullOrEmpty(handler.Name);
        _handlers[handler.Name] = handler;
    }

    /// <summary>Removes all handlers.</summary>
    public void Clear() => _handlers.Clear();

    /// <summary>The handler of a request: the named one, or the app's default; null if it is not enabled for the app.</summary>
    internal TokenHandler? FindFor(ConnectedApp app, string name)
    {
        var handler = name.Length == 0
            ? _handlers.Values.FirstOrDefault(one => one.IsDefault && one.Apps.Contains(app.ConsumerKey))
            : _handlers.GetValueOrDefault(name);
        return handler is { IsEnabled: true } && handler.Apps.Contains(app.ConsumerKey) ? handler : null;
    }
}
