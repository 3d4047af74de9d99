using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_a_sample_lacks_its_data
{
    private const string Organisation = """
        systems:
          - name: Reader
            steps: [{ function: validate, schema_file: totals.schema.json }]
        tasks:
          - content: Sum it up
            files: [sales.csv]
        """;

    [Test]
    public void Every_file_that_is_missing_is_named()
    {
        using var made = new MadeUpTree().With("infra/samples/sales/org.yaml", Organisation);

        Assert.That(SampleRules.EveryOrganisationHasItsData(made.Tree), Has.Exactly(1).Contains("totals.schema.json").And.Exactly(1).Contains("sales.csv"));
    }

    [Test]
    public void Files_beside_it_or_made_by_its_script_will_do()
    {
        using var made = new MadeUpTree().With("infra/samples/sales/org.yaml", Organisation)
            .With("infra/samples/sales/totals.schema.json", "{}").With("infra/samples/sales/make-data.sh", "seq 9 >sales.csv");

        Assert.That(SampleRules.EveryOrganisationHasItsData(made.Tree), Is.Empty);
    }

    [Test]
    public void A_file_that_is_not_YAML_is_named_with_the_line()
    {
        using var made = new MadeUpTree().With("infra/samples/sales/org.yaml", "name: x\nfiles: ]\n");

        Assert.That(SampleRules.EveryOrganisationHasItsData(made.Tree), Has.One.Contains("infra/samples/sales/org.yaml:2 is not YAML"));
    }
}
