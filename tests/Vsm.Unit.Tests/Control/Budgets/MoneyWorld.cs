using Vsm.Contracts.Control;
using Vsm.S3.Control.Budgets;

namespace Vsm.Unit.Tests.Control.Budgets;

/// <summary>A VSM with two System 1s and a tree of tasks that spend, crash, and say things twice, at random; checked after everything that happens.</summary>
internal sealed class MoneyWorld
{
    private static readonly Guid[] Agents = [new("00000000-0000-0000-0000-00000000000a"), new("00000000-0000-0000-0000-00000000000b")];
    private static readonly Guid Top = new("00000000-0000-0000-0000-000000000001");
    private readonly Random _random;
    private readonly BudgetLedger _ledger;
    private readonly List<Worker> _workers;
    private readonly Dictionary<string, decimal> _spentByHand = [];

    public MoneyWorld(int seed)
    {
        _random = new Random(seed);
        _ledger = new BudgetLedger([], []);
        _ledger.Configure(BudgetKeys.Vsm("root"), "root", BudgetKind.Vsm, null, Cents(50, 200));
        _ledger.Configure(BudgetKeys.System(Agents[0]), "root", BudgetKind.System, Agents[0], Cents(10, 100));
        _ledger.Open(new OpenAccount { TaskId = Top, Vsm = "root", Cap = Cents(20, 100), Spent = 0 }, DateTimeOffset.UnixEpoch);
        _workers = [.. Enumerable.Range(2, 6).Select(x => new Worker(new Guid(x, 0, 0, new byte[8])))];
    }

    public int Granted { get; private set; }

    public int Refused { get; private set; }

    public int Judged { get; private set; }

    public int Unjudged { get; private set; }

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step(_workers[_random.Next(_workers.Count)]);
            Check();
        }
    }

    private void Step(Worker worker)
    {
        switch (_random.Next(10))
        {
            case < 4 when worker.Held is null:
                Begin(worker);
                break;
            case < 4:
                End(worker);
                break;
            case 4:
                Reserve(worker); // a step that was not stored; who comes after it knows nothing of it
                break;
            case 5 when worker.Attempt > 0 && worker.Held is null:
                Assert.That(_ledger.Close(worker.Task, worker.Attempt, Cents(0, 100)), Is.EqualTo(worker.Cost), "What was settled before counts.");
                break;
            case 6:
                var change = new ChangeBudget { RequestId = Guid.NewGuid(), Kind = BudgetKind.Vsm, Raise = Cents(1, 5) };
                _ledger.Change(BudgetKeys.Vsm("root"), change);
                var once = _ledger.Find(BudgetKeys.Vsm("root"))!.Cap;
                _ledger.Change(BudgetKeys.Vsm("root"), change);
                Assert.That(_ledger.Find(BudgetKeys.Vsm("root"))!.Cap, Is.EqualTo(once), "A request counts once.");
                break;
            case 8 when worker.Held is { } held:
                Judge(worker, held);
                break;
            case 7:
                _ledger.Limit(Top, _ledger.Find(BudgetKeys.Task(Top))!.Cap!.Value + Cents(0, 3));
                break;
        }
    }

    private void Begin(Worker worker)
    {
        for (var again = _random.Next(3); again > 0; again--)
        {
            Reserve(worker); // the same step, as its message came again
        }

        if (Reserve(worker) is Grant.Given given)
        {
            Granted++;
            worker.Attempt++;
            worker.Held = given;
        }
        else
        {
            Refused++;
            _ledger.Close(worker.Task, worker.Attempt, worker.Cost);
        }
    }

    private Grant Reserve(Worker worker)
    {
        if (worker.Held is not null)
        {
            return worker.Held;
        }

        var least = Cents(0, 4);
        return _ledger.Reserve(
            new ReserveMoney
            {
                TaskId = worker.Task,
                Attempt = worker.Attempt + 1,
                Accounts = [BudgetKeys.Task(Top), BudgetKeys.System(Agents[_random.Next(2)]), BudgetKeys.Vsm("root")],
                Wanted = least + Cents(1, 20),
                Least = least,
                Opened = [BudgetKeys.Task(Top)],
            },
            DateTimeOffset.UnixEpoch);
    }

    /// <summary>A model is to judge what was done: what the work took is known, and what judging may take is set aside beside it.</summary>
    private void Judge(Worker worker, Grant.Given held)
    {
        var (work, least) = (Math.Round(held.Amount / 2, 2), Cents(0, 4));
        if (_ledger.Reserve(
            new ReserveMoney
            {
                TaskId = worker.Task, Attempt = worker.Attempt, Accounts = held.Accounts, Wanted = work + least + Cents(1, 20), Least = work + least, Keeps = true,
            },
            DateTimeOffset.UnixEpoch) is Grant.Given given)
        {
            worker.Held = given;
            Judged++;
        }
        else
        {
            Unjudged++;
        }
    }

    private void End(Worker worker)
    {
        var spent = Math.Round(worker.Held!.Amount * (decimal)_random.NextDouble(), 8);
        worker.Cost = _ledger.Close(worker.Task, worker.Attempt, spent);
        foreach (var account in worker.Held.Accounts)
        {
            _spentByHand[account] = _spentByHand.GetValueOrDefault(account) + spent;
        }

        worker.Held = null;
    }

    private void Check()
    {
        foreach (var account in _ledger.Accounts)
        {
            Assert.That(account.Spent + account.Reserved, Is.LessThanOrEqualTo(account.Cap!.Value), account.Key);
            Assert.That(account.Reserved, Is.EqualTo(_ledger.Reservations.Where(x => x.Accounts.Contains(account.Key)).Sum(x => x.Amount)), account.Key);
            Assert.That(account.Spent, Is.EqualTo(_spentByHand.GetValueOrDefault(account.Key)), account.Key);
        }

        foreach (var worker in _workers.Where(x => x.Held is not null))
        {
            Assert.That(_ledger.Reservations.Any(x => x.TaskId == worker.Task && x.Attempt == worker.Attempt && x.Amount == worker.Held!.Amount), "Money is set aside for what is at work.");
        }
    }

    private decimal Cents(int least, int most) => _random.Next(least, most + 1) / 100m;

    private sealed class Worker(Guid task)
    {
        public Guid Task => task;

        public int Attempt { get; set; }

        public Grant.Given? Held { get; set; }

        public decimal Cost { get; set; }
    }
}
