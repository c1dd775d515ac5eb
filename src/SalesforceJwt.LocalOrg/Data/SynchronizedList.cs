using System.Collections;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>A short thread-safe list: each change copies the array, so that it can be enumerated meanwhile.</summary>
internal sealed class SynchronizedList<T> : IList<T>
{
    private readonly Lock _gate = new();
    private volatile T[] _items = [];

    public int Count => _items.Length;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _items[index];
        set => Change(list => list[index] = value);
    }

    public void Add(T item) => Change(list => list.Add(item));

    public void Clear() => Change(list => list.Clear());

    public bool Contains(T item) => _items.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    public int IndexOf(T item) => Array.IndexOf(_items, item);

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
        lock (_gate)
        {
            var list = new List<T>(_items);
            change(list);
            _items = [.. list];
        }
    }
}
