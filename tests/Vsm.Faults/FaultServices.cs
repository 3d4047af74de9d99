using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vsm.Persistence;

namespace Vsm.Faults;

internal static class FaultServices
{
    /// <summary>Has a share of what the process does with its database and broker fail.</summary>
    public static IServiceCollection AddFaults(this IServiceCollection services, double share)
    {
        services.AddSingleton(x => ActivatorUtilities.CreateInstance<FaultDice>(x, share));
        services.AddHostedService<FaultySends>();
        var store = services.Last(x => x.ServiceType == typeof(IStoreProvider));
        if (store.ImplementationType == typeof(InMemoryStore))
        {
            return services; // it knows no failures
        }

        services.TryAddSingleton(store.ImplementationType!);
        return services.Replace(ServiceDescriptor.Singleton<IStoreProvider>(
            x => new FaultyStore((IStoreProvider)x.GetRequiredService(store.ImplementationType!), x.GetRequiredService<FaultDice>())));
    }
}
