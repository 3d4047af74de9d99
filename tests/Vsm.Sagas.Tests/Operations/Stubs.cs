using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>What the others were told and asked, and what they know.</summary>
internal sealed class Neighbours
{
    public Channel<RegisterAgent> Registrations { get; } = Channel.CreateUnbounded<RegisterAgent>();

    public ConcurrentDictionary<Guid, AgentConfiguration> Configurations { get; } = [];

    public IReadOnlyList<PolicyDefinition> Policies { get; set; } = [];

    public ConcurrentQueue<Guid> Asked { get; } = [];
}

/// <summary>Control's registry.</summary>
internal sealed class RegistryStub(Neighbours neighbours) : IConsumer<RegisterAgent>
{
    public Task Consume(ConsumeContext<RegisterAgent> context) => neighbours.Registrations.Writer.WriteAsync(context.Message).AsTask();
}

/// <summary>Policy's configurations.</summary>
internal sealed class ConfigurationsStub(Neighbours neighbours) : IConsumer<FindAgentConfiguration>
{
    public Task Consume(ConsumeContext<FindAgentConfiguration> context)
    {
        var id = context.Message.AgentId;
        neighbours.Asked.Enqueue(id);
        return neighbours.Configurations.TryGetValue(id, out var configuration)
            ? context.RespondAsync(new AgentConfigurationFound { Configuration = configuration })
            : context.RespondAsync(new AgentConfigurationNotFound { AgentId = id });
    }
}

/// <summary>Policy's policies.</summary>
internal sealed class PoliciesStub(Neighbours neighbours) : IConsumer<FindPolicySet>
{
    public Task Consume(ConsumeContext<FindPolicySet> context) => context.RespondAsync(
        new PolicySetFound { PolicySet = new PolicySet { Vsm = context.Message.Vsm, Version = 1, Policies = neighbours.Policies } });
}
