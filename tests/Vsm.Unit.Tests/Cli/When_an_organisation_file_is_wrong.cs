namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_file_is_wrong
{
    private const string Head = "name: Review\npurpose: Look at logs\n";

    [TestCaseSource(nameof(Wrong))]
    public void The_line_says_what_was_found_and_what_was_expected(string yaml, string[] expected)
    {
        using var folder = new OrganisationFolder();
        folder.Write("data.csv", "a,b\n1,2\n");
        folder.Write("empty.csv", "");
        Directory.CreateDirectory(Path.Combine(folder.Path, "sub"));
        Assert.That(folder.Errors(yaml), Is.EqualTo(expected));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("unknown key", Head + "sytems: []\n",
            "org.yaml:3:1: unknown key 'sytems'; did you mean 'systems'?");
        yield return Case("unknown key of a task", Head + "tasks:\n  - content: do\n    file: data.csv\n",
            "org.yaml:5:5: tasks[0]: unknown key 'file'; did you mean 'files'?");
        yield return Case("wrong type: text for a list", Head + "systems: none\n",
            "org.yaml:3:10: systems: found 'none'; expected a list");
        yield return Case("wrong type: list for text", "name: [a]\npurpose: p\n",
            "org.yaml:1:7: name: found a list; expected text");
        yield return Case("wrong type: nothing", "name:\npurpose: p\n",
            "org.yaml:1:6: name: found nothing; expected text");
        yield return Case("wrong type: text for a number", Head + System("max_concurrent_tasks: many"),
            "org.yaml:6:27: systems[0].max_concurrent_tasks: found 'many'; expected a whole number");
        yield return Case("wrong type: a system that is text", Head + "systems:\n  - worker\n",
            "org.yaml:4:5: systems[0]: found 'worker'; expected a mapping with the keys name, description, kind, model, capabilities, steps, parameters, permissions, tools, max_concurrent_tasks, task_timeout, cost_per_task, cost_total, prompt");
        yield return Case("the whole file is a list", "- a\n- b\n",
            "org.yaml:1:1: found a list; expected a mapping with the keys name, vsm, purpose, systems, policies, default_policies, templates, limits, tasks");
        yield return Case("missing keys", "vsm: root\n",
            "org.yaml:1:1: the key 'name' is missing; expected text",
            "org.yaml:1:1: the key 'purpose' is missing; expected text");
        yield return Case("duplicate key", Head + "name: Again\n",
            "org.yaml:3:1: the key 'name' is written twice, first in line 1; expected it once");
        yield return Case("duplicate system", Head + System("kind: function") + "  - name: worker\n    steps: [{function: summarise}]\n",
            "org.yaml:7:11: systems[1].name: the name 'worker' is taken by systems[0]; expected another");
        yield return Case("duplicate template", Head + System("kind: function") + "templates:\n  - name: worker\n    steps: [{function: summarise}]\n",
            "org.yaml:8:11: templates[0].name: the name 'worker' is taken by systems[0]; expected another");
        yield return Case("duplicate policy", Head + Policy("a") + "  - name: a\n    rule: r\n",
            "org.yaml:7:11: policies[1].name: the name 'a' is taken by policies[0]; expected another");
        yield return Case("bad name", Head + "policies:\n  - name: At most 3\n    rule: r\n",
            "org.yaml:4:11: policies[0].name: 'At most 3' is not a name; expected lower-case letters, digits and '-', starting with a letter or digit, at most 63 characters");
        yield return Case("policy for an unknown agent", Head + System("kind: function") + Policy("a", "applies_to: [wroker]"),
            "org.yaml:10:18: policies[0].applies_to[0]: no system or template is named 'wroker'; did you mean 'worker'?");
        yield return Case("default policy for an agent", Head + System("kind: function") + "default_policies:\n  - name: a\n    rule: r\n    applies_to: [worker]\n",
            "org.yaml:10:17: default_policies[0].applies_to: a default policy applies wherever no other does; expected no systems here (write it as a policy instead)");
        yield return Case("unknown function", Head + "systems:\n  - name: worker\n    steps:\n      - function: agregate\n        by: x\n",
            "org.yaml:6:19: systems[0].steps[0].function: unknown function 'agregate'; did you mean 'aggregate'?");
        yield return Case("missing function", Head + "systems:\n  - name: worker\n    steps:\n      - by: x\n",
            "org.yaml:6:9: systems[0].steps[0]: the key 'function' is missing; expected text");
        yield return Case("no steps", Head + "systems:\n  - name: worker\n",
            "org.yaml:4:5: systems[0]: a system of kind function needs at least one step");
        yield return Case("unknown kind", Head + System("kind: functoin"),
            "org.yaml:6:11: systems[0].kind: unknown value 'functoin'; did you mean 'function'?");
        yield return Case("unknown check", Head + Policy("a", "check: {type: sentences, max: 3}"),
            "org.yaml:6:19: policies[0].check.type: unknown check 'sentences'; expected one of max_sentences, no_personal_data");
        yield return Case("unknown parameter of a check", Head + Policy("a", "check: {type: max_sentences, max: 3, min: 1}"),
            "org.yaml:6:42: policies[0].check.min: 'max_sentences' has no parameter 'min'; expected one of max");
        yield return Case("missing parameter of a check", Head + Policy("a", "check:\n      type: max_sentences"),
            "org.yaml:7:13: policies[0].check.type: 'max_sentences' needs the parameter 'max' (integer): The max.");
        yield return Case("missing parameter of a function", Head + "systems:\n  - name: worker\n    steps:\n      - function: aggregate\n",
            "org.yaml:6:19: systems[0].steps[0].function: 'aggregate' needs the parameter 'by' (list): The by.");
        yield return Case("parameter not of its type: integer", Head + Policy("a", "check: {type: max_sentences, max: three}"),
            "org.yaml:6:34: policies[0].check.max: found 'three'; expected a whole number");
        yield return Case("parameter not of its type: all others", Head + "systems:\n  - name: worker\n    steps:\n      - function: aggregate\n"
            + "        by: [a, '']\n        share: half\n        strict: yes\n        pattern: '['\n",
            "org.yaml:7:9: systems[0].steps[0].by: found 'a,'; expected a list of at least one entry, none of them empty",
            "org.yaml:8:9: systems[0].steps[0].share: found 'half'; expected a number such as 1.5",
            "org.yaml:9:9: systems[0].steps[0].strict: found 'yes'; expected true or false",
            "org.yaml:10:9: systems[0].steps[0].pattern: found '['; expected a regular expression (Invalid pattern '[' at offset 1. Unterminated [] set.)");
        yield return Case("parameter without a value", Head + Policy("a", "check: {type: max_sentences, max: }"),
            "org.yaml:6:34: policies[0].check.max: found nothing; expected a value, or a list of values");
        yield return Case("parameter that is a mapping", Head + Policy("a", "check: {type: max_sentences, max: {a: b}}"),
            "org.yaml:6:34: policies[0].check.max: found a mapping; expected a value, or a list of values");
        yield return Case("fixed parameter that no function has", Head + System("parameters: {max_sentence: 3}"),
            "org.yaml:6:18: systems[0].parameters.max_sentence: none of its functions has a parameter 'max_sentence'; did you mean 'max_sentences'?");
        yield return Case("permission level", Head + System("permissions: {read_file: all}"),
            "org.yaml:6:19: systems[0].permissions.read_file: unknown value 'all'; expected one of none, read, write");
        yield return Case("tool that is not there", Head + Clerk("permissions: {file_sytem_tool: read}"),
            "org.yaml:7:19: systems[0].permissions.file_sytem_tool: there is no tool 'file_sytem_tool'; did you mean 'file_system_tool'?");
        yield return Case("tools without what they reach", Head + Clerk("permissions: {file_system_tool: read}"),
            "org.yaml:7:19: systems[0].permissions.file_system_tool: needs a folder in file_root of tools; expected a relative path such as letters or teams/letters, of letters, digits, '-', '_' and '.', no part beginning with '.'");
        yield return Case("tools that reach too far", Head + Clerk("tools: {file_root: ../other, web_hosts: [https://example.org]}"),
            "org.yaml:7:24: systems[0].tools.file_root: '../other' is no folder that can be used; expected a relative path such as letters or teams/letters, of letters, digits, '-', '_' and '.', no part beginning with '.'",
            "org.yaml:7:46: systems[0].tools.web_hosts[0]: 'https://example.org' is no host; expected a host such as example.org, *.example.org or example.org:8443, in lower case");
        yield return Case("check beside readings", Head + Policy("a", "check: {type: no_personal_data}\n    readings: [{type: no_personal_data}]"),
            "org.yaml:6:12: policies[0].check: stands beside 'readings'; expected either one check or the readings of the rule");
        yield return Case("when vague", Head + Policy("a", "when_vague: sometimes"),
            "org.yaml:6:17: policies[0].when_vague: found 'sometimes'; expected strict or lenient");
        yield return Case("bad duration", Head + System("task_timeout: 5 minutes"),
            "org.yaml:6:19: systems[0].task_timeout: found '5 minutes'; expected a duration such as 500ms, 30s, 5m, 2h or 7d");
        yield return Case("duration of nothing", Head + System("task_timeout: 0s"),
            "org.yaml:6:19: systems[0].task_timeout: found 0 ms; expected more than 0, at most 24h");
        yield return Case("limits", Head + "limits: {corrections: -1, cost_per_task: -0.5, person_timeout: 400d}\n",
            "org.yaml:3:23: limits.corrections: found -1; expected 0 to 100",
            "org.yaml:3:42: limits.cost_per_task: found -0.5; expected 0 to 1000000",
            "org.yaml:3:64: limits.person_timeout: found 34560000000 ms; expected more than 0, at most 365d");
        yield return Case("unknown assignee", Head + System("kind: function") + "tasks:\n  - content: do\n    assignee: wroker\n",
            "org.yaml:9:15: tasks[0].assignee: no system is named 'wroker'; did you mean 'worker'?");
        yield return Case("priority and capability", Head + "tasks:\n  - content: do\n    priority: 10\n    requires: [Data Analysis]\n",
            "org.yaml:5:15: tasks[0].priority: found 10; expected 0 to 9",
            "org.yaml:6:16: tasks[0].requires[0]: 'Data Analysis' is not a capability; expected lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, at most 63 characters");
        yield return Case("empty content", Head + "tasks:\n  - content: ''\n",
            "org.yaml:4:14: tasks[0].content: is empty; expected 1 to 65536 characters");
        yield return Case("missing data file", Head + Files("nope.csv"),
            "org.yaml:5:13: tasks[0].files[0]: the file 'nope.csv' is not there; expected a readable file below the organisation file's folder");
        yield return Case("empty data file", Head + Files("empty.csv"),
            "org.yaml:5:13: tasks[0].files[0]: the file 'empty.csv' is empty; expected at least one byte");
        yield return Case("data file that is a folder", Head + Files("sub"),
            "org.yaml:5:13: tasks[0].files[0]: 'sub' is a folder; expected a file");
        yield return Case("data file outside", Head + Files("../../etc/passwd"),
            "org.yaml:5:13: tasks[0].files[0]: the file '../../etc/passwd' is outside the organisation file's folder; expected a file in it or below");
        yield return Case("data file by its full path", Head + Files("/etc/passwd"),
            "org.yaml:5:13: tasks[0].files[0]: found '/etc/passwd'; expected a path relative to the organisation file, with '/' between folders");
        yield return Case("data file twice", Head + Files("data.csv, ./data.csv"),
            "org.yaml:5:23: tasks[0].files[1]: the file 'data.csv' is listed twice; expected it once");
        yield return Case("parameter file that is missing", Head + System("parameters: {schema_file: nope.json}"),
            "org.yaml:6:18: systems[0].parameters.schema_file: the file 'nope.json' is not there; expected a readable file below the organisation file's folder");
        yield return Case("parameter both as value and as file", Head + System("parameters: {schema: x, schema_file: data.csv}"),
            "org.yaml:6:29: systems[0].parameters.schema_file: 'schema' is given both as a value and as a file; expected one of them");
        yield return Case("bad YAML", Head + "systems:\n  - name: [a\n",
            "org.yaml:5:1: is not valid YAML; While parsing a flow sequence, did not find expected ',' or ']'");
        yield return Case("tab as indentation", Head + "limits:\n\tcorrections: 1\n",
            "org.yaml:4:1: is not valid YAML; While scanning a mapping, found invalid tab as indentation");
        yield return Case("alias", Head + "limits: &x {corrections: 1}\n",
            "org.yaml:3:9: uses a YAML anchor; expected the value without one, anchors are not taken");
        yield return Case("alias bomb", "a: &a [x]\nb: [*a, *a]\n",
            "org.yaml:1:4: uses a YAML anchor; expected the value without one, anchors are not taken");
        yield return Case("undefined alias", Head + "limits: *x\n",
            "org.yaml:3:9: uses a YAML alias; expected the value written out, aliases are not taken");
        yield return Case("tag", Head + "limits: !!binary aGk=\n",
            "org.yaml:3:9: uses a YAML tag; expected the value without one, tags are not taken");
        yield return Case("a list as a key", Head + "? [a]\n: b\n",
            "org.yaml:3:3: found a list as a key; expected a word");
        yield return Case("empty file", "",
            "org.yaml: is empty; expected an organisation with at least name and purpose");
        yield return Case("only comments", "# nothing\n---\n",
            "org.yaml: is empty; expected an organisation with at least name and purpose");
        yield return Case("several documents", Head + "---\nname: b\n",
            "org.yaml:3:1: holds a second YAML document; expected one");
    }

    private static TestCaseData Case(string name, string yaml, params string[] expected) =>
        new TestCaseData(yaml, expected).SetArgDisplayNames(name);

    private static string Clerk(string more) => $"systems:\n  - name: clerk\n    kind: llm\n    model: a/b\n    {more}\n";

    private static string System(string more) => $"systems:\n  - name: worker\n    steps: [{{function: summarise}}]\n    {more}\n";

    private static string Policy(string name, string more = "applies_to: []") => $"policies:\n  - name: {name}\n    rule: Keep it short\n    {more}\n";

    private static string Files(string files) => $"tasks:\n  - content: do\n    files: [{files}]\n";
}
