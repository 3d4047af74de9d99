using Vsm.Benchmarks.Growth;

namespace Vsm.Unit.Tests.Benchmarks;

public sealed class When_stored_tasks_are_copied
{
    private static readonly Dictionary<string, SeedCounter> Counters = new() { ["number"] = new(Last: 900, Step: 100, FirstCopy: 3) };

    [TestCase("verdict", SeedRule.Same, "t.\"verdict\"")]
    [TestCase("id", SeedRule.OwnedId, "md5(t.\"id\"::text || k)::uuid")]
    [TestCase("key", SeedRule.MentionsTask, "replace(t.\"key\", o.task::text, md5(o.task::text || k)::uuid::text)")]
    [TestCase("number", SeedRule.Number, "t.\"number\" + 900 + (k - 3) * 100")]
    [TestCase("at", SeedRule.Time, "t.\"at\" - k * interval '1 minute'")]
    public void A_value_becomes_what_its_column_says(string column, object rule, string sql) =>
        Assert.That(new SeedColumn(column, (SeedRule)rule).CopySql(Counters), Is.EqualTo(sql));

    [Test]
    public void All_columns_are_copied_for_every_template_task() =>
        Assert.That(
            new SeedTable("\"a\".\"b\"", "task_id", [new("task_id", SeedRule.OwnedId), new("data", SeedRule.Same)]).CopySql(Counters),
            Is.EqualTo(
                """
                insert into "a"."b" ("task_id", "data")
                select md5(t."task_id"::text || k)::uuid, t."data"
                from "a"."b" t join benchmark.owned o on o.id = t."task_id" cross join generate_series(@first, @last) k
                """));
}
