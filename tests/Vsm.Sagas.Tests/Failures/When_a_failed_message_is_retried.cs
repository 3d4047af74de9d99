using System.Text.Json;
using Vsm.Sagas.Tests.Dashboard;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Failures;

public sealed class When_a_failed_message_is_retried
{
    [Test]
    public async Task It_is_done_and_shown_as_resolved_once_the_cause_is_gone()
    {
        await using var bench = await FailureBench.StartAsync();
        var failed = (await bench.FailAsync("no", "pay"))[0];
        bench.Cause.Reason = null;

        var retrying = await bench.RetryAsync(failed.GetProperty("id").GetGuid(), "the account is there now");

        var resolved = await bench.OnlyAsync("Resolved");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(retrying.Text("state"), Is.EqualTo("Retrying"));
            Assert.That(bench.Cause.Done.Select(x => (x.Text, x.MessageId.ToString())), Is.EqualTo(((string, string?)[])[("pay", failed.Text("messageId"))]));
            Assert.That(resolved.GetProperty("retries").GetInt32(), Is.EqualTo(1));
            Assert.That(resolved.GetProperty("failedRetries").GetInt32(), Is.Zero);
            Assert.That(resolved.Text("actBy"), Is.EqualTo("Ada"));
            Assert.That(resolved.Text("actReason"), Is.EqualTo("the account is there now"));
        }
    }

    [Test]
    public async Task It_comes_back_to_its_row_while_the_cause_persists()
    {
        await using var bench = await FailureBench.StartAsync((FailureBench.ResolvedAfter, "00:01:00"));
        var id = (await bench.FailAsync("no", "pay"))[0].GetProperty("id").GetGuid();
        bench.Cause.Reason = "still no";

        await RetryInVainAsync(bench, id, 1);

        var row = (await bench.ListAsync()).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.GetProperty("id").GetGuid(), Is.EqualTo(id));
            Assert.That(row.GetProperty("failures").GetInt32(), Is.EqualTo(2));
            Assert.That(row.GetProperty("retries").GetInt32(), Is.EqualTo(1));
            Assert.That(row.Text("reason"), Is.EqualTo("still no"));
            Assert.That(row.GetProperty("needsNote").GetBoolean(), Is.False);
        }
    }

    [Test]
    public async Task After_three_in_vain_a_note_is_demanded()
    {
        await using var bench = await FailureBench.StartAsync((FailureBench.ResolvedAfter, "00:01:00"));
        var id = (await bench.FailAsync("no", "pay"))[0].GetProperty("id").GetGuid();
        for (var i = 1; i <= 3; i++)
        {
            await RetryInVainAsync(bench, id, i);
        }

        var refused = await (await bench.Function.PostAsync($"{FailureBench.Path}/{id}/retry", new { by = "Ada" })).ProblemAsync(409);
        var many = await bench.PostAsync("/retry", new { by = "Ada", filter = new { all = true } });
        Assert.That(refused.Detail(), Is.EqualTo("3 retries of the message have failed; say in note why another one may help."));
        Assert.That((many.GetProperty("count").GetInt32(), many.GetProperty("leftOut").GetInt32()), Is.EqualTo((0, 1)));

        await RetryInVainAsync(bench, id, 4, "restarted the bank");
    }

    [Test]
    public async Task A_second_retry_meanwhile_is_refused()
    {
        await using var bench = await FailureBench.StartAsync((FailureBench.ResolvedAfter, "00:01:00"));
        var id = (await bench.FailAsync("no", "pay"))[0].GetProperty("id").GetGuid();
        bench.Cause.Reason = null;
        await bench.RetryAsync(id);
        await bench.OnlyAsync("Sent");

        var problem = await (await bench.Function.PostAsync($"{FailureBench.Path}/{id}/retry", new { by = "Ada" })).ProblemAsync(409);

        Assert.That(problem.Detail(), Is.EqualTo("The message is not kept here as failed; its state is Sent."));
    }

    [Test]
    public async Task Many_are_sent_no_faster_than_they_may_and_their_progress_is_shown()
    {
        await using var bench = await FailureBench.StartAsync(("Vsm:Failures:RetriesPerSecond", "10"));
        await bench.FailAsync("no", [.. Enumerable.Range(0, 20).Select(x => $"{x}")]);
        await bench.FailAsync("never", "other");
        bench.Cause.Reason = null;

        var act = await bench.PostAsync("/retry", new { by = "Ada", filter = new { reason = "NO" } });
        var again = await bench.PostAsync("/retry", new { by = "Bob", filter = new { reason = "no" } });

        var path = $"{FailureBench.Path}/acts/{act.Text("actId")}";
        var done = await Eventually.ReadAsync("progress", () => bench.Function.GetAsync(path), x => x.GetProperty("resolved").GetInt32() == 20);
        var sent = (await bench.ListAsync("state=Resolved")).Select(x => x.GetProperty("sentAt").GetDateTimeOffset()).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((act.GetProperty("count").GetInt32(), again.GetProperty("count").GetInt32()), Is.EqualTo((20, 0)));
            Assert.That(done.GetProperty("total").GetInt32(), Is.EqualTo(20));
            Assert.That(bench.Cause.Done.Select(x => x.Text), Is.EquivalentTo(Enumerable.Range(0, 20).Select(x => $"{x}")));
            Assert.That(sent.Max() - sent.Min(), Is.GreaterThan(TimeSpan.FromSeconds(0.9)));
            Assert.That((await bench.ListAsync("state=Failed")).Single().Text("reason"), Is.EqualTo("never"));
        }
    }

    [Test]
    public async Task The_journal_tells_who_did_it_and_why()
    {
        await using var bench = await FailureBench.StartAsync();
        var ids = (await bench.FailAsync("no", "a", "b")).Select(x => x.GetProperty("id").GetGuid()).ToList();
        bench.Cause.Reason = null;

        await bench.RetryAsync(ids[0], "mended");
        await bench.PostAsync($"/{ids[1]}/discard", new { by = "Bob", reason = "was a test" });

        var entries = await Eventually.ReadAsync("entries", bench.ActsAsync, x => x.Count == 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries, Is.EquivalentTo(((string?, string, string?)[])[("Ada", "failed-message.retry", "mended"), ("Bob", "failed-message.discard", "was a test")]));
            Assert.That((await bench.Function.GetAsync("/api/v1/audit")).GetProperty("intact").GetBoolean());
        }
    }

    private static async Task RetryInVainAsync(FailureBench bench, Guid id, int failedRetries, string? note = null)
    {
        await bench.RetryAsync(id, note);
        await Eventually.ReadAsync("it back", () => bench.ShowAsync(id), x => x.GetProperty("failedRetries").GetInt32() == failedRetries && x.Text("state") == "Failed");
    }
}
