using MassTransit;

namespace Vsm.Bus;

/// <summary>The crash points around a message: before anything of it, and after all of it was sent but not acknowledged.</summary>
internal sealed class CrashPointFilter : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        CrashPoint.Reached("received");
        await next.Send(context);
        CrashPoint.Reached("sent");
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("crashPoint");
}
