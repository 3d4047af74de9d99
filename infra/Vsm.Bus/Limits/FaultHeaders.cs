using MassTransit;

namespace Vsm.Bus.Limits;

/// <summary>Cuts the headers that a message gets on its way to the error queue.</summary>
internal sealed class FaultHeaders : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        foreach (var (key, value) in context.ExceptionHeaders.GetAll().ToList())
        {
            if (value is string text)
            {
                context.ExceptionHeaders.Set(key, FaultText.Cut(text));
            }
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("faultHeaders");
}
