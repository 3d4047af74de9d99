using Vsm.Contracts.Http;
using Vsm.Dashboard.Failures;

namespace Vsm.Unit.Tests.Dashboard.Failures;

public sealed class When_a_failed_message_moves_on
{
    [Test]
    public void The_same_delivery_again_changes_nothing() => Assert.That(FailureLifecycle.Arrive(Given.Failed(), Given.Arrival(0)), Is.Null);

    [Test]
    public void Coming_back_from_a_retry_is_the_same_row_with_its_count()
    {
        var sent = Given.Failed().Sent();
        var back = FailureLifecycle.Arrive(sent, Given.Arrival(70, sent, "still no"))!;
        Assert.That((back.Id, back.State, back.Retries, back.FailedRetries, back.Failures, back.Reason),
            Is.EqualTo((sent.Id, FailedMessageState.Failed, 1, 1, 2, "still no")));
        Assert.That(back.Version, Is.EqualTo(sent.Version + 1));
    }

    [Test]
    public void Coming_back_before_it_was_marked_as_sent_is_not_marked_any_more()
    {
        var claimed = FailureLifecycle.Claim(FailureLifecycle.Retry(Given.Failed(), Given.Act()), Given.Claim, Given.Start);
        var back = FailureLifecycle.Arrive(claimed, Given.Arrival(70, claimed))!;
        Assert.That(back.State, Is.EqualTo(FailedMessageState.Failed));
        Assert.That(FailureLifecycle.Sent(back, Given.Claim, Given.Start), Is.Null);
    }

    [Test]
    public void Coming_back_late_takes_the_resolution_back()
    {
        var resolved = FailureLifecycle.Resolve(Given.Failed().Sent(), Given.Start.AddMinutes(3));
        var back = FailureLifecycle.Arrive(resolved, Given.Arrival(500, resolved))!;
        Assert.That((back.State, back.EndedAt, back.FailedRetries), Is.EqualTo((FailedMessageState.Failed, (DateTimeOffset?)null, 1)));
    }

    [Test]
    public void What_comes_back_from_an_earlier_retry_does_not_end_the_later_one()
    {
        var first = Given.Failed().Sent();
        var second = FailureLifecycle.Arrive(first, Given.Arrival(70, first))!.Sent();
        var late = FailureLifecycle.Arrive(second, Given.Arrival(80, first))!;
        Assert.That((late.State, late.Failures), Is.EqualTo((FailedMessageState.Sent, 3)));
    }

    [Test]
    public void A_copy_that_fails_while_a_retry_waits_changes_no_state()
    {
        var retrying = FailureLifecycle.Retry(Given.Failed(), Given.Act());
        Assert.That(FailureLifecycle.Arrive(retrying, Given.Arrival(70))!.State, Is.EqualTo(FailedMessageState.Retrying));
    }

    [Test]
    public void A_copy_that_fails_after_the_end_is_shown()
    {
        var discarded = FailureLifecycle.Discard(Given.Failed(), Given.Act("a test"));
        Assert.That(FailureLifecycle.Arrive(discarded, Given.Arrival(70))!.State, Is.EqualTo(FailedMessageState.Failed));
    }

    [Test]
    public void A_queue_that_is_gone_keeps_it_here()
    {
        var claimed = FailureLifecycle.Claim(FailureLifecycle.Retry(Given.Failed(), Given.Act()), Given.Claim, Given.Start);
        var kept = FailureLifecycle.NotSent(claimed, Given.Claim, "no such queue")!;
        Assert.That((kept.State, kept.Problem, kept.Claim), Is.EqualTo((FailedMessageState.Failed, "no such queue", (Guid?)null)));
        Assert.That(FailureLifecycle.RetryProblem(kept, null), Is.Null);
    }

    [Test]
    public void Only_who_has_the_claim_marks_it()
    {
        var claimed = FailureLifecycle.Claim(FailureLifecycle.Retry(Given.Failed(), Given.Act()), Given.Claim, Given.Start);
        Assert.That(FailureLifecycle.Sent(claimed, Guid.NewGuid(), Given.Start), Is.Null);
        Assert.That(FailureLifecycle.Release(claimed, Guid.NewGuid()), Is.Null);
    }

    [TestCase(2, null, null)]
    [TestCase(3, null, "3 retries of the message have failed; say in note why another one may help.")]
    [TestCase(3, " ", "3 retries of the message have failed; say in note why another one may help.")]
    [TestCase(3, "mended", null)]
    public void After_three_failed_retries_a_note_is_needed(int failedRetries, string? note, string? problem) =>
        Assert.That(FailureLifecycle.RetryProblem(Given.Failed() with { FailedRetries = failedRetries }, note), Is.EqualTo(problem));

    [Test]
    public void What_was_not_kept_whole_or_has_no_origin_cannot_be_retried()
    {
        Assert.That(FailureLifecycle.RetryProblem(Given.Failed() with { Cut = true, Length = 300_000 }, null), Does.Contain("300000 bytes and was not kept whole"));
        Assert.That(FailureLifecycle.RetryProblem(Given.Failed() with { Queue = "vsm.dead-letters" }, null), Does.Contain("does not say which queue"));
    }

    /// <summary>A broker that delivers twice, a sender that ends between sending and marking: the message is never in no place at all.</summary>
    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool Whatever_happens_the_message_is_kept_or_queued_until_it_is_done_or_discarded(byte[] events)
    {
        var row = Given.Failed();
        var queued = new Queue<FailedMessageRow>();
        var delivered = new List<FailureArrival> { Given.Arrival(0) };
        var done = false;
        var second = 0;
        foreach (var next in events)
        {
            second++;
            switch (next % 9)
            {
                case 0 when FailureLifecycle.RetryProblem(row, "note") is null:
                    row = FailureLifecycle.Retry(row, Given.Act("note"));
                    break;
                case 1 when row.State == FailedMessageState.Retrying:
                    row = FailureLifecycle.Claim(row, Given.Claim, Given.Start);
                    queued.Enqueue(row);
                    break;
                case 2:
                    row = row.Claim is null || queued.Count == 0 ? row : FailureLifecycle.Sent(row, Given.Claim, Given.Start) ?? row;
                    break;
                case 3 or 4 when queued.TryDequeue(out var sent):
                    delivered.Add(Given.Arrival(second, sent));
                    row = FailureLifecycle.Arrive(row, delivered[^1]) ?? row;
                    break;
                case 5 when queued.TryDequeue(out _):
                    done = true;
                    break;
                case 6:
                    row = FailureLifecycle.Arrive(row, delivered[next % delivered.Count]) ?? row;
                    break;
                case 7 when FailureLifecycle.HasNotComeBack(row, Given.Start) && queued.Count == 0:
                    row = FailureLifecycle.Resolve(row, Given.Start);
                    break;
            }

            if (!done && queued.Count == 0 && row.State is not (FailedMessageState.Failed or FailedMessageState.Retrying))
            {
                return false;
            }
        }

        return true;
    }
}
