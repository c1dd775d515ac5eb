using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg;

/// <summary>The faults that are waiting for records. Safe to use from several threads.</summary>
public sealed class RecordFaultInjector
{
    private readonly Lock gate = new();
    private readonly List<(RecordFault Fault, int Left)> entries = [];
    private volatile bool isEmpty = true;

    /// <summary>Adds a fault after those that are already there.</summary>
    public void Add(RecordFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (gate)
        {
            entries.Add((fault, fault.Times));
            isEmpty = false;
        }
    }

    /// <summary>Removes every fault.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
            isEmpty = true;
        }
    }

    /// <summary>The faults that can still strike.</summary>
    public IReadOnlyList<RecordFault> Pending
    {
        get
        {
            lock (gate)
            {
                return [.. entries.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>Fails the record if a fault is waiting for it.</summary>
    /// <param name="index">Its position in the request.</param>
    /// <param name="ids">Its id, its external id.</param>
    /// <exception cref="ApiException">A fault strikes.</exception>
    internal void Strike(int index, params ReadOnlySpan<string?> ids)
    {
        // Half a million records may come by.
        if (isEmpty)
        {
            return;
        }

        lock (gate)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                var (fault, left) = entries[i];
                if (!Matches(fault, index, ids))
                {
                    continue;
                }

                entries[i] = (fault, left - 1);
                if (left == 1)
                {
                    entries.RemoveAt(i);
                    isEmpty = entries.Count == 0;
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
