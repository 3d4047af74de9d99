using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_the_repository_is_checked
{
    private readonly Tree _tree = Tree.OfThisRepository();

    [TestCase("contracts")]
    [TestCase("services")]
    [TestCase("infra")]
    [TestCase("tests")]
    public void There_are_projects_to_check(string folder) => Assert.That(_tree.Projects(folder), Is.Not.Empty);

    [Test]
    public void Services_know_contracts_and_infrastructure_only() => Keeps(ReferenceRules.ServicesKnowContractsAndInfrastructureOnly);

    [Test]
    public void Infrastructure_knows_no_function() => Keeps(ReferenceRules.InfrastructureKnowsNoFunction);

    [Test]
    public void Contracts_reference_nothing() => Keeps(ReferenceRules.ContractsReferenceNothing);

    [Test]
    public void No_reference_goes_around_the_project_files() => Keeps(ReferenceRules.NoReferenceGoesAroundTheProjectFiles);

    [Test]
    public void The_top_level_holds_what_the_design_names() => Keeps(LayoutRules.TopLevelHoldsWhatTheDesignNames);

    [Test]
    public void Every_project_is_in_the_solution() => Keeps(LayoutRules.EveryProjectIsInTheSolution);

    [Test]
    public void Projects_are_named_as_their_folders() => Keeps(LayoutRules.ProjectsAreNamedAsTheirFolders);

    [Test]
    public void Package_versions_are_central() => Keeps(LayoutRules.VersionsAreCentral);

    [Test]
    public void Time_comes_from_the_time_provider() => Keeps(SourceRules.TimeComesFromTheTimeProvider);

    [Test]
    public void Tests_never_sleep() => Keeps(SourceRules.TestsNeverSleep);

    [Test]
    public void No_file_names_a_place_on_one_machine() => Keeps(SourceRules.NoFileNamesAPlaceOnOneMachine);

    [Test]
    public void Every_sample_organisation_has_its_data() => Keeps(SampleRules.EveryOrganisationHasItsData);

    [Test]
    public void Tests_that_documents_name_are_there() => Keeps(DocumentRules.TestsThatAreNamedAreThere);

    [Test]
    public void Compose_runs_every_service() => Keeps(DeploymentRules.ComposeRunsEveryService);

    private void Keeps(Func<Tree, IEnumerable<string>> rule) => Assert.That(rule(_tree), Is.Empty);
}
