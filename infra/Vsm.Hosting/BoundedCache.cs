using System.Collections.Concurrent;

namespace Vsm.Hosting;

/// <summary>Values that are dear to make and alike for a key. When it is full it starts over, which costs making the values again.</summary>
public sealed class BoundedCache<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new();

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (_values.TryGetValue(key, out var value))
        {
            return value;
        }

        if (_values.Count >= most)
        {
            _values.Clear();
        }

        return _values.GetOrAdd(key, make);
    }
}
