using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Budgets;

/// <summary>
/// What becomes of accounts and reservations, as pure decisions over those that were loaded. No sum of what was spent and is set aside passes a cap,
/// and whatever is said twice counts once.
/// </summary>
internal sealed class BudgetLedger(IEnumerable<BudgetAccount> accounts, IEnumerable<Reservation> reservations)
{
    private const int MostRequests = 64;
    private readonly Dictionary<string, BudgetAccount> _accounts = accounts.ToDictionary(x => x.Key);
    private readonly Dictionary<(Guid Task, int Attempt), Reservation> _reservations = reservations.ToDictionary(x => (x.TaskId, x.Attempt));

    private readonly Dictionary<(Guid Task, int Attempt), Reservation> _dropped = [];

    public IReadOnlyCollection<BudgetAccount> Accounts => _accounts.Values;

    public IReadOnlyCollection<Reservation> Reservations => _reservations.Values;

    public BudgetAccount? Find(string key) => _accounts.GetValueOrDefault(key);

    /// <summary>Sets money aside for an attempt, in all accounts or none. Said again, it replaces what was set aside for that attempt before.</summary>
    public Grant Reserve(ReserveMoney request, DateTimeOffset now)
    {
        foreach (var opened in request.Opened)
        {
            MarkOpened(opened);
        }

        var reservation = _reservations.GetValueOrDefault((request.TaskId, request.Attempt));
        var refusal = Refusal(request, reservation);
        if (refusal is not null && request.Keeps)
        {
            return refusal;
        }

        GiveBack(reservation);
        var chain = request.Accounts.Select(_accounts.GetValueOrDefault).OfType<BudgetAccount>().ToList();
        if (refusal is not null || chain.Count == 0)
        {
            Drop(reservation);
            return refusal ?? new Grant.Given(request.Wanted, []);
        }

        var amount = chain.Aggregate(request.Wanted, (least, x) => Math.Min(least, x.Left));
        reservation ??= New(request.TaskId, request.Attempt, now);
        reservation.Amount = amount;
        reservation.Accounts = [.. chain.Select(x => x.Key)];
        reservation.At = now;
        reservation.Version++;
        foreach (var account in chain)
        {
            account.Reserved += amount;
            account.Version++;
        }

        return new Grant.Given(amount, reservation.Accounts);
    }

    /// <summary>A task's account is known to be open.</summary>
    public void MarkOpened(string key)
    {
        if (Find(key) is { Opened: false } account)
        {
            account.Opened = true;
            account.Version++;
        }
    }

    /// <summary>
    /// An attempt has ended, and cost so much. What was set aside for later attempts of the task, of which its saga knows nothing, is given back.
    /// </summary>
    /// <returns>What counts: the first that was said.</returns>
    public decimal Close(Guid task, int attempt, decimal actual)
    {
        foreach (var later in _reservations.Values.Where(x => x.TaskId == task && x.Attempt > attempt).ToList())
        {
            GiveBack(later);
            Drop(later);
        }

        if (_reservations.GetValueOrDefault((task, attempt)) is not { } reservation)
        {
            return actual;
        }

        GiveBack(reservation);
        if (reservation.Actual is null)
        {
            reservation.Actual = actual;
            reservation.Version++;
            foreach (var account in reservation.Accounts.Select(_accounts.GetValueOrDefault).OfType<BudgetAccount>())
            {
                account.Spent += actual;
                account.Version++;
            }
        }

        return reservation.Actual.Value;
    }

    /// <summary>Gives back what was set aside for an attempt that its task knows nothing of.</summary>
    public void Release(Guid task, int attempt)
    {
        var reservation = _reservations.GetValueOrDefault((task, attempt));
        GiveBack(reservation);
        Drop(reservation);
    }

