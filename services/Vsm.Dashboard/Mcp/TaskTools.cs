using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Vsm.Contracts;
using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Mcp;

/// <summary>The tools that MCP clients use an organisation with; each is a call of the API.</summary>
internal sealed class TaskTools(ApiCalls api, TimeProvider clock)
{
    private const int LongestWait = 300;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <exception cref="McpProtocolException">There is no such tool.</exception>
    public async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        var (name, arguments) = (request.Params?.Name ?? "", request.Params?.Arguments ?? new Dictionary<string, JsonElement>());
        var tool = TaskToolList.All.FirstOrDefault(x => x.Name == name)
            ?? throw new McpProtocolException($"There is no tool '{Http.Text.Cut(name, 80)}'.", McpErrorCode.InvalidParams);
        var known = TaskToolList.ArgumentsOf(tool);
        if (arguments.Keys.FirstOrDefault(x => !known.Contains(x)) is { } unknown)
        {
            return Wrong($"The argument '{Http.Text.Cut(unknown, 80)}' is unknown; expected one of {string.Join(", ", known)}.");
        }

        var wait = 0;
        if (arguments.TryGetValue(TaskToolList.Wait, out var seconds) && !(seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out wait) && wait is >= 0 and <= LongestWait))
        {
            return Wrong($"{TaskToolList.Wait} is '{Http.Text.Cut(seconds.ToString(), 80)}'; expected whole seconds from 0 to {LongestWait}.");
        }

        var vsm = arguments.TryGetValue("vsm", out var named) ? named.ToString() : VsmInstance.Root;
        return name switch
        {
            TaskToolList.Submit => await SubmitAsync(request, arguments, vsm, wait, cancel),
            TaskToolList.Get when !arguments.ContainsKey("task") => Wrong("The argument 'task' is missing; expected the GUID or number of a task."),
            TaskToolList.Get => await ReadAsync(request, arguments["task"].ToString(), vsm, wait, cancel),
            TaskToolList.List => Result(await api.GetAsync("ListTasks", "/api/v1/tasks", Query(arguments, vsm), null, cancel)),
            _ => Result(await api.GetAsync("ListAgents", "/api/v1/agents", Query(arguments, vsm), null, cancel)),
        };
    }

    private async Task<CallToolResult> SubmitAsync(
        RequestContext<CallToolRequestParams> request, IDictionary<string, JsonElement> arguments, string vsm, int wait, CancellationToken cancel)
    {
        var key = arguments.TryGetValue(TaskToolList.Key, out var given) ? given.ToString() : null;
        var body = JsonSerializer.SerializeToElement(arguments.Where(x => x.Key is not ("vsm" or TaskToolList.Key or TaskToolList.Wait)).ToDictionary(x => x.Key, x => x.Value));
        var answer = await api.PostAsync("SubmitTask", "/api/v1/tasks", [KeyValuePair.Create("vsm", (string?)vsm)], body, key, cancel);
        return !answer.IsGood ? Result(answer)
            : await ReadAsync(request, JsonElement.Parse(answer.Body).GetProperty("id").GetString()!, vsm, wait, cancel);
    }

    // Also answered where only a person can go on: that may take days.
    private async Task<CallToolResult> ReadAsync(RequestContext<CallToolRequestParams> request, string task, string vsm, int wait, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        var told = "";
        using var interval = new PeriodicTimer(Interval, clock);
        while (true)
        {
            var answer = await api.GetAsync("GetTask", $"/api/v1/tasks/{Uri.EscapeDataString(task)}", [KeyValuePair.Create("vsm", (string?)vsm)], task, cancel);
            var state = answer.IsGood ? JsonElement.Parse(answer.Body).GetProperty("state").GetString()! : "";
            var passed = clock.GetElapsedTime(begun);
            if (!answer.IsGood || passed.TotalSeconds >= wait || TaskStates.IsFinal(state) || state is TaskStates.AwaitingPerson or "AwaitingBudget")
            {
                return Result(answer);
            }

            if (state != told && request.Params?.ProgressToken is { } token)
            {
                await request.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = (float)passed.TotalSeconds, Total = wait, Message = state }, cancellationToken: cancel);
                told = state;
            }

            await interval.WaitForNextTickAsync(cancel);
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Query(IDictionary<string, JsonElement> arguments, string vsm) =>
        arguments.Where(x => x.Key != "vsm").Select(x => KeyValuePair.Create(x.Key, (string?)x.Value.ToString())).Append(new("vsm", vsm));

    private static CallToolResult Result(ApiAnswer answer) => new() { IsError = !answer.IsGood, Content = [new TextContentBlock { Text = answer.Body }] };

    private static CallToolResult Wrong(string text) => new() { IsError = true, Content = [new TextContentBlock { Text = text }] };
}
