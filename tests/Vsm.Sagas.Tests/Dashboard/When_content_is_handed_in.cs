using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_content_is_handed_in
{
    private const string Content = "/api/v1/content";
    private const string Tasks = "/api/v1/tasks";
    private readonly TemporaryFolder _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task It_is_answered_with_a_reference_and_given_back_as_it_was()
    {
        await using var function = await StartAsync();
        var bytes = RandomNumberGenerator.GetBytes(300_000);

        var response = await PostAsync(function, bytes, "?name=a.bin");
        var reference = await ReferenceAsync(response);
        var again = await function.Http.GetAsync(response.Headers.Location);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Created));
            Assert.That((reference.Length, reference.Sha256, reference.Name), Is.EqualTo((300_000L, Convert.ToHexStringLower(SHA256.HashData(bytes)), "a.bin")));
            Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.EqualTo(bytes));
            Assert.That(again.Headers.ETag!.Tag, Is.EqualTo($"\"{reference.Sha256}\""));
            Assert.That(again.Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        }
    }

    [Test]
    public async Task A_part_of_it_can_be_asked_for_and_what_is_known_is_not_sent_again()
    {
        await using var function = await StartAsync();
        var reference = await ReferenceAsync(await PostAsync(function, "0123456789"u8.ToArray()));

        var part = await GetAsync(function, reference, x => x.Headers.Range = new RangeHeaderValue(2, 4));
        var known = await GetAsync(function, reference, x => x.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{reference.Sha256}\"")));

        Assert.That((part.StatusCode, await part.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.PartialContent, "234")));
        Assert.That(known.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task What_is_too_large_is_refused_with_the_limit_whether_its_length_is_said_or_not(bool said)
    {
        await using var function = await StartAsync(("Vsm:Content:Largest", "1000"));
        var body = new ByteArrayContent(new byte[1001]);
        var request = new HttpRequestMessage(HttpMethod.Post, Content) { Content = said ? body : new StreamContent(new Endless(1001)) };

        var problem = await (await function.Http.SendAsync(request)).ProblemAsync(413);

        Assert.That(problem.Detail(), Is.EqualTo("The content has more than 1000 bytes, the most that one piece may have (Vsm:Content:Largest)."));
    }

    [Test]
    public async Task What_is_wrong_is_said()
    {
        await using var function = await StartAsync();
        await PostAsync(function, [1]);

        Assert.That((await (await PostAsync(function, [])).ProblemAsync(400)).GetProperty("errors").GetProperty("body").ToString(), Does.Contain("expected at least one byte"));
        Assert.That((await (await function.Http.GetAsync($"{Content}/..%2Fx")).ProblemAsync(400)).GetProperty("errors").GetProperty("sha256").ToString(), Does.Contain("64 hexadecimal digits"));
        Assert.That((await (await function.Http.GetAsync($"{Content}/{new string('a', 64)}")).ProblemAsync(404)).Detail(), Does.StartWith("There is no such content"));
    }

    [Test]
    public async Task A_store_that_is_away_is_503()
    {
        await using var function = await StartAsync();
        await PostAsync(function, [1]);
        Directory.Delete(_folder.File("store"), recursive: true);
        await File.WriteAllTextAsync(_folder.File("store"), "no folder");

        Assert.That((await PostAsync(function, [1])).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await function.Http.GetAsync($"{Content}/{new string('a', 64)}")).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    [Test]
    public async Task A_task_may_refer_to_it_and_not_to_what_was_never_stored()
    {
        await using var function = await StartAsync();
        var reference = await ReferenceAsync(await PostAsync(function, [1, 2, 3]));

        var taken = await function.PostAsync(Tasks, new { content = "x", references = new[] { reference } });
        var unknown = reference with { Uri = new Uri($"vsm-content:/sha256/{new string('b', 64)}"), Sha256 = new string('b', 64) };
        var wrong = await (await function.PostAsync(Tasks, new { content = "x", references = new[] { unknown, reference with { Length = 4 }, reference with { Sha256 = new string('c', 64) } } })).ProblemAsync(400);

        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await function.SentAsync<AssignTaskMessage>("vsm.s3.tasks")).References.Single(), Is.EqualTo(reference));
        Assert.That(wrong.GetProperty("errors").ToString(), Does.Contain("names content that is not stored").And.Contain("the content has 3 bytes").And.Contain("is no address of stored content"));
    }

    [Test]
    public async Task Content_of_a_task_that_no_message_holds_becomes_its_file()
    {
        await using var function = await StartAsync();
        var content = string.Join('\n', Enumerable.Range(0, 60_000).Select(x => $"line {x}"));

        var response = await function.PostAsync(Tasks, new { content });

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        var sent = await function.SentAsync<AssignTaskMessage>("vsm.s3.tasks");
        var stored = await GetAsync(function, sent.References.Single(), _ => { });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Content, Does.StartWith("line 0\nline 1\n").And.EndsWith("all of it is in the file task.txt]"));
            Assert.That((sent.References[0].Name, sent.References[0].Length), Is.EqualTo(("task.txt", (long)Encoding.UTF8.GetByteCount(content))));
            Assert.That(await stored.Content.ReadAsStringAsync(), Is.EqualTo(content));
        }
    }

    [Test]
    public async Task The_output_of_a_task_is_there_as_a_whole()
    {
        await using var function = await StartAsync();
        var (small, large) = (Guid.NewGuid(), Guid.NewGuid());
        var reference = await ReferenceAsync(await PostAsync(function, "the whole output"u8.ToArray()));
        await function.JournalAsync(
            Given.Task(small, 1, new TaskProgress { State = "Approved", Number = 1, Output = "small" }),
            Given.Task(large, 1, new TaskProgress { State = "Evaluating", Number = 2, Output = "the", OutputReference = reference }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await function.Http.GetStringAsync($"{Tasks}/1/output"), Is.EqualTo("small"));
            Assert.That(await function.Http.GetStringAsync($"{Tasks}/2/output"), Is.EqualTo("the whole output"));
            Assert.That((await function.GetAsync($"{Tasks}/2")).GetProperty("outputReference").GetProperty("sha256").GetString(), Is.EqualTo(reference.Sha256));
        }

        // A person approves something else, which fits.
        await function.JournalAsync(Given.Task(large, 2, new TaskProgress { State = "Approved", Number = 2, Output = "edited" }));
        Assert.That(await function.Http.GetStringAsync($"{Tasks}/2/output"), Is.EqualTo("edited"));
    }

    private Task<FunctionHarness> StartAsync(params (string, string)[] settings) =>
        Given.OrganisationAsync([("Vsm:Content:Store", _folder.File("store")), .. settings]);

    private static Task<HttpResponseMessage> PostAsync(FunctionHarness function, byte[] bytes, string query = "") =>
        function.Http.PostAsync(Content + query, new ByteArrayContent(bytes));

    private static async Task<ContentReference> ReferenceAsync(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<ContentReference>(await response.Content.ReadAsStringAsync(), JournalJson.Options)!;

    private static Task<HttpResponseMessage> GetAsync(FunctionHarness function, ContentReference reference, Action<HttpRequestMessage> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Content}/{reference.Sha256}");
        with(request);
        return function.Http.SendAsync(request);
    }

    /// <summary>So many bytes, and no word of how many.</summary>
    private sealed class Endless(int left) : MemoryStream(new byte[left])
    {
        public override bool CanSeek => false;
    }
}
