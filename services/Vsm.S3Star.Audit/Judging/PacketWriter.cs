using System.Globalization;
using System.Text.Json;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Makes the packet of a result. All that others wrote is in the text of sections, shown, bounded, and one line where it is a name.</summary>
internal static class PacketWriter
{
    public static JudgePacket Write(TaskResultMessage result, IReadOnlyList<PolicyDefinition> policies, IReadOnlyList<FileText> files)
    {
        var (task, output) = (ShownText.Of(result.Content, PacketLimits.Task), ShownText.Of(result.Output, PacketLimits.Output));
        List<PacketSection> sections = [new($"TASK, {task.Extent}", task.Text), new($"OUTPUT, {output.Extent}", output.Text)];
        List<string> cut = [.. Cut("the task", task), .. Cut("the output", output)];
        var calls = AddCalls(result.ToolCalls, sections, cut);
        sections.AddRange(files.Select((file, at) => new PacketSection(
            $"INPUT FILE {at + 1} OF {files.Count}", $"name: {Line(file.Name)}\n{(file.Text is { } text ? $"content:\n{text}" : $"content is not shown: {file.Reason}")}")));
        var leftOut = new Dictionary<Guid, string>();
        var shown = AddPolicies(policies, sections, leftOut);
        return new JudgePacket
        {
            Hash = PacketHash.Of(result, policies),
            Policies = shown,
            LeftOut = leftOut,
            Task = task,
            Output = output,
            Calls = calls,
            Cut = cut,
            Sections = sections,
        };
    }

    private static IEnumerable<string> Cut(string what, ShownText text) => text.IsCut ? [$"{what} is longer than a judge is shown"] : [];

    private static HashSet<string> AddCalls(IReadOnlyList<ToolCall> calls, List<PacketSection> sections, List<string> cut)
    {
        var (ids, left) = (new HashSet<string>(StringComparer.Ordinal), PacketLimits.AllCalls);
        foreach (var call in calls)
        {
            var arguments = ShownText.Of(JsonSerializer.Serialize(call.Arguments.OrderBy(x => x.Key, StringComparer.Ordinal).ToDictionary()), PacketLimits.CallPart);
            var recorded = ShownText.Of(call.Result ?? "", PacketLimits.CallPart);
            var text = $"id: {Line(call.Id)}\ntool: {Line(call.Tool)}\noutcome: {call.Outcome}\narguments ({arguments.Extent}): {arguments.Text}\nresult ({recorded.Extent}):\n{recorded.Text}";
            left -= text.Length;
            if (left < 0 || ids.Count == PacketLimits.Calls)
            {
                cut.Add(string.Create(CultureInfo.InvariantCulture, $"{ids.Count} of {calls.Count} tool calls are as many as a judge is shown"));
                sections.Add(new PacketSection("NOTE", $"Of {calls.Count} tool calls the first {ids.Count} are shown."));
                break;
            }

            cut.AddRange(Cut("a tool call", arguments).Concat(Cut("a tool call", recorded)).Take(1));
            ids.Add(call.Id);
            sections.Add(new PacketSection($"TOOL CALL {ids.Count} OF {calls.Count}", text));
        }

        return ids;
    }

    private static List<PolicyDefinition> AddPolicies(IReadOnlyList<PolicyDefinition> policies, List<PacketSection> sections, Dictionary<Guid, string> leftOut)
    {
        var (shown, left) = (new List<PolicyDefinition>(), PacketLimits.AllRules);
        foreach (var policy in policies)
        {
            var rule = ShownText.Of(policy.Rule, PacketLimits.Rule);
            left -= rule.Text.Length;
            if (rule.IsCut || left < 0)
            {
                leftOut[policy.PolicyId] = rule.IsCut ? "its rule is longer than a judge is shown." : "there are more policies than a judge is shown at once.";
                continue;
            }

            shown.Add(policy);
            sections.Add(new PacketSection(
                $"POLICY {shown.Count}",
                $"policyId: {policy.PolicyId}\npolicyVersion: {policy.Version}\nname: {Line(policy.Name)}\nwhere readings differ: {WhereReadingsDiffer(policy.ReadingRule)}\nrule:\n{rule.Text}"));
        }

        return shown;
    }

    private static string WhereReadingsDiffer(ReadingRule rule) => rule switch
    {
        ReadingRule.Strict => "violated as soon as one is, so never vague",
        ReadingRule.Lenient => "violated only if all are, so never vague",
        _ => "vague",
    };

    // As a JSON string, so that it cannot begin a line of its own.
    private static string Line(string name) => JsonSerializer.Serialize(ShownText.Of(Text.Cut(name, PacketLimits.Name), PacketLimits.Name * 8).Text, WrittenPlainly.Options);
}
