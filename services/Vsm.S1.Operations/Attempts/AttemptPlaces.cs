namespace Vsm.S1.Operations.Attempts;

/// <summary>How many attempts this process works on: of each agent as many as its configuration says at most, and not too many altogether.</summary>
internal sealed class AttemptPlaces(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _taken = [];
    private int _all;

    public int Taken
    {
        get
        {
            lock (_lock)
            {
                return _all;
            }
        }
    }

    /// <summary>How many more may be begun, whoever they are for.</summary>
    public int Left => most - Taken;

    /// <returns>Whether there was one left.</returns>
    public bool TryTake(Guid agent, int limit)
    {
        lock (_lock)
        {
            var taken = _taken.GetValueOrDefault(agent);
            if (taken >= limit || _all >= most)
            {
                return false;
            }

            _taken[agent] = taken + 1;
            _all++;
            return true;
        }
    }

    public void Free(Guid agent)
    {
        lock (_lock)
        {
            _all--;
            if (--_taken[agent] == 0)
            {
                _taken.Remove(agent);
            }
        }
    }

    /// <summary>The agents that have none left.</summary>
    public IReadOnlyList<Guid> Full(Func<Guid, int> limitOf)
    {
        lock (_lock)
        {
            return [.. _taken.Where(x => x.Value >= limitOf(x.Key)).Select(x => x.Key)];
        }
    }
}
