using Microsoft.Extensions.Options;
using Vsm.Contracts;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools.Files;

/// <summary>Gives an agent the files below the folder that its configuration names; each VSM instance but the root has a folder of its own for that.</summary>
internal sealed class FileTools(IOptions<ToolOptions> options) : IToolSource
{
    private const string FolderOfVsm = "vsm-";

    public IEnumerable<AgentTool> Of(AgentConfiguration agent) =>
        Problem(agent) is null ? [new FileSystemTool(new RootFolder(options.Value.FileRoot!, Root(agent)))] : [];

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent)
    {
        if (ToolLevels.Of(agent.Permissions, ToolNames.FileSystem) > ToolLevel.None && Problem(agent) is { } problem)
        {
            yield return problem;
        }
    }

    private ConfigurationError? Problem(AgentConfiguration agent)
    {
        var folder = options.Value.FileRoot;
        if (!Posix.IsKnown)
        {
            return new ConfigurationError($"permissions.{ToolNames.FileSystem}", "Files are reached on Linux on x64 and Arm64 only.");
        }

        if (string.IsNullOrWhiteSpace(folder) || !Directory.Exists(folder))
        {
            return new ConfigurationError($"permissions.{ToolNames.FileSystem}", "The operator has to set Vsm:Tools:FileRoot to a folder that is there.");
        }

        try
        {
            return string.IsNullOrEmpty(agent.Tools?.FileRoot) || Root(agent).Count == 0
                ? new ConfigurationError("tools.file_root", "Name the folder that its files are below.")
                : agent.Vsm == VsmInstance.Root && Root(agent)[0].StartsWith(FolderOfVsm, StringComparison.Ordinal)
                ? new ConfigurationError("tools.file_root", $"Folders whose names begin with {FolderOfVsm} belong to other VSM instances.")
                : null;
        }
        catch (ToolException bad)
        {
            return new ConfigurationError("tools.file_root", bad.Message);
        }
    }

    private static IReadOnlyList<string> Root(AgentConfiguration agent) =>
        [.. agent.Vsm == VsmInstance.Root ? (string[])[] : [$"{FolderOfVsm}{agent.Vsm}"], .. FilePath.Parse(agent.Tools!.FileRoot!)];
}
