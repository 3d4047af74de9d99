using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MassTransit.Serialization;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;

namespace Vsm.Unit.Tests.Operations.Execution;

public sealed class When_calls_are_put_into_a_message
{
    [Test]
    public void Those_that_fit_stay_as_they_are()
    {
        ToolCall[] calls = [Call(1, 4000, 3), Call(2, 10, 1)];

        Assert.That(ToolCallLimits.Fit(calls), Is.SameAs(calls));
    }

    [Test]
    public void Texts_are_cut_before_anything_is_left_out()
    {
        var calls = Enumerable.Range(1, 20).Select(x => Call(x, 4000, 2)).ToList();

        var fitted = ToolCallLimits.Fit(calls);

        Assert.That(fitted.Select(x => x.Id), Is.EqualTo(calls.Select(x => x.Id)));
        Assert.That(fitted.Select(x => x.Result!.Length), Is.All.EqualTo(201));
        Assert.That(fitted.SelectMany(x => x.Arguments.Values).Select(x => x.Length), Is.All.EqualTo(201));
    }

    [Test]
    public void Where_that_is_not_enough_the_calls_are_still_named()
    {
        var fitted = ToolCallLimits.Fit([.. Enumerable.Range(1, 64).Select(x => Call(x, 4000, 16))]);

        Assert.That(fitted.Select(x => (x.Tool, x.Result, x.Arguments.Count)), Is.EqualTo(Enumerable.Repeat(("redact", (string?)null, 0), 64)));
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public Property They_never_take_more_than_their_share() => Prop.ForAll(
        Gen.Choose(0, 200).Zip(Gen.Choose(0, 5000)).Zip(Gen.Choose(0, 40)).ToArbitrary(),
        x =>
        {
            var ((count, length), arguments) = x;
            var fitted = ToolCallLimits.Fit([.. Enumerable.Range(1, count).Select(n => Call(n, length, arguments, '"'))]);
            return fitted.Count == Math.Min(count, ToolCallLimits.MostCalls) &&
                JsonSerializer.SerializeToUtf8Bytes(fitted, SystemTextJsonMessageSerializer.Options).Length <= ToolCallLimits.MostBytes;
        });

    [Test]
    public void A_result_within_the_limit_goes_and_one_beyond_does_not()
    {
        var rest = JsonSerializer.SerializeToUtf8Bytes(Result(""), SystemTextJsonMessageSerializer.Options).Length;
        var longest = Result(new string('x', ResultLimits.MostBytes - rest));

        Assert.That(ResultLimits.Check(longest), Is.SameAs(longest));
        Assert.That(
            () => ResultLimits.Check(longest with { Output = longest.Output + "x" }),
            Throws.TypeOf<FunctionException>().With.Message.Contains("at most 240 KiB are sent"));
    }

    private static TaskResultMessage Result(string output) => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, AgentId = Guid.NewGuid(), AgentNumber = 1, ConfigurationVersion = 1, Content = "task", Output = output,
        StartedAt = DateTimeOffset.UnixEpoch, DurationMs = 1,
    };

    private static ToolCall Call(int id, int length, int arguments, char text = 'x') => new()
    {
        Id = $"{id}",
        Tool = "redact",
        Outcome = ToolCallOutcome.Succeeded,
        Result = new string(text, length),
        Arguments = Enumerable.Range(0, arguments).ToDictionary(x => $"argument_{x}", _ => new string(text, length)),
        StartedAt = DateTimeOffset.UnixEpoch,
        DurationMs = 1.5,
    };
}
