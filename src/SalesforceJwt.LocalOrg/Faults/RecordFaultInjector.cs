using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg;

/// <summary>The faults of the next records. Thread-safe.</summary>
public sealed class RecordFaultInjector
{
    private readonly Lock _gate = new();
    private readonly List<(RecordFault Fault, int Remaining)> _entries = [];
    private volatile bool _isEmpty = true;

    /// <summary>Adds a fault after the existing ones.</summary>
    public void Add(RecordFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _entries.Add((fault, fault.Times));
            _isEmpty = false;
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _isEmpty = true;
        }
    }

    /// <summary>The faults that can still occur.</summary>
    public IReadOnlyList<RecordFault> Pending
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>Fails the record if a fault matches it.</summary>
    /// <param name="index">Its position in the request.</param>
    /// <param name="ids">Its id, its external id.</param>
    /// <exception cref="ApiException">A fault matches.</exception>
    internal void ThrowIfMatching(int index, params ReadOnlySpan<string?> ids)
    {
        // No lock in the usual case: a bulk job may save half a million records.
        if (_isEmpty)
        {
            return;
        }

        lock (_gate)
        {
            for (var i = 0; i < _entries.Count; i++)
            {
                var (fault, left) = _entries[i];
                if (!Matches(fault, index, ids))
                {
                    continue;
                }

                _entries[i] = (fault, left - 1);
                if (left == 1)
                {
                    _entries.RemoveAt(i);
                    _isEmpty = _entries.Count == 0;
                }

                throw ApiException.BadRequest(fault.ErrorCode, fault.Message);
            }
        }
    }

    private static bool Matches(RecordFault fault, int index, ReadOnlySpan<string?> ids)
    {
        if (fault.Index is { } wanted && wanted != index)
        {
            return false;
        }

        var matches = fault.Id is null;
        foreach (var id in ids)
        {
            matches |= id is not null && (id == fault.Id || (SalesforceId.IsValid(id) && SalesforceId.Key(id) == fault.Id));
        }

        return matches;
    }
}
