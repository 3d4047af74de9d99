using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Journal;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_entries_are_chained
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Any_batching_gives_the_same_chain(NonNegativeInt[] cuts, PositiveInt count)
    {
        var entries = Entries(count.Get % 40);
        var (whole, expected) = JournalChain.Append(ChainHead.Before("root"), entries);

        var head = ChainHead.Before("root");
        var records = new List<JournalRecord>();
        var bounds = cuts.Select(x => x.Get % (entries.Count + 1)).Append(0).Append(entries.Count).Order().ToList();
        foreach (var (from, to) in bounds.Zip(bounds.Skip(1)))
        {
            (head, var part) = JournalChain.Append(head, [.. entries.Skip(from).Take(to - from)]);
            records.AddRange(part);
        }

        return head == whole && records.SequenceEqual(expected) && JournalChain.Verify(records) is { Intact: true } check && check.Entries == entries.Count;
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public bool A_change_of_any_member_is_found_at_its_entry(PositiveInt count, NonNegativeInt place, NonNegativeInt member)
    {
        var records = JournalChain.Append(ChainHead.Before("root"), Entries(1 + (count.Get % 30))).Records.ToList();
        var index = place.Get % records.Count;
        records[index] = Changed(records[index], member.Get % 11);

        var check = JournalChain.Verify(records);

        return check.FirstBroken == index + 1 && !check.Intact;
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool An_entry_taken_out_is_found_where_it_was(PositiveInt count, NonNegativeInt place)
    {
        var (head, records) = JournalChain.Append(ChainHead.Before("root"), Entries(1 + (count.Get % 30)));
        var index = place.Get % records.Count;

        var check = JournalChain.Verify(records.Where((_, i) => i != index));
        check.CheckEnd(head);

        return check.FirstBroken == index + 1;
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Two_entries_that_changed_places_are_found(PositiveInt count, NonNegativeInt place)
    {
        var records = JournalChain.Append(ChainHead.Before("root"), Entries(2 + (count.Get % 30))).Records.ToList();
        var index = place.Get % (records.Count - 1);
        (records[index], records[index + 1]) = (records[index + 1], records[index]);

        return JournalChain.Verify(records).FirstBroken == index + 1;
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool What_is_left_of_a_chain_is_checked_from_what_was_removed(PositiveInt count, NonNegativeInt kept, NonNegativeInt place)
    {
        var (head, records) = JournalChain.Append(ChainHead.Before("root"), Entries(1 + (count.Get % 30)));
        var last = records[kept.Get % records.Count];
        var anchor = new ChainAnchor { Vsm = "root", Sequence = last.Sequence, Hash = last.Hash };
        var left = records.Skip((int)last.Sequence).ToList();
        var whole = Checked(left, anchor, head);
        if (left.Count == 0)
        {
            return whole is { Intact: true, Entries: 0 };
        }

        var index = place.Get % left.Count;
        var changed = Checked([.. left.Select((x, i) => i == index ? Changed(x, 9) : x)], anchor, head);
        var forged = Checked(left, anchor with { Hash = ChainHead.FirstHash }, head);
        return whole.Intact && changed.FirstBroken == left[index].Sequence && forged.FirstBroken == left[0].Sequence;
    }

    [Test]
    public void A_change_with_a_new_hash_is_found_at_the_next_entry()
    {
        var records = JournalChain.Append(ChainHead.Before("root"), Entries(3)).Records.ToList();
        var forged = records[1] with { Summary = "nothing happened" };
        records[1] = forged with { Hash = JournalChain.Hash(records[0].Hash, forged) };

        Assert.That(JournalChain.Verify(records).FirstBroken, Is.EqualTo(3));
    }

    [Test]
    public void A_last_entry_with_a_new_hash_is_found_by_the_head()
    {
        var (head, appended) = JournalChain.Append(ChainHead.Before("root"), Entries(3));
        var records = appended.ToList();
        var forged = records[2] with { Summary = "nothing happened" };
        records[2] = forged with { Hash = JournalChain.Hash(records[1].Hash, forged) };

        var check = JournalChain.Verify(records);
        check.CheckEnd(head);

        Assert.That(check.FirstBroken, Is.EqualTo(3));
    }

    [Test]
    public void The_hash_of_an_entry_stays_what_it_was_in_the_first_release()
    {
        var entry = new JournalEntry
        {
            Key = "k", Function = "s3", Kind = "task.executing", At = Start, TaskId = Guid.Empty, Attempt = 1, Step = 2, Actor = "a", Summary = "s",
            Data = JsonDocument.Parse("""{"x":"é"}""").RootElement,
        };

        var record = JournalChain.Append(ChainHead.Before("root"), [entry]).Records.Single();

        Assert.That(record.Hash, Is.EqualTo(FirstRelease));
    }

    [Test]
    public void Times_and_texts_are_kept_as_every_database_gives_them_back()
    {
        var entry = Entries(1)[0] with { At = Start.AddTicks(7), Summary = "a\0b" };

        var record = JournalChain.Append(ChainHead.Before("root"), [entry]).Records.Single();

        Assert.That(record.At, Is.EqualTo(Start.ToUniversalTime()));
        Assert.That(record.At.Offset, Is.EqualTo(TimeSpan.Zero));
        Assert.That(record.Summary, Is.EqualTo("a\uFFFDb"));
    }

    private const string FirstRelease = "ea7bd37fb1d6dcf1c9c56ded2aaebc6ed29ab81dc3326d58016e32a2b999d008";

    private static ChainVerification Checked(IReadOnlyList<JournalRecord> records, ChainAnchor anchor, ChainHead head)
    {
        var check = new ChainVerification(anchor);
        foreach (var record in records)
        {
            check.Check(record);
        }

        check.CheckEnd(head);
        return check;
    }

    private static List<JournalEntry> Entries(int count) => [.. Enumerable.Range(0, count).Select(x => new JournalEntry
    {
        Key = $"k{x}",
        Function = x % 2 == 0 ? "s3" : "s1",
        Kind = "task",
        At = Start.AddSeconds(x),
        TaskId = x % 3 == 0 ? null : new Guid(x, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        Attempt = x % 5 == 0 ? null : x,
        Step = x % 7 == 0 ? null : x,
        Actor = x % 4 == 0 ? null : $"actor {x}",
        Summary = $"step {x}",
        Data = x % 2 == 0 ? null : JsonSerializer.SerializeToElement(new { number = x }),
    })];

    private static JournalRecord Changed(JournalRecord record, int member) => member switch
    {
        0 => record with { Vsm = record.Vsm + "x" },
        1 => record with { Function = record.Function + "x" },
        2 => record with { Key = record.Key + "x" },
        3 => record with { Kind = record.Kind + "x" },
        4 => record with { At = record.At.AddMicroseconds(1) },
        5 => record with { TaskId = record.TaskId is null ? Guid.Empty : null },
        6 => record with { Attempt = record.Attempt is null ? 0 : null },
        7 => record with { Step = (record.Step ?? 0) + 1 },
        8 => record with { Actor = record.Actor + "x" },
        9 => record with { Summary = record.Summary + " " },
        _ => record with { Data = record.Data is null ? "{}" : record.Data + " " },
    };
}
