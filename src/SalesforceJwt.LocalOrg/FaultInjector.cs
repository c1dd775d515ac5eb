using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg;

/// <summary>The faults that are waiting for a request, oldest first. Safe to use from several threads.</summary>
public sealed class FaultInjector
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];

    /// <summary>Adds a fault after those that are already there.</summary>
    /// <exception cref="ArgumentException"><see cref="Fault.Path"/> is neither a path nor a regular expression.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var pattern = fault.Path is null ? null : new Regex(fault.Path, RegexOptions.CultureInvariant);
        lock (gate)
        {
            entries.Add(new Entry(fault, pattern));
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    /// <summary>The faults that can still strike.</summary>
    public IReadOnlyList<Fault> Pending
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>Takes the fault that this request meets, if any, and counts it.</summary>
    internal Fault? Take(string method, string path)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                if (!entry.Matches(method, path) || entry.Skipped++ < entry.Fault.Skip)
                {
                    continue;
                }

                if (++entry.Struck == entry.Fault.Times)
                {
                    entries.Remove(entry);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Entry(Fault fault, Regex? pattern)
    {
        public Fault Fault => fault;

        public int Skipped { get; set; }

        public int Struck { get; set; }

        public bool Matches(string method, string path) =>
            (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            && (fault.Path is null || path.StartsWith(fault.Path, StringComparison.OrdinalIgnoreCase) || pattern!.IsMatch(path));
    }
}
