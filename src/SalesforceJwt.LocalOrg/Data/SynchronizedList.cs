using System.Collections;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>A short list that several threads may change while others walk through it: each change makes a new array.</summary>
internal sealed class SynchronizedList<T> : IList<T>
{
    private readonly Lock gate = new();
    private volatile T[] items = [];

    public int Count => items.Length;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => items[index];
        set => Change(list => list[index] = value);
    }

    public void Add(T item) => Change(list => list.Add(item));

    public void Clear() => Change(list => list.Clear());

    public bool Contains(T item) => items.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => items.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    public int IndexOf(T item) => Array.IndexOf(items, item);

    public void Insert(int index, T item) => Change(list => list.Insert(index, item));

    public bool Remove(T item)
    {
        var removed = false;
        Change(list => removed = list.Remove(item));
        return removed;
    }

    public void RemoveAt(int index) => Change(list => list.RemoveAt(index));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Change(Action<List<T>> change)
    {
        lock (gate)
        {
            var list = new List<T>(items);
            change(list);
            items = [.. list];
        }
    }
}
