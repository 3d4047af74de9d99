using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Vsm.Testing;

/// <summary>Work in the background that a test does itself, at its own time.</summary>
public static class Background
{
    /// <summary>Leaves a service to the test, which nothing else then runs.</summary>
    public static void DoNotRun<T>(this IServiceCollection services)
        where T : IHostedService =>
        services.Remove(services.Single(x => x.ServiceType == typeof(IHostedService) && x.ImplementationFactory?.Method.ReturnType == typeof(T)));
}
