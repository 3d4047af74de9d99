using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_the_layout_is_broken
{
    private const string OneProject =
        """Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Vsm.Bus", "infra\Vsm.Bus\Vsm.Bus.csproj", "{0}" """;

    [Test]
    public void What_does_not_belong_to_the_top_level_is_named()
    {
        using var made = new MadeUpTree().With("notes.md", "").With("src/A.cs", "").With("README.md", "");

        Assert.That(LayoutRules.TopLevelHoldsWhatTheDesignNames(made.Tree).Select(violation => violation.Split(' ')[0]), Is.EqualTo(["notes.md", "src"]));
    }

    [Test]
    public void A_project_outside_the_solution_is_named()
    {
        using var made = new MadeUpTree().With("Vsm.Messaging.sln", OneProject)
            .WithProject("infra/Vsm.Bus/Vsm.Bus.csproj").WithProject("tests/Vsm.Unit.Tests/Vsm.Unit.Tests.csproj");

        Assert.That(LayoutRules.EveryProjectIsInTheSolution(made.Tree), Is.EqualTo(
            ["tests/Vsm.Unit.Tests/Vsm.Unit.Tests.csproj is not in Vsm.Messaging.sln: dotnet sln add tests/Vsm.Unit.Tests/Vsm.Unit.Tests.csproj"]));
    }

    [Test]
    public void A_project_that_only_the_solution_knows_is_named()
    {
        using var made = new MadeUpTree().With("Vsm.Messaging.sln", OneProject);

        Assert.That(LayoutRules.EveryProjectIsInTheSolution(made.Tree), Is.EqualTo(["Vsm.Messaging.sln lists infra/Vsm.Bus/Vsm.Bus.csproj, which is not there."]));
    }

    [Test]
    public void A_project_named_otherwise_than_its_folder_is_named()
    {
        using var made = new MadeUpTree().WithProject("services/Vsm.Cli/Cli.csproj");

        Assert.That(LayoutRules.ProjectsAreNamedAsTheirFolders(made.Tree), Has.One.Contains("services/Vsm.Cli/Cli.csproj"));
    }

    [TestCase("""<PackageReference Include="NUnit" Version="4.6.1" />""")]
    [TestCase("""<PackageReference Include="NUnit" VersionOverride="4.6.1" />""")]
    [TestCase("""<PackageReference Include="NUnit"><Version>4.6.1</Version></PackageReference>""")]
    public void A_version_in_a_project_file_is_named(string reference)
    {
        using var made = new MadeUpTree().WithProject("tests/Vsm.Unit.Tests/Vsm.Unit.Tests.csproj", reference);

        Assert.That(LayoutRules.VersionsAreCentral(made.Tree), Has.One.Contains("gives NUnit a Version"));
    }
}
