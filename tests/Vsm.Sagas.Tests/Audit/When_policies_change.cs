using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Persistence;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_policies_change
{
    [Test]
    public async Task Results_are_judged_by_the_newest_also_when_an_older_set_comes_late()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(9));
        await bench.ChangeAsync(Cases.Set(3, Cases.MaxWords(1)));
        await bench.ChangeAsync(Cases.Set(2, Cases.MaxWords(9)));

        var violation = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two"), x => x.TaskId);

        Assert.That(violation.Ruling.PolicySetVersion, Is.EqualTo(3));
        Assert.That(await bench.ReadAsync(db => db.PolicySets.Select(x => x.Version).SingleAsync()), Is.EqualTo(3));
    }

    [Test]
    public async Task A_copy_older_than_the_result_asks_for_is_replaced_by_what_Policy_says()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(9));
        bench.Policy.PolicySet = Cases.Set(2, Cases.MaxWords(1));

        var violation = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two", 2), x => x.TaskId);
        await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("three four", 2), x => x.TaskId);

        Assert.That(violation.Ruling.PolicySetVersion, Is.EqualTo(2));
        Assert.That(bench.Policy.Asked, Is.EqualTo(new[] { "root" }));
    }

    [Test]
    public async Task A_result_that_nobody_has_the_policies_for_is_not_judged_by_older_ones()
    {
        await using var bench = await AuditBench.StartAsync(_ => { }, ("Vsm:Retries", "0"));
        await bench.ChangeAsync(Cases.Set(1, Cases.MaxWords(9)));
        bench.Policy.PolicySet = Cases.Set(1, Cases.MaxWords(9));
        var result = Cases.Result("one two", 2);

        await bench.Bus.Publish(result);

        var fault = (await bench.PublishedAsync<Fault<TaskResultMessage>>(x => x.Message.TaskId == result.TaskId))[0];
        Assert.That(fault.Exceptions.Single().Message, Does.Contain("The policies are of version 1; the result must be judged under 2"));
        Assert.That(bench.Count<TaskResultApprovedMessage>(), Is.Zero);
    }

    [Test]
    public async Task Those_of_another_instance_are_not_touched()
    {
        await using var bench = await AuditBench.StartAsync(Cases.MaxWords(1));
        await bench.ChangeAsync(Cases.Set(8, Cases.MaxWords(9)) with { Vsm = "north" });

        await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two"), x => x.TaskId);
        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one two") with { Vsm = "north" }, x => x.TaskId);

        Assert.That((approved.Vsm, approved.Ruling.Vsm, approved.Ruling.PolicySetVersion), Is.EqualTo(("north", "north", 8)));
    }

    [Test]
    public async Task A_process_that_starts_later_knows_them()
    {
        var store = new InMemoryStore();
        await using (var first = await AuditBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store)))
        {
            await first.ChangeAsync(Cases.Set(4, Cases.MaxWords(1)));
        }

        await using var second = await AuditBench.StartAsync(x => x.Services.AddSingleton<IStoreProvider>(store));

        var violation = await second.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two"), x => x.TaskId);
        Assert.That(violation.Ruling.PolicySetVersion, Is.EqualTo(4));
        Assert.That(second.Policy.Asked, Is.Empty);
    }
}
