using System.Globalization;
using System.Text.Json;
using Vsm.Benchmarks.Loads;

namespace Vsm.Benchmarks.Floor;

/// <summary>The floor as a process of its own, so that its processor time can be read apart: does what it reads, line by line, until its input ends.</summary>
internal static class FloorWorker
{
    public const string Ready = "ready";

    public static string Closed(int tasks, int inFlight) => string.Create(CultureInfo.InvariantCulture, $"closed {tasks} {inFlight}");

    public static string Open(int tasks, double perSecond) => string.Create(CultureInfo.InvariantCulture, $"open {tasks} {perSecond}");

    public static async Task<int> RunAsync(Uri broker, string database, TextReader input, TextWriter output)
    {
        await using var pipeline = await FloorPipeline.StartAsync(broker, database);
        await output.WriteLineAsync(Ready);
        while (await input.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var (tasks, second) = (int.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture));
            var answer = words[0] == "closed"
                ? JsonSerializer.Serialize(await ClosedLoop.RunAsync(tasks, (int)second, pipeline.RunOneAsync))
                : JsonSerializer.Serialize(await OpenLoop.RunAsync(tasks, second, pipeline.RunOneAsync));
            await output.WriteLineAsync(answer);
        }

        return 0;
    }
}
