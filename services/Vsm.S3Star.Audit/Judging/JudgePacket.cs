using System.Text;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Policy;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>What a judge is shown of one result, and what its findings may cite.</summary>
internal sealed record JudgePacket
{
    public required string Hash { get; init; }

    /// <summary>The policies to rule by.</summary>
    public required IReadOnlyList<PolicyDefinition> Policies { get; init; }

    /// <summary>Policies that did not fit, with the reason.</summary>
    public required IReadOnlyDictionary<Guid, string> LeftOut { get; init; }

    /// <summary>The task's content.</summary>
    public required ShownText Task { get; init; }

    public required ShownText Output { get; init; }

    /// <summary>Ids of the tool calls that are shown.</summary>
    public required IReadOnlySet<string> Calls { get; init; }

    /// <summary>What is not shown and may hold evidence; nothing is found kept while there is any.</summary>
    public required IReadOnlyList<string> Cut { get; init; }

    public required IReadOnlyList<PacketSection> Sections { get; init; }

    /// <summary>A mark that is nowhere in the packet.</summary>
    public string NewMark() => Fence.Around([.. Sections.Select(x => x.Text)]);

    /// <summary>The packet with every part between two lines that hold the mark.</summary>
    public string Write(string mark)
    {
        var text = new StringBuilder();
        foreach (var section in Sections)
            text.Append($"[{mark} BEGIN {section.Title}]\n").Append(section.Text).Append($"\n[{mark} END]\n");
        return text.ToString();
    }
}
