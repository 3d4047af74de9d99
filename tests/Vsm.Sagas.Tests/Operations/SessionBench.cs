using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Sessions;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>An agent that converses, its model's server, and Control's budgets as the test plays them.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private SessionBench(OperationsBench bench, ChatServer server, Budgets budgets) => (Bench, Server, Budgets) = (bench, server, budgets);

    public OperationsBench Bench { get; }

    public ChatServer Server { get; }

    public Budgets Budgets { get; }

    public AgentConfiguration Agent { get; } = Writer(1);

    /// <summary>A token in costs 2, and one out 10 USD for a million.</summary>
    public static async Task<SessionBench> StartAsync(params (string, string)[] settings)
    {
        var (server, budgets) = (await ChatServer.StartAsync(), new Budgets());
        var bench = await OperationsBench.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(budgets);
                builder.AddToBus(bus => bus.AddConsumer<BudgetsStub>().Endpoint(x => x.Name = "vsm.s3.budgets"));
            },
            [
                .. settings, ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
                ("Vsm:Ai:Prices:0:Model", "test/small"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"),
            ]);
        var sessions = new SessionBench(bench, server, budgets);
        await bench.ConfigureAsync(sessions.Agent);
        return sessions;
    }

    public static AgentConfiguration Writer(int number) => Agents.Of(number) with
    {
        Name = $"writer-{number}", Kind = "llm", Model = "test/small", Prompt = new AgentPrompt { Identity = "You answer letters." }, CostPerTask = 0,
    };

    public TakeTurn Turn(string message, string user = "ada", AgentConfiguration? agent = null) =>
        new() { TurnId = Guid.NewGuid(), AgentId = (agent ?? Agent).AgentId, User = user, ChatMessage = message };

    public Task<TurnTaken> SayAsync(string message, string user = "ada", AgentConfiguration? agent = null) => TakeAsync(Turn(message, user, agent));

    public async Task<TurnTaken> TakeAsync(TakeTurn turn)
    {
        var (taken, refused) = await AskAsync(turn);
        Assert.That(refused, Is.Null);
        return taken!;
    }

    public async Task<TurnRefused> RefusedAsync(TakeTurn turn, Guid? messageId = null)
    {
        var (taken, refused) = await AskAsync(turn, messageId);
        Assert.That(taken, Is.Null);
        return refused!;
    }

    public async Task<Conversation?> FindAsync(string user = "ada", AgentConfiguration? agent = null)
    {
        var answer = await Client<FindSession>("vsm.s1.sessions").GetResponse<SessionFound, SessionNotFound>(
            new FindSession { AgentId = (agent ?? Agent).AgentId, User = user });
        return answer.Is(out Response<SessionFound>? found) ? found.Message.Conversation : null;
    }

    public async Task<SessionsListed> ListAsync(ListSessions asked) =>
        (await Client<ListSessions>("vsm.s1.sessions").GetResponse<SessionsListed>(asked)).Message;

    public async Task<bool> DeleteAsync(string user = "ada") =>
        (await Client<DeleteSession>("vsm.s1.sessions").GetResponse<SessionDeleted, SessionNotFound>(new DeleteSession { AgentId = Agent.AgentId, User = user }))
        .Is(out Response<SessionDeleted>? _);

    /// <summary>Changes what is stored, as another replica would.</summary>
    public void Change(Action<OperationsDbContext> change)
    {
        using var db = Bench.Services.GetRequiredService<IDbContextFactory<OperationsDbContext>>().CreateDbContext();
        change(db);
        db.SaveChanges();
    }

    /// <summary>Has a turn of another message be under way.</summary>
    public void Claim(Guid message, DateTimeOffset until, decimal most = 0.04m) => Change(db =>
    {
        var session = db.Sessions.Single();
        session.Claim = new TurnClaim { TurnId = Guid.NewGuid(), MessageId = message, Until = until, Most = most };
        session.Version++;
    });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Bench.DisposeAsync();
    }

    private async Task<(TurnTaken? Taken, TurnRefused? Refused)> AskAsync(TakeTurn turn, Guid? messageId = null)
    {
        var answer = await Client<TakeTurn>("vsm.s1.conversations").GetResponse<TurnTaken, TurnRefused>(
            turn, x => x.UseExecute(y => y.MessageId = messageId ?? y.MessageId));
        return answer.Is(out Response<TurnTaken>? taken) ? (taken.Message, null) : answer.Is(out Response<TurnRefused>? refused) ? (null, refused.Message) : (null, null);
    }

    private IRequestClient<T> Client<T>(string queue)
        where T : class =>
        Bench.Bus.CreateRequestClient<T>(new Uri($"exchange:{queue}"), Patience);
}

/// <summary>What Control was asked for and told.</summary>
internal sealed class Budgets
{
    public ConcurrentQueue<ReserveSpending> Asked { get; } = [];

    public ConcurrentDictionary<Guid, decimal> Settled { get; } = [];

    /// <summary>Null: the budgets have nothing left.</summary>
    public decimal? Most { get; set; } = decimal.MaxValue;
}

/// <summary>Control's budgets.</summary>
internal sealed class BudgetsStub(Budgets budgets) : IConsumer<ReserveSpending>, IConsumer<SettleSpending>
{
    public Task Consume(ConsumeContext<ReserveSpending> context)
    {
        var asked = context.Message;
        budgets.Asked.Enqueue(asked);
        return budgets.Most is { } most
            ? context.RespondAsync(new SpendingGranted { SpendingId = asked.SpendingId, Amount = Math.Min(most, asked.Wanted) })
            : context.RespondAsync(new SpendingRefused { SpendingId = asked.SpendingId, Reason = "The budget of VSM root has nothing left." });
    }

    public Task Consume(ConsumeContext<SettleSpending> context)
    {
        budgets.Settled.TryAdd(context.Message.SpendingId, context.Message.Cost);
        return Task.CompletedTask;
    }
}
