using Npgsql;

namespace Vsm.Benchmarks.Growth;

/// <summary>
/// Finds out of the stored rows themselves which tables grow with tasks and how their rows are to be copied, so that it holds for whatever the
/// services store.
/// </summary>
internal sealed class SeedPlan(NpgsqlDataSource source)
{
    private static readonly string[] Counters = ["number", "sequence"];

    /// <summary>Makes the lists of template tasks and of the ids that they own, and looks at every table.</summary>
    /// <param name="templates">At most so many finished tasks are copied.</param>
    public async Task<IReadOnlyList<SeedTable>> MakeAsync(int templates)
    {
        await source.ExecuteAsync(
            $"""
            create schema if not exists benchmark;
            drop table if exists benchmark.owned;
            create table benchmark.owned (id uuid primary key, task uuid not null);
            insert into benchmark.owned select id, id from dashboard.tasks where ended_at is not null order by submitted_at limit {templates};
            """);
        var columns = await source.QueryAsync(
            """
            select c.table_schema, c.table_name, c.column_name, c.udt_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema', 'benchmark') and c.is_generated = 'NEVER'
            order by c.table_schema, c.table_name, c.ordinal_position
            """,
            x => (Table: $"{SeedTable.Quote(x.GetString(0))}.{SeedTable.Quote(x.GetString(1))}", Column: x.GetString(2), Type: x.GetString(3)));
        var links = new Dictionary<string, string>();
        // Tables that know the task itself first; through what they own of it then those that know only that.
        for (var found = true; found;)
        {
            found = false;
            foreach (var table in columns.GroupBy(x => x.Table).Where(x => !links.ContainsKey(x.Key)))
            {
                string[] ids = [.. table.Where(x => x.Type == "uuid").Select(x => x.Column)];
                if (await LinkAsync(table.Key, ids) is { } link)
                {
                    links[table.Key] = link;
                    await OwnAsync(table.Key, link, ids);
                    found = true;
                }
            }
        }

        var tables = new List<SeedTable>();
        foreach (var table in columns.Where(x => links.ContainsKey(x.Table)).GroupBy(x => x.Table))
        {
            var rules = new List<SeedColumn>();
            foreach (var column in table)
            {
                rules.Add(new SeedColumn(column.Column, await RuleAsync(table.Key, links[table.Key], column.Column, column.Type)));
            }

            tables.Add(new SeedTable(table.Key, links[table.Key], rules));
        }

        return tables;
    }

    /// <summary>Where the counting columns are; of one name they count the same.</summary>
    public async Task<IReadOnlyDictionary<string, SeedCounter>> CountersAsync(IReadOnlyList<SeedTable> tables, int firstCopy)
    {
        var counters = new Dictionary<string, SeedCounter>();
        foreach (var table in tables)
        {
            foreach (var column in table.Columns.Where(x => x.Rule == SeedRule.Number))
            {
                var most = $"coalesce(max(t.{SeedTable.Quote(column.Name)}), 0)::bigint";
                var last = await source.ScalarAsync<long>($"select {most} from {table.Name} t");
                var step = await source.ScalarAsync<long>($"select {most} from {table.Name} t join benchmark.owned o on o.id = t.{SeedTable.Quote(table.Link)}");
                var known = counters.GetValueOrDefault(column.Name);
                counters[column.Name] = new SeedCounter(Math.Max(last, known?.Last ?? 0), Math.Max(step, known?.Step ?? 0), firstCopy);
            }
        }

        return counters;
    }

    /// <summary>Tables that have as many rows as there are tasks and yet nothing that says whose; they are not copied.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync(IReadOnlyList<SeedTable> tables)
    {
        var counts = await source.QueryAsync(
            """
            select table_schema, table_name, (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', table_schema, table_name), false, true, '')))[1]::text::bigint
            from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'benchmark')
            """,
            x => (Table: $"{SeedTable.Quote(x.GetString(0))}.{SeedTable.Quote(x.GetString(1))}", Rows: x.GetInt64(2)));
        var tasks = await source.ScalarAsync<long>("select count(*) from dashboard.tasks");
        return [.. counts.Where(x => x.Rows >= tasks && tables.All(y => y.Name != x.Table)).Select(x => $"{x.Table} ({x.Rows} rows)")];
    }

    private async Task<string?> LinkAsync(string table, string[] ids)
    {
        foreach (var id in ids)
        {
            if (await source.ScalarAsync<bool>($"select exists (select from {table} t join benchmark.owned o on o.id = t.{SeedTable.Quote(id)})"))
            {
                return id;
            }
        }

        return null;
    }

    // What is never the same for two tasks, and was not known before.
    private async Task OwnAsync(string table, string link, string[] ids)
    {
        foreach (var id in ids.Where(x => x != link).Select(SeedTable.Quote))
        {
            await source.ExecuteAsync(
                $"""
                insert into benchmark.owned
                select x.id, x.task from (select t.{id} as id, min(o.task::text)::uuid as task, count(distinct o.task) as tasks
                    from {table} t join benchmark.owned o on o.id = t.{SeedTable.Quote(link)} where t.{id} is not null group by t.{id}) x
                where not exists (select from {table} t join benchmark.owned o on o.id = t.{SeedTable.Quote(link)} group by t.{id} having count(distinct o.task) > 1)
                on conflict do nothing
                """);
        }
    }

    private async Task<SeedRule> RuleAsync(string table, string link, string column, string type)
    {
        var quoted = SeedTable.Quote(column);
        return type switch
        {
            "uuid" when await source.ScalarAsync<bool>($"select exists (select from {table} t join benchmark.owned o on o.id = t.{quoted})") => SeedRule.OwnedId,
            "text" or "varchar" when await source.ScalarAsync<bool>(
                $"select exists (select from {table} t join benchmark.owned o on o.id = t.{SeedTable.Quote(link)} where position(o.task::text in t.{quoted}) > 0)") => SeedRule.MentionsTask,
            "int4" or "int8" when Counters.Contains(column) => SeedRule.Number,
            "timestamptz" => SeedRule.Time,
            _ => SeedRule.Same,
        };
    }
}
