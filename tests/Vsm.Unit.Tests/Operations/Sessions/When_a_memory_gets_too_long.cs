using FsCheck;
using FsCheck.Fluent;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Sessions;

namespace Vsm.Unit.Tests.Operations.Sessions;

public sealed class When_a_memory_gets_too_long
{
    private const int Bound = 2_000;

    private static Arbitrary<(int[] Turns, int[] Summaries)> Conversations { get; } = Arb.From(
        from turns in Gen.Choose(5, 3 * Bound).ArrayOf()
        from summaries in Gen.Choose(0, Bound / 2).ArrayOf(turns.Length)
        select (turns, summaries));

    [Test]
    public void What_fits_stays_as_it_is()
    {
        var memory = Of(300, 300, 300);

        Assert.That(MemoryRules.ToSummarise(memory, 1_000, Bound), Is.Zero);
        Assert.That(MemoryRules.Trim(memory, 1_000), Is.SameAs(memory));
    }

    [Test]
    public void The_newest_are_kept_as_far_as_half_of_the_bound_goes()
    {
        var memory = Of(700, 500, 400, 300);

        Assert.That(MemoryRules.ToSummarise(memory, 200, Bound), Is.EqualTo(4), "of half of 2000 are 800 left, which 300 and 400 go into");
    }

    [Test]
    public void A_summary_stands_for_what_the_one_before_stood_for_as_well()
    {
        var once = MemoryRules.Summarise(Of(700, 500, 400), 2, Summary(50));
        var twice = MemoryRules.Summarise(once, 4, Summary(60));

        Assert.That((once.Summary!.Messages, once.Messages.Count, twice.Summary!.Messages, twice.Messages.Count), Is.EqualTo((2, 4, 6, 0)));
        Assert.That(twice.Tokens, Is.EqualTo(60));
    }

    [Test]
    public void Without_a_summary_the_oldest_are_left_out_and_counted()
    {
        var trimmed = MemoryRules.Trim(Of(700, 500, 400) with { Summary = Summary(100) with { Messages = 8 } }, 1_000);

        Assert.That((trimmed.Forgotten, trimmed.Messages.Count, trimmed.Summary?.Messages, trimmed.Tokens), Is.EqualTo((2, 4, 8, 1_000)));
    }

    [Test]
    public void A_summary_that_leaves_no_room_goes_last()
    {
        var trimmed = MemoryRules.Trim(Of(700) with { Summary = Summary(900) with { Messages = 8 } }, 800);

        Assert.That((trimmed.Forgotten, trimmed.Messages.Count, trimmed.Summary), Is.EqualTo((10, 0, null as ConversationSummary)));
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property What_a_model_is_shown_never_passes_the_bound() => Prop.ForAll(Conversations, Gen.Choose(5, Bound / 2).ToArbitrary(), (x, coming) =>
    {
        var memory = Run(x.Turns, x.Summaries, coming);
        var shown = MemoryRules.Trim(Summarised(memory, coming, 0), Bound - coming);
        return shown.Tokens + coming <= Bound && shown.Messages.SequenceEqual(memory.Messages.TakeLast(shown.Messages.Count));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property With_a_summary_nothing_is_left_out_for_the_model() => Prop.ForAll(Conversations, Gen.Choose(5, Bound / 2).ToArbitrary(), (x, coming) =>
    {
        var memory = Summarised(Run(x.Turns, x.Summaries, coming), coming, Bound / 2);
        return memory.Summary is null || memory.Summary.Tokens > Bound / 2 || ReferenceEquals(MemoryRules.Trim(memory, Bound - coming), memory);
    });

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property What_is_kept_is_bounded_however_rarely_summaries_come() => Prop.ForAll(
        Conversations, x => Run(x.Turns, x.Summaries, 10).Tokens <= 2 * Bound);

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public Property Every_message_is_remembered_summarised_or_counted_as_forgotten() => Prop.ForAll(Conversations, x =>
    {
        var memory = Run(x.Turns, x.Summaries, 10);
        return memory.Messages.Count + (memory.Summary?.Messages ?? 0) + memory.Forgotten == 2 * x.Turns.Length
            && memory.Messages.Index().All(y => y.Item.Role == (y.Index % 2 == 0 ? ConversationRole.User : ConversationRole.Agent));
    });

    [TestCase("", 4)]
    [TestCase("abc", 5)]
    [TestCase("日本", 6)]
    public void Tokens_are_estimated_by_bytes(string text, int tokens) => Assert.That(Tokens.Estimate(text), Is.EqualTo(tokens));

    [TestCase(null, 5)]
    [TestCase(2L, 5)]
    [TestCase(70L, 70)]
    [TestCase(long.MaxValue, int.MaxValue / 4)]
    public void A_provider_counts_more_than_the_estimate_but_not_less(long? counted, int tokens) => Assert.That(Tokens.Of("abc", counted), Is.EqualTo(tokens));

    // A summary of no tokens means that there was none.
    private static Memory Run(int[] turns, int[] summaries, int coming) => turns.Zip(summaries).Aggregate(Memory.Empty, (memory, x) =>
        MemoryRules.Add(Summarised(memory, coming, x.Second), Message(ConversationRole.User, 5), Message(ConversationRole.Agent, x.First), Bound));

    private static Memory Summarised(Memory memory, int coming, int tokens) =>
        tokens > 0 && MemoryRules.ToSummarise(memory, coming, Bound) is > 0 and var older ? MemoryRules.Summarise(memory, older, Summary(tokens)) : memory;

    private static Memory Of(params int[] pairs) => Memory.Empty with
    {
        Messages = [.. pairs.SelectMany(x => new[] { Message(ConversationRole.User, x / 2), Message(ConversationRole.Agent, x - (x / 2)) })],
    };

    private static ConversationMessage Message(ConversationRole role, int tokens) => new() { Role = role, Text = "x", Tokens = tokens, At = DateTimeOffset.UnixEpoch };

    private static ConversationSummary Summary(int tokens) => new() { Text = "s", Messages = 0, Tokens = tokens, At = DateTimeOffset.UnixEpoch };
}
