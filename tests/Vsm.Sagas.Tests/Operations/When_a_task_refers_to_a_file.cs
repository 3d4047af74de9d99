using System.Security.Cryptography;
using System.Text;
using Vsm.Contracts.Operations;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_a_task_refers_to_a_file
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vsm-content-");

    [TearDown]
    public void Remove() => _root.Delete(recursive: true);

    [Test]
    public async Task It_is_read()
    {
        await using var bench = await StartAsync();

        var result = await DoAsync<TaskResultMessage>(bench, Write("a.log", "from 192.0.2.1\nok"), x => x.TaskId);

        Assert.That(result.Output, Is.EqualTo("from [ip]\nok"));
        Assert.That(result.References.Single().Name, Is.EqualTo("a.log"));
    }

    [Test]
    public async Task One_outside_the_folders_is_not()
    {
        await using var bench = await StartAsync();
        var outside = typeof(When_a_task_refers_to_a_file).Assembly.Location;

        var failed = await DoAsync<TaskExecutionFailed>(bench, new ContentReference { Uri = new Uri($"file://{outside}"), Length = 1, Sha256 = "" }, x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.BadInput));
        Assert.That(failed.Reason, Does.Contain("lies outside the folders of Vsm:Content:Roots"));
    }

    [TestCase("/etc/hostname")]
    [TestCase("https://example.org/a.csv")]
    public async Task An_address_of_no_file_is_not_followed(string address)
    {
        await using var bench = await StartAsync();
        var reference = new ContentReference { Uri = new Uri(address, UriKind.RelativeOrAbsolute), Length = 1, Sha256 = "" };

        var failed = await DoAsync<TaskExecutionFailed>(bench, reference, x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.BadInput));
        Assert.That(failed.Reason, Does.StartWith($"{address} is no file; only file: addresses"));
    }

    [TestCase("longer than before", "Hand the task in again")]
    [TestCase("after!", "its SHA-256 differs")]
    public async Task One_that_changed_is_not_worked_on(string content, string reason)
    {
        await using var bench = await StartAsync();
        var reference = Write("a.txt", "before");
        Write("a.txt", content);

        var failed = await DoAsync<TaskExecutionFailed>(bench, reference, x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.BadInput));
        Assert.That(failed.Reason, Does.Contain(reason));
    }

    [Test]
    public async Task A_result_as_long_as_it_may_be_goes_out_with_all_its_calls()
    {
        await using var bench = await StartAsync();
        var pattern = new string('q', 2000);
        var agent = Agents.Of(1, [.. Enumerable.Repeat(Agents.Step("redact", ("pattern", pattern)), 50)]);
        await bench.ConfigureAsync(agent);
        var file = Write("a.txt", string.Join('\n', Enumerable.Repeat(new string('x', 1023), 95)));

        var task = Agents.Task(agent, new string('t', 60_000)) with { References = [file] };
        var result = await bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId);

        Assert.That((result.Output.Length, result.Content.Length), Is.EqualTo((95 * 1024 - 1, 60_000)));
        Assert.That(result.ToolCalls.Select(x => x.Tool), Is.EqualTo(Enumerable.Repeat("redact", 50)));
        Assert.That((await bench.JournalAsync($"{task.TaskId}/1/tool/50")).Read<ToolCall>().Arguments["pattern"], Is.EqualTo(pattern));
    }

    [TestCase('\u0001', 90, TestName = "As JSON, each of these takes six bytes")]
    [TestCase('x', 96, TestName = "Just over what goes in a message")]
    [TestCase('é', 3000, TestName = "Some megabytes")]
    public async Task A_result_that_no_message_should_hold_is_stored_and_referred_to(char of, int lines)
    {
        await using var bench = await StartAsync();
        var text = string.Join('\n', Enumerable.Repeat(new string(of, 1024), lines));

        var result = await DoAsync<TaskResultMessage>(bench, Write("a.txt", text), x => x.TaskId);

        var stored = Path.Combine(_root.FullName, "store", "objects", result.OutputReference!.Sha256[..2], result.OutputReference.Sha256);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await File.ReadAllTextAsync(stored), Is.EqualTo(text));
            Assert.That(result.OutputReference.Length, Is.EqualTo(Encoding.UTF8.GetByteCount(text)));
            Assert.That(result.OutputReference.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))));
            Assert.That(result.Output, Does.StartWith(new string(of, 1024) + "\n").And.EndsWith(" bytes").And.Length.LessThan(4200));
        }
    }

    [Test]
    public async Task A_result_larger_than_content_may_be_is_bad_input_and_says_what_to_do()
    {
        await using var bench = await StartAsync(("Vsm:Content:Largest", "200000"));

        var failed = await DoAsync<TaskExecutionFailed>(bench, Write("a.txt", string.Join('\n', Enumerable.Repeat(new string('x', 1023), 300))), x => x.TaskId);

        Assert.That((failed.Error, failed.Reason), Is.EqualTo((ExecutionError.BadInput,
            "The output has more than 200000 bytes, the most that is stored (Vsm:Content:Largest): aggregate further, select fewer fields, or set a smaller 'limit'.")));
    }

    [Test]
    public async Task Content_that_was_never_stored_is_bad_input()
    {
        await using var bench = await StartAsync();
        Directory.CreateDirectory(Path.Combine(_root.FullName, "store", "objects"));
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "store", ".vsm-content"), "");
        var sha256 = new string('a', 64);

        var failed = await DoAsync<TaskExecutionFailed>(bench, new ContentReference { Uri = new Uri($"vsm-content:/sha256/{sha256}"), Length = 1, Sha256 = sha256 }, x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.BadInput));
        Assert.That(failed.Reason, Does.Contain("is not in the content store").And.Contain("POST /api/v1/content"));
    }

    [Test]
    public async Task A_store_that_is_away_is_waited_for_and_then_said_to_be()
    {
        await using var bench = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "store"), "in the way of the folder");

        var failed = await DoAsync<TaskExecutionFailed>(bench, Write("a.txt", string.Join('\n', Enumerable.Repeat(new string('x', 1023), 300))), x => x.TaskId);

        Assert.That(failed.Error, Is.EqualTo(ExecutionError.Transient));
        Assert.That(failed.Reason, Does.StartWith("The content store does not work now: "));
    }

    private Task<OperationsBench> StartAsync(params (string, string)[] settings) =>
        OperationsBench.StartAsync([("Vsm:Content:Roots", _root.FullName), ("Vsm:Content:Store", Path.Combine(_root.FullName, "store")), .. settings]);

    private static async Task<T> DoAsync<T>(OperationsBench bench, ContentReference file, Func<T, Guid> taskId)
        where T : class
    {
        var agent = Agents.Of(1, Agents.Step("redact"));
        await bench.ConfigureAsync(agent);
        return await bench.DoAsync(agent, Agents.Task(agent, "redact it") with { References = [file] }, taskId);
    }

    private ContentReference Write(string name, string content)
    {
        var path = Path.Combine(_root.FullName, name);
        var bytes = Encoding.UTF8.GetBytes(content);
        File.WriteAllBytes(path, bytes);
        return new ContentReference
        {
            Uri = new Uri($"file://{path}"), Length = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)), Name = name,
        };
    }
}
