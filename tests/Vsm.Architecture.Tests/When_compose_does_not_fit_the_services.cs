using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_compose_does_not_fit_the_services
{
    private const string Healthy = "healthcheck: { test: [CMD, 'true'] }";

    [Test]
    public void A_program_without_a_container_is_named() =>
        Assert.That(Violations("services: {}"), Has.One.Contains("Vsm.S3.Control is built by [] instead of by s3-control alone"));

    [Test]
    public void A_program_in_two_containers_is_named() =>
        Assert.That(Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}\n  copy: {Container("Vsm.S3.Control")}"),
            Has.One.Contains("built by [s3-control, copy]"));

    [Test]
    public void A_container_of_no_program_is_named() =>
        Assert.That(Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}\n  s9: {Container("Vsm.S9")}"),
            Is.EqualTo(["docker-compose.yml: s9 builds 'Vsm.S9', which is no program under services/."]));

    [TestCase("image: rabbitmq:latest", "pin a version")]
    [TestCase("image: rabbitmq", "pin a version")]
    [TestCase("image: rabbitmq:3.13.7, ports: ['5672:5672']", "publishes 5672:5672 beyond 127.0.0.1")]
    [TestCase("image: rabbitmq:3.13.7, depends_on: { redis: {} }", "depends on redis")]
    public void A_container_that_is_open_unpinned_or_waits_for_nobody_is_named(string container, string expected) =>
        Assert.That(Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}\n  broker: {{ {container}, {Healthy} }}"), Has.One.Contains(expected));

    [Test]
    public void A_program_that_calls_models_without_keys_is_named() => Assert.That(
        Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}", Models),
        Is.EqualTo(new[] { "OPENAI_API_KEY", "OPENAI_BASE_URL", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL" }
            .Select(x => $"docker-compose.yml: s3-control calls models and is not given {x}.")));

    [Test]
    public void One_that_takes_them_from_who_starts_it_will_do() => Assert.That(
        Violations($"x-models: &models\n{Given}services:\n  s3-control:\n    {Built("Vsm.S3.Control")}\n    {Healthy}\n    environment:\n      <<: [*models]\n", Models), Is.Empty);

    [Test]
    public void A_key_in_the_file_is_named() => Assert.That(
        Violations($"services:\n  s3-control: {Container("Vsm.S3.Control", "environment: { OPENAI_API_KEY: sk-1234 }")}"),
        Is.EqualTo(["docker-compose.yml: s3-control has a OPENAI_API_KEY of its own; it comes from whoever starts it, as ${OPENAI_API_KEY:-}."]));

    [Test]
    public void A_container_without_a_health_check_is_named() =>
        Assert.That(Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}\n  broker: {{ image: 'rabbitmq:3.13.7' }}"),
            Is.EqualTo(["docker-compose.yml: broker has no health check."]));

    [Test]
    public void A_file_that_cannot_be_read_is_named_with_the_line() =>
        Assert.That(Violations("services:\n  a: ]\n"), Has.One.StartsWith("docker-compose.yml:2 cannot be read"));

    [Test]
    public void One_container_for_the_program_will_do() =>
        Assert.That(Violations($"services:\n  s3-control: {Container("Vsm.S3.Control")}"), Is.Empty);

    private const string Models = """<ProjectReference Include="../../infra/Vsm.Ai/Vsm.Ai.csproj" />""";

    private const string Given = """
          OPENAI_API_KEY: ${OPENAI_API_KEY:-}
          OPENAI_BASE_URL: ${OPENAI_BASE_URL:-}
          ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY:-}
          ANTHROPIC_BASE_URL: ${ANTHROPIC_BASE_URL:-}

        """;

    private static string Container(string service, string? more = null) =>
        $"{{ {Built(service)}, {Healthy}{(more is null ? "" : $", {more}")} }}";

    private static string Built(string service) => $"build: {{ context: ., dockerfile: infra/docker/Dockerfile, args: {{ SERVICE: {service} }} }}";

    private static List<string> Violations(string compose, string items = "")
    {
        using var made = new MadeUpTree().With("docker-compose.yml", compose).With("infra/docker/Dockerfile", "FROM scratch")
            .WithProject("services/Vsm.S3.Control/Vsm.S3.Control.csproj", items, sdk: "Microsoft.NET.Sdk.Web")
            .WithProject("services/Vsm.AllInOne/Vsm.AllInOne.csproj", sdk: "Microsoft.NET.Sdk.Web");
        return [.. DeploymentRules.ComposeRunsEveryService(made.Tree)];
    }
}
