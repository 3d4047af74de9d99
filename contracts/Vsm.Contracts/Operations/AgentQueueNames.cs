namespace Vsm.Contracts.Operations;

/// <summary>Where a System 1 takes its commands.</summary>
public static class AgentQueueNames
{
    /// <summary>The topic exchange; the routing key is the queue's name.</summary>
    public const string Exchange = "vsm.s1";

    /// <summary>The queue of a System 1.</summary>
    public static string Of(string vsm, int number) =>
        vsm == VsmInstance.Root ? $"vsm.s1.{number}.command" : $"vsm.s1.{vsm}-{number}.command";
}
