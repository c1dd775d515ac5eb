using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg;

/// <summary>The faults of the next requests, oldest first. Thread-safe.</summary>
public sealed class FaultInjector
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Adds a fault after the existing ones.</summary>
    /// <exception cref="ArgumentException">
    /// <see cref="Fault.Path"/> is neither a path nor a regular expression, or the fault cannot happen to a subrequest.
    /// </exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Subrequests && !(fault.Kind is FaultKind.Status or FaultKind.Delay && IsJson(fault.Body)))
        {
            throw new ArgumentException("A fault of subrequests has the kind status or delay, and a body of JSON.", nameof(fault));
        }

        var pattern = fault.Path is null ? null : new Regex(fault.Path, RegexOptions.CultureInvariant);
        lock (_gate)
        {
            _entries.Add(new Entry(fault, pattern));
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    /// <summary>The faults that can still occur.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>The fault of this request, which is counted; null if none matches.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="hasSession">Whether it has a valid access token, which a fault that ends a session needs; only called for one.</param>
    /// <param name="isSubrequest">Whether it is part of a composite request.</param>
    internal Fault? Match(string method, string path, Func<bool> hasSession, bool isSubrequest = false)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Fault.Subrequests != isSubrequest
                    || !entry.Matches(method, path, hasSession)
                    || entry.Skipped++ < entry.Fault.Skip)
                {
                    continue;
                }

                if (++entry.Count == entry.Fault.Times)
                {
                    _entries.Remove(entry);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private static bool IsJson(string? body)
    {
        try
        {
            using var json = body is null ? null : JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Entry(Fault fault, Regex? pattern)
    {
        public Fault Fault => fault;

        public int Skipped { get; set; }

        public int Count { get; set; }

        public bool Matches(string method, string path, Func<bool> hasSession) =>
            (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (fault.Path is null || path.StartsWith(fault.Path, StringComparison.OrdinalIgnoreCase) || pattern!.IsMatch(path))
            && (!fault.EndsSession || hasSession());
    }
}
