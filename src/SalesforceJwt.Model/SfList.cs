using System.Collections.ObjectModel;

namespace SalesforceJwt.Model;

/// <summary>
/// A list in a property of an output type. Scripts use it as an array; unlike an array, it has a text, which <c>Export-Csv</c> writes.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public sealed class SfList<T> : ReadOnlyCollection<T>
{
    internal SfList(IEnumerable<T> items)
        : base([.. items])
    {
    }

    /// <summary>Number of items, as arrays have it.</summary>
    public int Length => Count;

    /// <summary>The texts of its items, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", this);
}
