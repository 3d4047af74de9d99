using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_a_reference_is_not_allowed
{
    private const string ToOperations = """<ProjectReference Include="..\..\services\Vsm.S1.Operations\Vsm.S1.Operations.csproj" />""";
    private const string ToContracts = """<ProjectReference Include="../../contracts/Vsm.Contracts/Vsm.Contracts.csproj" />""";
    private const string ToBus = """<ProjectReference Include="../../infra/Vsm.Bus/Vsm.Bus.csproj" />""";

    [Test]
    public void A_service_that_references_another_is_named_with_it()
    {
        using var made = new MadeUpTree().WithProject("services/Vsm.S3.Control/Vsm.S3.Control.csproj", ToContracts + ToBus + ToOperations);

        Assert.That(ReferenceRules.ServicesKnowContractsAndInfrastructureOnly(made.Tree), Is.EqualTo(
            ["services/Vsm.S3.Control/Vsm.S3.Control.csproj references services/Vsm.S1.Operations/Vsm.S1.Operations.csproj; "
             + "a service may reference contracts/ and infra/Vsm.* only."]));
    }

    [Test]
    public void A_reference_by_wildcard_is_seen_too()
    {
        using var made = new MadeUpTree().WithProject("services/Vsm.Cli/Vsm.Cli.csproj", """<ProjectReference Include="../*/*.csproj" />""");

        Assert.That(ReferenceRules.ServicesKnowContractsAndInfrastructureOnly(made.Tree), Has.One.Items);
    }

    [Test]
    public void The_process_of_every_function_may_reference_all_of_them()
    {
        using var made = new MadeUpTree().WithProject("services/Vsm.AllInOne/Vsm.AllInOne.csproj", ToOperations);

        Assert.That(ReferenceRules.ServicesKnowContractsAndInfrastructureOnly(made.Tree), Is.Empty);
    }

    [TestCase(ToContracts)]
    [TestCase(ToOperations)]
    public void Infrastructure_that_references_a_contract_or_a_service_is_named(string reference)
    {
        using var made = new MadeUpTree().WithProject("infra/Vsm.Hosting/Vsm.Hosting.csproj", ToBus + reference);

        Assert.That(ReferenceRules.InfrastructureKnowsNoFunction(made.Tree), Has.One.Contains("infra/Vsm.Hosting/Vsm.Hosting.csproj references"));
    }

    [TestCase("infra/Vsm.Bus", true)]
    [TestCase("contracts/Vsm.Contracts", false)]
    [TestCase("infra/Vsm.MassTransit.Quartz", false)]
    public void A_sample_is_somebody_elses_program(string reference, bool named)
    {
        var name = reference.Split('/')[1];
        using var made = new MadeUpTree().WithProject(
            "infra/samples/Vsm.Desk/Vsm.Desk.csproj", $"""<ProjectReference Include="../../../{reference}/{name}.csproj" />""");

        Assert.That(ReferenceRules.InfrastructureKnowsNoFunction(made.Tree), named ? Has.One.Contains("a sample is a program of somebody else's") : Is.Empty);
    }

    [TestCase("Vsm.Persistence.SqlServer", false)]
    [TestCase("Vsm.Persistence", true)]
    public void A_stand_in_is_referenced_where_it_is_needed_alone(string project, bool named)
    {
        const string ToStandIn = """<ProjectReference Include="../compat/Microsoft.SqlServer.Server/Microsoft.SqlServer.Server.csproj" />""";
        using var made = new MadeUpTree().WithProject($"infra/{project}/{project}.csproj", ToStandIn);

        Assert.That(ReferenceRules.InfrastructureKnowsNoFunction(made.Tree), named ? Has.One.Items : Is.Empty);
    }

    [Test]
    public void Infrastructure_that_names_a_function_in_its_code_is_named_but_not_for_a_comment()
    {
        using var made = new MadeUpTree()
            .With("infra/Vsm.Bus/A.cs", """const string Type = "Vsm.S3Star.Audit.Ruling";""")
            .With("infra/Vsm.Bus/B.cs", "/// <summary>Such as Vsm.S3.Control.</summary>");

        Assert.That(ReferenceRules.InfrastructureKnowsNoFunction(made.Tree), Is.EqualTo(
            ["infra/Vsm.Bus/A.cs names Vsm.S3Star; infra/Vsm.* knows no contract and no function by name."]));
    }

    [TestCase("""<PackageReference Include="MassTransit" />""")]
    [TestCase(ToBus)]
    public void Contracts_that_reference_anything_are_named(string reference)
    {
        using var made = new MadeUpTree().WithProject("contracts/Vsm.Contracts/Vsm.Contracts.csproj", reference);

        Assert.That(ReferenceRules.ContractsReferenceNothing(made.Tree), Has.One.Contains("contracts reference nothing"));
    }

    [Test]
    public void A_built_assembly_is_no_way_around()
    {
        using var made = new MadeUpTree().WithProject("services/Vsm.Cli/Vsm.Cli.csproj", """<Reference Include="Vsm.S1.Operations" HintPath="x.dll" />""");

        Assert.That(ReferenceRules.NoReferenceGoesAroundTheProjectFiles(made.Tree), Has.One.Contains("Vsm.S1.Operations"));
    }
}
