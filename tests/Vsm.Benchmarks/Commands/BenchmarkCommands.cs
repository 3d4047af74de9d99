using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vsm.Benchmarks.Commands;

/// <summary>The program's command line.</summary>
internal static class BenchmarkCommands
{
    public const string FloorWorker = "floor-worker";
    public const string OutboxWorker = "outbox-worker";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static RootCommand Root() => new(
        "Measures what governed tasks cost, on private servers that it starts itself. Build it with -c Release. Data goes to standard output, progress to standard error.")
    {
        PipelineCommand.Create(),
        GrowthCommand.Create(),
        IdleCommand.Create(),
        SessionsCommand.Create(),
        MicroCommand.Create(),
        OutboxCommand.Create(),
        FloorWorkerCommand.Create(),
        OutboxCommand.CreateWorker(),
    };

    public static Option<string> Output() => new Option<string>("--output", "-o")
    {
        Description = "How the result is written", HelpName = "table|json", DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "json");

    public static Option<int> Number(string name, string description, int standard, int least = 1)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "n", DefaultValueFactory = _ => standard };
        option.Validators.Add(x =>
        {
            if (x.GetValueOrDefault<int>() < least)
            {
                x.AddError($"{name} must be at least {least}.");
            }
        });
        return option;
    }

    /// <summary>Runs a benchmark and writes what it found.</summary>
    public static async Task<int> RunAsync<T>(bool asJson, Func<Progress, Task<T>> benchmark, Action<T, TextWriter> table)
    {
        try
        {
            var result = await benchmark(new Progress(Console.Error));
            if (asJson)
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(result, Json));
            }
            else
            {
                table(result, Console.Out);
            }

            return 0;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end.");
            return 130;
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return 1;
        }
    }
}