    /// <summary>Opens a task's account, or, as long as nobody was told that it is open, sets it to where the task is now.</summary>
    public void Open(OpenAccount request, DateTimeOffset now)
    {
        var key = BudgetKeys.Task(request.TaskId);
        var account = Find(key) ?? (_accounts[key] = new BudgetAccount { Key = key, Vsm = request.Vsm, Kind = BudgetKind.Task, Subject = request.TaskId });
        if (account.Opened)
        {
            return;
        }

        (account.Cap, account.Spent, account.Reserved) = (request.Cap, request.Spent, 0);
        account.Version++;
        foreach (var other in _reservations.Values.Where(x => x.TaskId == request.TaskId && x.Accounts.Contains(key)).ToList())
        {
            other.Accounts = [.. other.Accounts.Where(x => x != key)];
            other.Version++;
            if (other.Accounts.Length == 0)
            {
                other.Actual = null;
                Drop(other);
            }
        }

        if (request.OpenAttempt is { } attempt)
        {
            if (!_reservations.TryGetValue((request.TaskId, attempt), out var own))
            {
                own = New(request.TaskId, attempt, now);
                own.Amount = request.Reserved;
            }

            own.Accounts = [.. own.Accounts, key];
            own.Version++;
            account.Reserved = own.Amount;
        }
    }

    /// <summary>The organisation says what the cap is; what people set since it last said something else stays.</summary>
    public void Configure(string key, string vsm, BudgetKind kind, Guid? subject, decimal? cap)
    {
        if (Find(key) is not { } account)
        {
            if (cap is null)
            {
                return;
            }

            account = _accounts[key] = New(key, vsm, kind, subject);
        }

        if (account.Configured != cap)
        {
            account.Configured = account.Cap = cap;
            account.Version++;
        }
    }

    /// <summary>Somebody sets or raises a cap.</summary>
    /// <param name="key">The account.</param>
    /// <param name="change">Its request counts once; null, where saying it again says the same.</param>
    public void Change(string key, ChangeBudget change)
    {
        var account = Find(key) ?? (_accounts[key] = New(key, change.Vsm, change.Kind, change.Subject));
        if (account.Requests.Contains(change.RequestId))
        {
            return;
        }

        account.Cap = change.Raise is { } more ? (account.Cap ?? account.Spent + account.Reserved) + more : change.Cap;
        account.Requests = [.. account.Requests.TakeLast(MostRequests - 1), change.RequestId];
        account.Version++;
    }

    /// <summary>The limit of a task was raised.</summary>
    public void Limit(Guid task, decimal cap)
    {
        if (Find(BudgetKeys.Task(task)) is { } account && account.Cap < cap)
        {
            account.Cap = cap;
            account.Version++;
        }
    }

    // What the attempt itself holds of an account is its own to use anew.
    private Grant? Refusal(ReserveMoney request, Reservation? own)
    {
        if (request.Accounts.Select(BudgetKeys.TaskOf).FirstOrDefault(x => x is { } task && Find(BudgetKeys.Task(task)) is not { Opened: true }) is { } missing)
        {
            return new Grant.Missing(missing);
        }

        var least = request.Accounts.Select(_accounts.GetValueOrDefault).OfType<BudgetAccount>().MinBy(LeftOf);
        return least is not null && (LeftOf(least) < request.Least || LeftOf(least) <= 0) ? new Grant.Short(least) : null;

        decimal LeftOf(BudgetAccount account) =>
            account.Cap is null ? decimal.MaxValue : account.Left + (own?.Accounts.Contains(account.Key) == true ? own.Amount : 0);
    }

    private static BudgetAccount New(string key, string vsm, BudgetKind kind, Guid? subject) =>
        new() { Key = key, Vsm = vsm, Kind = kind, Subject = subject, Opened = true };

    // One that was dropped a moment ago is stored still, under the same key.
    private Reservation New(Guid task, int attempt, DateTimeOffset now)
    {
        if (_dropped.Remove((task, attempt), out var dropped))
        {
            (dropped.Amount, dropped.Actual, dropped.Accounts, dropped.At) = (0, null, [], now);
        }

        return _reservations[(task, attempt)] = dropped ?? new Reservation { TaskId = task, Attempt = attempt, At = now };
    }

    private void GiveBack(Reservation? reservation)
    {
        if (reservation is not { Amount: > 0 })
        {
            return;
        }

        foreach (var account in reservation.Accounts.Select(_accounts.GetValueOrDefault).OfType<BudgetAccount>())
        {
            account.Reserved -= reservation.Amount;
            account.Version++;
        }

        reservation.Amount = 0;
        reservation.Version++;
    }

    private void Drop(Reservation? reservation)
    {
        if (reservation is { Actual: null })
        {
            _reservations.Remove((reservation.TaskId, reservation.Attempt));
            _dropped[(reservation.TaskId, reservation.Attempt)] = reservation;
        }
    }
}
