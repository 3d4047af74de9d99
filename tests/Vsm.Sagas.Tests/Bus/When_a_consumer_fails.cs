using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Bus.Retries;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Bus;

public sealed class When_a_consumer_fails
{
    [TestCase(FailureKind.Unavailable, 4)]
    [TestCase(FailureKind.Conflict, 12)]
    public async Task What_may_pass_is_tried_again_in_a_new_scope(FailureKind kind, int failures)
    {
        var script = new Script(failures, kind);
        await using var function = await StartAsync(script, retries: 0);

        await function.Harness.Bus.Publish(new Attempt());

        Assert.That(await function.Harness.Published.Any<Attempted>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(script.Scopes, Has.Count.EqualTo(failures + 1).And.Unique);
            Assert.That(function.Harness.Published.CountSoFar<Fault<Attempt>>(), Is.Zero);
            Assert.That(function.Harness.Published.CountSoFar<Attempted>(), Is.EqualTo(1), "what a failed try wanted to send is forgotten");
        }
    }

    [TestCase(0)]
    [TestCase(2)]
    public async Task Anything_else_fails_after_so_many_tries(int retries)
    {
        var script = new Script(100, FailureKind.Other);
        await using var function = await StartAsync(script, retries);

        await function.Harness.Bus.Publish(new Attempt());

        Assert.That(await function.Harness.Published.Any<Fault<Attempt>>());
        Assert.That(script.Scopes, Has.Count.EqualTo(retries + 1));
    }

    private static Task<FunctionHarness> StartAsync(Script script, int retries) => FunctionHarness.StartAsync(
        x =>
        {
            x.Services.AddSingleton(script);
            x.Services.AddSingleton<ITransientFailures>(script);
            x.Services.AddScoped<Scope>();
            x.AddToBus(bus => bus.AddConsumer<AttemptConsumer>());
        },
        ("Vsm:Retries", $"{retries}"));

    public sealed record Attempt;

    public sealed record Attempted;

    private sealed class Scope;

    private sealed class ScriptedException : Exception;

    private sealed class Script(int failures, FailureKind kind) : ITransientFailures
    {
        public ConcurrentQueue<Scope> Scopes { get; } = [];

        public FailureKind KindOf(Exception exception) => exception is ScriptedException ? kind : FailureKind.Other;

        public void Try(Scope scope)
        {
            Scopes.Enqueue(scope);
            if (Scopes.Count <= failures)
            {
                throw new InvalidOperationException("wrapped", new AggregateException(new ScriptedException()));
            }
        }
    }

    private sealed class AttemptConsumer(Script script, Scope scope) : IConsumer<Attempt>
    {
        public async Task Consume(ConsumeContext<Attempt> context)
        {
            await context.Publish(new Attempted());
            script.Try(scope);
        }
    }
}
