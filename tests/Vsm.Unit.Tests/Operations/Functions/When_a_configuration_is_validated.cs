using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_a_configuration_is_validated
{
    private static IEnumerable<string> Errors(AgentConfiguration agent) => Pipeline.Validate(agent).Select(x => x.ToString());

    [Test]
    public void A_right_one_has_no_errors() =>
        Assert.That(
            Errors(Of(Step("extract", ("pattern", "(?<a>.)")), Step("aggregate", ("group_by", "a")), Step("summarise")).With(("max_sentences", "3"), ("format", "text"))),
            Is.Empty);

    [Test]
    public void Every_error_is_told_with_its_path()
    {
        var agent = Of(
            Step("extract", ("pattern", "("), ("output_format", "json")),
            Step("agregate"),
            Step("summarise", ("max_sentences", "few"), ("speed", "high"), ("redact_personal_data", "perhaps"))).With(("max_words", "x"));

        Assert.That(Errors(agent).Select(x => x.Split(':')[0]), Is.EqualTo(new[]
        {
            "steps[0].parameters.pattern", "steps[0].parameters.output_format", "steps[1].function", "steps[2].parameters.max_sentences",
            "steps[2].parameters.speed", "steps[2].parameters.redact_personal_data", "parameters.max_words",
        }));
    }

    [TestCase("extract", "", "", "steps[0].parameters.pattern: 'extract' needs it: Has at least one named group, such as (?<status>[0-9]{3}).")]
    [TestCase("extract", "pattern", "a", "steps[0].parameters.pattern: Parameter 'pattern': has no named group; write what is to become a field as (?<name>...).")]
    [TestCase("summarise", "max_sentences", "0", "steps[0].parameters.max_sentences: Parameter 'max_sentences': '0' is not an integer from 1 to 100.")]
    [TestCase("aggregate", "where", "status >=", "steps[0].parameters.where: Parameter 'where': 'status >=' is not a condition; write it like: status >= 500 and path contains '/api'.")]
    [TestCase("aggregate", "group_by", "week(day)", "steps[0].parameters.group_by: Parameter 'group_by': 'week' is not one of year, month, day, hour, minute.")]
    [TestCase("top", "by", "sum(ms)", "steps[0].parameters.by: Parameter 'by': 'sum(ms)' needs groups: set 'group_by', or name a field.")]
    [TestCase("redact", "kinds", "name", "steps[0].parameters.kinds: Parameter 'kinds': 'name' is not one of email, iban, card, ip, phone.")]
    [TestCase("search", "order", "random", "steps[0].parameters.order: Parameter 'order': 'random' is not one of score, input.")]
    [TestCase("search", "output_format", "xml", "steps[0].parameters.output_format: Parameter 'output_format': 'xml' is not one of csv, json, markdown.")]
    [TestCase("search", "format", "xml", "steps[0].parameters.format: Parameter 'format': 'xml' is not one of csv, json, jsonl, text.")]
    [TestCase("validate", "", "", "steps[0].parameters.required: Parameter 'required': there is nothing to check: set one of required, numbers, integers, dates, ranges.")]
    [TestCase("transform", "rename", "a", "steps[0].parameters.rename: Parameter 'rename': 'a' has no new name; write it as: a as name.")]
    public void An_argument_is_checked_as_its_function_reads_it(string function, string name, string value, string error) =>
        Assert.That(Errors(Of(name.Length == 0 ? Step(function) : Step(function, (name, value)))), Is.EqualTo(new[] { error }));

    [Test]
    public void Steps_that_do_not_fit_together_are_told() =>
        Assert.That(Errors(Of(Step("summarise"), Step("aggregate"))).Single(), Does.StartWith("steps[1]: 'aggregate' works on records but gets text lines: "));

    [Test]
    public void A_parameter_that_no_step_honours_is_told() =>
        Assert.That(Errors(Of(Step("aggregate")).With(("max_sentences", "3"))).Single(), Does.StartWith("parameters.max_sentences: No step honours it; honoured are: "));

    [Test]
    public void An_agent_without_steps_is_refused() =>
        Assert.That(Errors(Of()), Is.EqualTo(new[] { "steps: An agent of kind 'function' needs at least one step." }));

    [Test]
    public void Remedies_are_honoured_where_they_work() =>
        Assert.Multiple(() =>
        {
            Assert.That(Pipeline.HonouredParameters(Of(Step("report"), Step("summarise"))), Is.EquivalentTo(new[]
            {
                "template", "format", "max_sentences", "max_words", "output_format", "redact_personal_data", "redact_pattern",
            }));
            Assert.That(Pipeline.HonouredParameters(Of(Step("aggregate"))), Does.Contain("redact_personal_data").And.Not.Contain("max_sentences"));
        });

    [Test]
    public void The_catalogue_names_every_function_of_the_assembly_with_what_it_honours()
    {
        var catalogue = FunctionCatalogue.BuiltIn.Describe();

        Assert.Multiple(() =>
        {
            Assert.That(catalogue.Name, Is.EqualTo("functions"));
            Assert.That(catalogue.Items.Select(x => x.Name), Is.EqualTo(new[]
            {
                "aggregate", "extract", "redact", "report", "search", "summarise", "top", "transform", "validate",
            }));
            Assert.That(catalogue.Items.SelectMany(x => x.Parameters).Select(x => x.Type).Distinct(), Is.SubsetOf(new[] { "text", "integer", "number", "boolean", "pattern", "list" }));
            Assert.That(catalogue.Items, Has.All.Matches<Vsm.Contracts.Dashboard.CatalogueItem>(x => x.Parameters.DistinctBy(y => y.Name).Count() == x.Parameters.Count));
        });
    }
}
