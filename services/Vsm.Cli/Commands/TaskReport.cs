using System.CommandLine;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Cli.Running;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Commands;

/// <summary>Writes tasks in the chosen format.</summary>
internal static class TaskReport
{
    /// <summary>One task with its rulings; returns its state.</summary>
    public static async Task<string> Write(CommonOptions common, VsmClient client, ParseResult parsed, string id, CancellationToken cancellation)
    {
        var (task, rulings) = await TaskResults.Read(client, id, cancellation);
        common.Write(parsed, new Details(task, rulings), writer => TaskText.Write(writer, RunTask.From(task, rulings), "whole with --output json"));
        return task.State;
    }

    /// <summary>The whole output of a task, to a file.</summary>
    public static async Task WriteOutput(CommonOptions common, VsmClient client, string id, string path, CancellationToken cancellation)
    {
        var task = await client.Task(id, cancellation);
        if (task.Output is null)
        {
            throw new CliException(ExitCodes.NotFound, $"task {id} has no output");
        }

        await new ContentTransfer(client, common.Environment).DownloadAsync(task.Id, task.Output, task.OutputReference, path, cancellation);
        await common.Environment.Error.WriteLineAsync($"output written to {path}");
    }

    public static void Write(CommonOptions common, ParseResult parsed, Page<TaskView> page) => common.WritePage(
        parsed, page, writer => TextTable.Write(writer, ["NUMBER", "STATE", "ASSIGNEE", "ATTEMPTS", "COST", "SUBMITTED", "CONTENT"], [.. page.Items.Select(Row)]));

    private static IReadOnlyList<string> Row(TaskView task) =>
    [
        task.Number?.ToString(null, null) ?? task.Id.ToString(),
        task.State,
        task.Assignee ?? "-",
        task.Attempts.ToString(null, null),
        TaskText.Money(task.Cost),
        task.SubmittedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", null),
        task.Wait is { } wait ? $"{wait.Reason}: {wait.Explanation}" : task.Content,
    ];

    private sealed record Details(TaskView Task, IReadOnlyList<Ruling> Rulings);
}
