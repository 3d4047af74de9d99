using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Vsm.Bus;

/// <summary>What the functions of a process put on its one bus.</summary>
public static class BusRegistration
{
    /// <summary>Registers consumers and sagas; <see cref="BusHosting.AddBus"/> makes the bus of all that was registered.</summary>
    public static IHostApplicationBuilder AddToBus(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator> configure)
    {
        Parts(builder).Add(configure);
        return builder;
    }

    /// <summary>Adds a consumer that every replica has a temporary queue of its own for, so that all of them get every message.</summary>
    public static void AddReplicaConsumer<TConsumer>(this IBusRegistrationConfigurator configurator)
        where TConsumer : class, IConsumer =>
        configurator.AddConsumer<TConsumer>().Endpoint(x =>
        {
            x.Name = EndpointNames.ForReplica(typeof(TConsumer));
            x.Temporary = true;
        });

    internal static List<Action<IBusRegistrationConfigurator>> Parts(IHostApplicationBuilder builder)
    {
        var key = typeof(BusRegistration);
        if (!builder.Properties.TryGetValue(key, out var parts))
        {
            builder.Properties[key] = parts = new List<Action<IBusRegistrationConfigurator>>();
        }

        return (List<Action<IBusRegistrationConfigurator>>)parts;
    }
}
