using Vsm.Contracts.Http;

namespace Vsm.Cli.Organisation;

/// <summary>An organisation file as it is applied and run.</summary>
/// <param name="Request">What is applied.</param>
/// <param name="Tasks">What is handed in, in the file's order.</param>
/// <param name="BaseDirectory">The file's folder, as a full path.</param>
public sealed record LoadedOrganisation(OrganisationRequest Request, IReadOnlyList<LoadedTask> Tasks, string BaseDirectory);

/// <param name="Request">The task without its deadline, which counts from when it is handed in.</param>
/// <param name="Deadline">How long it may take.</param>
public sealed record LoadedTask(TaskRequest Request, TimeSpan? Deadline)
{
    /// <summary>The task to hand in now.</summary>
    public TaskRequest At(DateTimeOffset now) => Deadline is { } deadline ? Request with { Deadline = now + deadline } : Request;
}

/// <summary>An organisation, or what is wrong with its file.</summary>
public sealed record OrganisationLoad
{
    /// <summary>Absent when there are errors.</summary>
    public LoadedOrganisation? Organisation { get; init; }

    /// <summary>At most 50, in the file's order.</summary>
    public IReadOnlyList<OrganisationError> Errors { get; init; } = [];
}
