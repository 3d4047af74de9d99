using Vsm.Contracts.Control;
using Vsm.S3.Control.Budgets;

namespace Vsm.Unit.Tests.Control.Budgets;

public sealed class When_money_is_set_aside
{
    private static readonly Guid Task = Guid.NewGuid();
    private static readonly string Vsm = BudgetKeys.Vsm("root");
    private BudgetLedger _ledger = null!;

    [SetUp]
    public void Start() => _ledger = new BudgetLedger([], []);

    [Test]
    public void No_cap_is_passed_in_ten_thousand_runs_with_crashes_duplicates_and_top_ups()
    {
        var (granted, refused, judged, unjudged) = (0, 0, 0, 0);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var world = new MoneyWorld(seed);
            world.Run(40);
            granted += world.Granted;
            refused += world.Refused;
            judged += world.Judged;
            unjudged += world.Unjudged;
        }

        Assert.That(granted, Is.GreaterThan(10_000));
        Assert.That(refused, Is.GreaterThan(1_000));
        Assert.That(judged, Is.GreaterThan(1_000));
        Assert.That(unjudged, Is.GreaterThan(100));
    }

    [Test]
    public void An_attempt_gets_what_is_left_where_it_may_do_with_less()
    {
        Cap(0.10m);

        Assert.That(Reserve(1, wanted: 0.06m), Is.TypeOf<Grant.Given>().With.Property("Amount").EqualTo(0.06m));
        Assert.That(Reserve(2, wanted: 0.06m, least: 0.03m), Is.TypeOf<Grant.Given>().With.Property("Amount").EqualTo(0.04m));
        Assert.That(Reserve(3, wanted: 0.06m), Is.TypeOf<Grant.Short>().With.Property("Account").Property("Key").EqualTo(Vsm));
    }

    [Test]
    public void What_was_not_spent_is_free_again()
    {
        Cap(0.10m);
        Reserve(1, wanted: 0.10m);

        Assert.That(_ledger.Close(Task, 1, 0.03m), Is.EqualTo(0.03m));

        Assert.That(Account(), Is.EqualTo((0.03m, 0m, 0.07m)));
    }

    [Test]
    public void What_is_settled_twice_counts_as_it_did_first()
    {
        Cap(0.10m);
        Reserve(1, wanted: 0.10m);
        _ledger.Close(Task, 1, 0.03m);

        Assert.That(_ledger.Close(Task, 1, 0.10m), Is.EqualTo(0.03m));

        Assert.That(Account(), Is.EqualTo((0.03m, 0m, 0.07m)));
    }

    [Test]
    public void A_step_that_was_not_stored_is_taken_back_by_the_next_one()
    {
        Cap(0.10m);
        Reserve(1, wanted: 0.10m);

        _ledger.Close(Task, 0, 0);

        Assert.That(Account(), Is.EqualTo((0m, 0m, 0.10m)));
        Assert.That(_ledger.Reservations, Is.Empty);
    }

    [Test]
    public void An_attempt_is_set_aside_in_all_accounts_or_in_none()
    {
        var agent = Guid.NewGuid();
        Cap(1m);
        _ledger.Configure(BudgetKeys.System(agent), "root", BudgetKind.System, agent, 0.01m);

        var grant = _ledger.Reserve(Request(1, 0.02m, 0.02m, BudgetKeys.System(agent), Vsm), DateTimeOffset.UnixEpoch);

        Assert.That(grant, Is.TypeOf<Grant.Short>());
        Assert.That(_ledger.Accounts.Select(x => x.Reserved), Is.All.Zero);
    }

    [Test]
    public void An_account_of_a_task_above_has_to_be_open()
    {
        var above = Guid.NewGuid();
        Cap(1m);

        Assert.That(Ask(), Is.EqualTo(new Grant.Missing(above)));
        _ledger.Open(new OpenAccount { TaskId = above, Vsm = "root", Cap = 0.10m, Spent = 0.04m, OpenAttempt = 1, Reserved = 0.02m }, DateTimeOffset.UnixEpoch);
        Assert.That(Ask(), Is.EqualTo(new Grant.Missing(above)), "Nobody was told that it is open.");
        Assert.That(Ask(BudgetKeys.Task(above)), Is.TypeOf<Grant.Given>().With.Property("Amount").EqualTo(0.04m));

        Grant Ask(params string[] opened) =>
            _ledger.Reserve(Request(1, 0.05m, 0.01m, BudgetKeys.Task(above), Vsm) with { Opened = opened }, DateTimeOffset.UnixEpoch);
    }

    [Test]
    public void An_account_that_is_opened_again_before_anybody_was_told_is_where_its_task_is_by_then()
    {
        _ledger.Open(new OpenAccount { TaskId = Task, Vsm = "root", Cap = 0.10m, Spent = 0, OpenAttempt = 1, Reserved = 0.05m }, DateTimeOffset.UnixEpoch);

        _ledger.Open(new OpenAccount { TaskId = Task, Vsm = "root", Cap = 0.20m, Spent = 0.03m }, DateTimeOffset.UnixEpoch);

        var account = _ledger.Find(BudgetKeys.Task(Task))!;
        Assert.That((account.Cap, account.Spent, account.Reserved), Is.EqualTo((0.20m, 0.03m, 0m)));
        Assert.That(_ledger.Reservations, Is.Empty);
    }

    [Test]
    public void What_people_set_stays_until_the_organisation_says_something_else()
    {
        Cap(1m);
        _ledger.Change(Vsm, new ChangeBudget { RequestId = Guid.NewGuid(), Kind = BudgetKind.Vsm, Cap = 5m });
        Cap(1m);
        Assert.That(_ledger.Find(Vsm)!.Cap, Is.EqualTo(5m));
        Cap(2m);
        Assert.That(_ledger.Find(Vsm)!.Cap, Is.EqualTo(2m));
    }

    private void Cap(decimal cap) => _ledger.Configure(Vsm, "root", BudgetKind.Vsm, null, cap);

    private Grant Reserve(int attempt, decimal wanted, decimal? least = null) => _ledger.Reserve(Request(attempt, wanted, least ?? wanted, Vsm), DateTimeOffset.UnixEpoch);

    private static ReserveMoney Request(int attempt, decimal wanted, decimal least, params string[] accounts) =>
        new() { TaskId = Task, Attempt = attempt, Accounts = accounts, Wanted = wanted, Least = least };

    private (decimal Spent, decimal Reserved, decimal Left) Account() => _ledger.Find(Vsm) is { } x ? (x.Spent, x.Reserved, x.Left) : default;
}
