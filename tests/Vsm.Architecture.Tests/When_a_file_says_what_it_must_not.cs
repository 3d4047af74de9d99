using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

// What is forbidden is put together here, so that this file does not say it either.
public sealed class When_a_file_says_what_it_must_not
{
    [TestCase("contracts", nameof(DateTime), "UtcNow")]
    [TestCase("services", nameof(DateTimeOffset), "UtcNow")]
    [TestCase("infra", nameof(DateTime), "Now")]
    public void The_system_clock_is_found_with_its_line(string folder, string type, string member)
    {
        using var made = new MadeUpTree().With($"{folder}/Vsm.A/A.cs", $"class A\n{{\n    object now = {type}.{member};\n}}\n");

        Assert.That(SourceRules.TimeComesFromTheTimeProvider(made.Tree), Is.EqualTo(
            [$"{folder}/Vsm.A/A.cs:3: {type}.{member}; take a TimeProvider instead."]));
    }

    [TestCase(nameof(Task), "Delay")]
    [TestCase(nameof(Thread), "Sleep")]
    public void A_sleeping_test_is_found(string type, string member)
    {
        using var made = new MadeUpTree().With("tests/Vsm.A.Tests/A.cs", $"await {type}.{member}(1);");

        Assert.That(SourceRules.TestsNeverSleep(made.Tree), Has.One.Contains($"tests/Vsm.A.Tests/A.cs:1: {type}.{member}"));
    }

    [TestCase("README.md", "see /{0}/main", "work")]
    [TestCase("infra/run.sh", "cd \"/{0}/x\"", "root")]
    public void A_path_of_one_machine_is_found(string file, string text, string folder)
    {
        using var made = new MadeUpTree().With(file, text.Replace("{0}", folder, StringComparison.Ordinal));

        Assert.That(SourceRules.NoFileNamesAPlaceOnOneMachine(made.Tree), Has.One.StartsWith($"{file}:1: /{folder}/"));
    }

    [Test]
    public void A_relative_path_and_sample_data_are_left_alone()
    {
        using var made = new MadeUpTree().With("README.md", "infra/" + "work/x").With("infra/samples/a/access.log", "GET /" + "root/x");

        Assert.That(SourceRules.NoFileNamesAPlaceOnOneMachine(made.Tree), Is.Empty);
    }
}
