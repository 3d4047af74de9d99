using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Vsm.Contracts.Http;

namespace Vsm.Integration.Tests.Services;

public sealed class When_content_is_large : ServicesTest
{
    private const string Vsm = "large";
    private const int Rows = 700_000;

    private static readonly string Organisation = $$"""
        name: {{Vsm}}
        vsm: {{Vsm}}
        purpose: Pass on what is large.
        systems:
          - name: passer
            capabilities: [pass]
            steps:
              - function: transform
        policies:
          - name: totals
            rule: The amounts add up to those of the input.
            applies_to: [passer]
            check: { type: totals_agree, column: amount }
        tasks:
          - content: Pass it on.
            files: [small.csv]
            requires: [pass]
        """;

    [Test]
    public async Task Fifty_megabytes_go_in_and_come_out_and_no_process_grows_by_them()
    {
        var folder = TheServices.Subfolder(Vsm);
        var (small, large, output) = (Path.Combine(folder, "small.csv"), Path.Combine(folder, "large.csv"), Path.Combine(folder, "out.csv"));
        await WriteAsync(small, 1000);
        await WriteAsync(large, Rows);
        await File.WriteAllTextAsync(Path.Combine(folder, "org.yaml"), Organisation);
        var warm = await Cluster.VsmAsync("run", Path.Combine(folder, "org.yaml"));
        Assert.That(warm.ExitCode, Is.Zero, warm.Output);
        var before = Peaks();

        var submitted = await Cluster.VsmAsync(
            "task", "submit", "Pass it on.", "--require", "pass", "--data", large, "--vsm", Vsm, "--output", "json");
        Assert.That(submitted.ExitCode, Is.Zero, submitted.Output);
        var id = JsonElement.Parse(submitted.Out).GetProperty("id").GetGuid();
        var task = await Cluster.TaskInAsync("Approved", id, Vsm);
        var fetched = await Cluster.VsmAsync("task", "show", $"{id}", "--vsm", Vsm, "--out", output);

        var grown = Peaks().Select(x => (x.Key, MiB: x.Value - before[x.Key])).ToList();
        TestContext.Out.WriteLine($"{new FileInfo(large).Length / 1048576} MiB in and out: {string.Join(", ", grown.Select(x => $"{x.Key} +{x.MiB} of {before[x.Key]} MiB"))}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fetched.ExitCode, Is.Zero, fetched.Output);
            Assert.That(submitted.Output, Does.Contain("sending large.csv: "));
            Assert.That(task.OutputReference!.Length, Is.EqualTo(new FileInfo(large).Length).And.GreaterThan(50_000_000));
            Assert.That(await HashAsync(output), Is.EqualTo(await HashAsync(large)));
            Assert.That(task.Output, Has.Length.LessThan(5000));
            Assert.That(grown.Select(x => x.MiB), Has.All.LessThan(100), "as one text it has twice its bytes");
            Assert.That(await TroubleAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task What_was_never_stored_is_refused_at_once()
    {
        using var content = JsonContentOf(new { content = "x", references = new[] { new { uri = $"vsm-content:/sha256/{new string('a', 64)}", length = 1, sha256 = new string('a', 64) } } });
        using var stored = await Cluster.Http.PostAsync("/api/v1/content", new ByteArrayContent([1]));
        using var response = await Cluster.Http.PostAsync("/api/v1/tasks", content);

        Assert.That((int)stored.StatusCode, Is.EqualTo(201));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("names content that is not stored"));
    }

    private static StringContent JsonContentOf(object value) => new(JsonSerializer.Serialize(value), System.Text.Encoding.UTF8, "application/json");

    private static Dictionary<string, long> Peaks() => Cluster.Processes.ToDictionary(x => x.Name, x => PeakOf(x.Id));

    // The program runs behind `env`, which becomes it.
    private static long PeakOf(int process) => long.Parse(
        File.ReadLines($"/proc/{process}/status").First(x => x.StartsWith("VmHWM:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    private static async Task WriteAsync(string path, int rows)
    {
        await using var file = new StreamWriter(path) { NewLine = "\n" };
        await file.WriteLineAsync("id,region,product,note,amount");
        for (var row = 0; row < rows; row++)
        {
            await file.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{row},region-{row % 7},product-{row % 113},some words that fill the row until it is long,{row * 37 % 1000}.{row % 100:00}"));
        }
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file));
    }
}
