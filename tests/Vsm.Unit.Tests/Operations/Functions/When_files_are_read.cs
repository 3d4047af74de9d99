using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_files_are_read
{
    [Test]
    public async Task Quoted_fields_of_csv_are_whole() =>
        Assert.That(
            await Of(Step("transform")).With(("output_format", "json")).RunAsync("x.csv", "\uFEFFa,b\r\n\"1,\"\"2\"\"\",\"line\nbreak\"\r\n\r\nä,\r\n"),
            Is.EqualTo("[\n  {\"a\":\"1,\\\"2\\\"\",\"b\":\"line\\nbreak\"},\n  {\"a\":\"ä\",\"b\":\"\"}\n]\n"));

    [TestCase("x.json", "[{\"a\":1,\"b\":null},{\"a\":2.50,\"b\":[1,2]},{\"a\":true,\"b\":\"t\"}]")]
    [TestCase("x.jsonl", "{\"a\":1,\"b\":null}\n\n{\"a\":2.50,\"b\":[1,2]}\n{\"a\":true,\"b\":\"t\"}\n")]
    [TestCase("x.NDJSON", "{\"a\":1}\n{\"b\":[1,2],\"a\":2.50}\n{\"a\":true,\"b\":\"t\"}")]
    public async Task Json_comes_as_an_array_or_in_lines(string file, string content) =>
        Assert.That(await Of(Step("transform", ("select", "a, b"))).RunAsync(file, content), Is.EqualTo(Lines("a,b", "1,", "2.50,\"[1,2]\"", "true,t")));

    [Test]
    public async Task Several_files_are_one_stream_in_their_order()
    {
        var run = Prepare(Of(Step("aggregate", ("sum", "n"))), Agents.Task(files: ["a.csv", "b.jsonl"]), ("a.csv", "n\n1\n"), ("b.jsonl", "{\"n\":2}"));

        Assert.That(await run.ExecuteAsync(default), Is.EqualTo("sum_n\n3\n"));
    }

    [Test]
    public async Task A_task_without_files_is_text_or_what_its_format_says()
    {
        var text = Prepare(Of(Step("search", ("terms", "lamp"))), Agents.Task("a desk\na lamp"));
        var csv = Prepare(Of(Step("aggregate", ("sum", "n"))), Agents.Task("n\n4\n5\n") with { Parameters = new Dictionary<string, string> { ["format"] = "csv" } });

        Assert.Multiple(async () =>
        {
            Assert.That(await text.ExecuteAsync(default), Is.EqualTo(Lines("file,row,score,text", "the task,2,1001,a lamp")));
            Assert.That(await csv.ExecuteAsync(default), Is.EqualTo("sum_n\n9\n"));
        });
    }

    [TestCase("x.csv", "", "x.csv is empty: a CSV file starts with a row of field names.")]
    [TestCase("x.csv", "a,b\n1,2\n3\n", "x.csv, row 3 has 1 fields but the header has 2: a, b.")]
    [TestCase("x.csv", "a,a\n1,2\n", "x.csv, row 1: Two fields are named 'a': rename one of them.")]
    [TestCase("x.csv", "a,\n1,2\n", "x.csv, row 1: field 2 of the header has no name.")]
    [TestCase("x.json", "[1]", "x.json, row 1 is a JSON number, not an object: each item must be an object.")]
    [TestCase("x.jsonl", "{\"a\":1,\"a\":2}", "x.jsonl, row 1: Two fields are named 'a': rename one of them.")]
    public void Bad_content_is_named(string file, string content, string message) =>
        Assert.That(async () => await Of(Step("transform")).RunAsync(file, content), Throws.TypeOf<FunctionException>().With.Message.EqualTo(message));

    [TestCase("x.csv", "a,b\n1,2\n3,x\"y\"z\n", "x.csv, row 3 is not CSV")]
    [TestCase("x.json", "{\"a\":1}\n{\"a\":2}", "x.json is not a JSON array of objects, at or behind item 1")]
    [TestCase("x.json", "[{\"a\":1},{\"a\":", "x.json is not a JSON array of objects, at or behind item ")]
    [TestCase("x.jsonl", "{\"a\":1}\n{\"a\":\n", "x.jsonl, row 2 is not JSON: ")]
    public void Bad_syntax_is_located(string file, string content, string message) =>
        Assert.That(async () => await Of(Step("transform")).RunAsync(file, content), Throws.TypeOf<FunctionException>().With.Message.StartsWith(message));

    [Test]
    public void A_huge_record_ends_the_work([Values("x.csv", "x.json")] string file)
    {
        var huge = new string('x', 3_000_000);

        Assert.That(
            async () => await Of(Step("transform")).RunAsync(file, file == "x.csv" ? $"a\n\"{huge}" : $"[{{\"a\":\"{huge}\"}}]"),
            Throws.TypeOf<FunctionException>().With.Message.Contains("longer than 1 MiB"));
    }

    [Test]
    public void Text_and_records_do_not_mix() =>
        Assert.That(
            async () => await Prepare(Of(Step("search", ("terms", "a"))), Agents.Task(files: ["a.log", "b.csv"]), ("a.log", ""), ("b.csv", "")).ExecuteAsync(default),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo(
                "a.log is text but b.csv has records: give files of one sort, or set 'format' to one of csv, json, jsonl, text."));
}
