using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus.Limits;
using Vsm.Bus.Queues;
using Vsm.Bus.Retries;
using Vsm.Bus.Watching;

namespace Vsm.Bus;

/// <summary>The one bus of a process.</summary>
public static class BusHosting
{
    /// <summary>Makes the bus of all that <see cref="BusRegistration.AddToBus"/> registered. Call it last: the bus starts after the stores.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="register">How the bus is registered; a test registers its harness with it.</param>
    public static IHostApplicationBuilder AddBus(
        this IHostApplicationBuilder builder, Action<IServiceCollection, Action<IBusRegistrationConfigurator>>? register = null)
    {
        var parts = BusRegistration.Parts(builder);
        var options = builder.Configuration.GetSection(BusOptions.Section).Get<BusOptions>() ?? new BusOptions();

        builder.Services.AddOptionsWithValidateOnStart<BusOptions, BusOptionsValidator>().BindConfiguration(BusOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<BusOptions>, BusLimitsValidator>();
        builder.Services.AddSingleton(x => new AgentQueues(
            x.GetRequiredService<IReceiveEndpointConnector>(), x.GetRequiredService<QueueCheck>(), x.GetRequiredService<IOptions<BusOptions>>()));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ITransientFailures, BrokerFailures>();
        builder.Services.AddSingleton<FailureKinds>();
        builder.Services.AddSingleton<Endpoints>();
        builder.Services.AddSingleton<DurableQueues>();
        builder.Services.AddSingleton<QueueCheck>();
        builder.Services.AddSingleton(_ => new BrokerState());
        builder.Services.AddSingleton<DeclaredQueues>();
        builder.Services.AddSingleton<FailedMessageQueues>();
        builder.Services.Configure<HostOptions>(x => x.ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(15));
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(x =>
        {
            // Without waiting, the first messages go to exchanges that nobody is bound to yet, and are lost without an error.
            x.WaitUntilStarted = true;
            x.StartTimeout = options.StartTimeout;
            x.StopTimeout = options.DrainTimeout;
            x.ConsumerStopTimeout = options.DrainTimeout;
        });

        if (options.Transport == Transport.RabbitMq)
        {
            builder.Services.AddHostedService<BrokerWait>();
            builder.Services.AddHostedService<QueueVerification>();
            builder.Services.AddSingleton<BrokerProbe>();
        }

        register ??= (services, configure) => services.AddMassTransit(configure);
        register(builder.Services, bus =>
        {
            // Nothing about the queues of an organisation leaves its machines unasked.
            bus.DisableUsageTelemetry();
            bus.SetEndpointNameFormatter(EndpointNames.Formatter);
            bus.AddMessageScheduler(SchedulerQueue.Address);
            foreach (var part in parts)
            {
                part(bus);
            }

            bus.AddReceiveEndpointObserver(x => x.GetRequiredService<Endpoints>());
            bus.AddConfigureEndpointsCallback((context, name, endpoint) => EndpointDefaults.Apply(context, name, endpoint, options));
            if (options.Transport == Transport.InMemory)
            {
                bus.UsingInMemory((context, cfg) => Configure(context, cfg));
            }
            else
            {
                bus.UsingRabbitMq((context, cfg) =>
                {
                    cfg.Host(options.RabbitMq.Uri, x => x.PublisherConfirmation = true);
                    // All such queues are alike, so that who takes messages from one need not know how its origin is consumed.
                    cfg.SendTopology.ConfigureErrorSettings = x => x.SetQueueArgument("x-single-active-consumer", null!);
                    cfg.SendTopology.ConfigureDeadLetterSettings = x => x.SetQueueArgument("x-single-active-consumer", null!);
                    Configure(context, cfg);
                });
            }
        });
        builder.Services.AddSingleton(x => new Watchdog(
            x.GetRequiredService<Endpoints>(), x.GetRequiredService<BrokerState>(), x.GetService<BrokerProbe>(), x.GetRequiredService<IOptions<BusOptions>>(),
            x.GetRequiredService<IHostApplicationLifetime>(), x.GetRequiredService<TimeProvider>(), x.GetRequiredService<ILogger<Watchdog>>()));
        builder.Services.AddHostedService(x => x.GetRequiredService<Watchdog>());
        builder.Services.AddHostedService<BusDrain>();
        return builder;
    }

    private static void Configure<TEndpoint>(IBusRegistrationContext context, IBusFactoryConfigurator<TEndpoint> cfg)
        where TEndpoint : IReceiveEndpointConfigurator
    {
        cfg.ConfigureJsonSerializerOptions(x =>
        {
            x.WriteIndented = false;
            return x;
        });
        cfg.UseMessageScheduler(SchedulerQueue.Address);
        cfg.ConfigureSend(x => x.UseFilter<SendContext>(new SizeLimits()));
        cfg.ConfigureSend(x => x.UseFilter<SendContext>(new SchedulerQueue.MustBeThere()));
        cfg.ConfigurePublish(x => x.UseFilter<PublishContext>(new SizeLimits()));
        cfg.ConfigureEndpoints(context);
    }
}
