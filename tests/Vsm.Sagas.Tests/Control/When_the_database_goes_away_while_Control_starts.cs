using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MassTransit;
using Vsm.S3.Control;
using Vsm.S3.Control.Data;
using Vsm.Scheduling;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_the_database_goes_away_while_Control_starts
{
    [Test]
    public async Task Each_step_of_the_start_waits_for_it()
    {
        Wavering? wavering = null;
        var timers = new CountingStart();
        await using var function = await FunctionHarness.StartAsync(builder =>
        {
            builder.AddControl();
            var factory = builder.Services.Last(x => x.ServiceType == typeof(IDbContextFactory<ControlDbContext>));
            builder.Services.Remove(factory);
            builder.Services.AddSingleton<IDbContextFactory<ControlDbContext>>(
                x => wavering = new Wavering((IDbContextFactory<ControlDbContext>)factory.ImplementationFactory!(x)));
            builder.Services.AddSingleton<ISchedulerStart>(timers);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wavering!.Failed, Is.EqualTo(3), "the schema, the journal and the check of sagas");
            Assert.That(timers.Made, Is.EqualTo(2), "the timers");
        }
    }

    /// <summary>A database that is away at the first, third and fifth time that somebody asks for it.</summary>
    private sealed class Wavering(IDbContextFactory<ControlDbContext> contexts) : IDbContextFactory<ControlDbContext>
    {
        private int _asked;

        public int Failed { get; private set; }

        public ControlDbContext CreateDbContext()
        {
            if (Interlocked.Increment(ref _asked) is 1 or 3 or 5)
            {
                Failed++;
                throw new Away();
            }

            return contexts.CreateDbContext();
        }
    }

    /// <summary>Makes the scheduler a second time, as when the first try failed at the end.</summary>
    private sealed class CountingStart : ISchedulerStart
    {
        public int Made { get; private set; }

        public async Task RunAsync(Func<CancellationToken, Task> create, CancellationToken cancel)
        {
            for (; Made < 2; Made++)
            {
                await create(cancel);
            }
        }
    }

    private sealed class Away() : DbException("the server is starting up")
    {
        public override string SqlState => "57P03";
    }
}
