using System.Text;
using Vsm.Cli.Organisation;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_file_is_no_proper_file
{
    private OrganisationFolder _folder = null!;

    [SetUp]
    public void Start() => _folder = new OrganisationFolder();

    [TearDown]
    public void Stop() => _folder.Dispose();

    [Test]
    public void Over_1_MB_is_refused() => Assert.That(
        _folder.Errors("name: a\npurpose: b # " + new string('x', 1024 * 1024)),
        Is.EqualTo(["org.yaml: is over 1 MB; expected an organisation file of at most 1 MB (put data into files of their own)"]));

    [Test]
    public void A_file_of_1_MB_is_read() => Assert.That(_folder.Errors("name: a\npurpose: b #".PadRight(1024 * 1024, 'x')), Is.Empty);

    [TestCase(64, "org.yaml:1:9: limits: found a list; expected a mapping with the keys corrections, clarifications, cost_per_call, cost_per_attempt, cost_per_task, cost_total, person_timeout")]
    [TestCase(65, "org.yaml:1:72: is nested over 64 levels deep; expected at most 64")]
    [TestCase(500_000, "org.yaml:1:72: is nested over 64 levels deep; expected at most 64")]
    public void Over_64_levels_is_refused_before_anything_is_built(int levels, string expected)
    {
        var lists = levels - 1;
        var errors = _folder.Errors("limits: " + new string('[', lists) + new string(']', lists) + "\nname: a\npurpose: b\n");
        Assert.That(errors, Is.EqualTo([expected]));
    }

    [Test]
    public void Not_UTF_8_is_refused_with_the_line()
    {
        File.WriteAllBytes(_folder.File, [.. "name: a\npurpose: "u8, 0xE9, .. "\n"u8]);
        Assert.That(_folder.Texts(OrganisationFile.Load(_folder.File)), Is.EqualTo(["org.yaml:2:1: is not UTF-8; expected a text file in UTF-8"]));
    }

    [Test]
    public void A_byte_order_mark_is_no_fault()
    {
        File.WriteAllText(_folder.File, "name: a\npurpose: b\n", new UTF8Encoding(true));
        Assert.That(OrganisationFile.Load(_folder.File).Errors, Is.Empty);
    }

    [Test]
    public void A_missing_file_and_a_folder_are_said()
    {
        Assert.That(OrganisationFile.Load("nowhere.yaml").Errors.Single().ToString(), Is.EqualTo("nowhere.yaml: is not there; expected an organisation file"));
        Assert.That(OrganisationFile.Load(_folder.Path).Errors.Single().ToString(),
            Is.EqualTo($"{_folder.Path}: is a folder; expected an organisation file, such as org.yaml in it"));
    }

    [Test]
    public void A_data_file_that_a_link_leads_outside_is_refused()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "link.csv"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), "/etc");
        Assert.That(_folder.Errors("name: a\npurpose: b\ntasks:\n  - content: c\n    files: [link.csv, folder/passwd]\n"), Is.EqualTo(
        [
            "org.yaml:5:13: tasks[0].files[0]: the file 'link.csv' is outside the organisation file's folder; expected a file in it or below",
            "org.yaml:5:23: tasks[0].files[1]: the file 'folder/passwd' is outside the organisation file's folder; expected a file in it or below",
        ]));
    }

    [Test]
    public void A_parameter_file_must_be_text_of_at_most_256_KiB()
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "binary"), [0xFF, 0xFE]);
        _folder.Write("large", new string('x', (256 * 1024) + 1));
        Assert.That(_folder.Errors("name: a\npurpose: b\ntasks:\n  - content: c\n    parameters:\n      x_file: binary\n      y_file: large\n"), Is.EqualTo(
        [
            "org.yaml:6:7: tasks[0].parameters.x_file: the file 'binary' is not UTF-8; expected a text file in UTF-8",
            "org.yaml:7:7: tasks[0].parameters.y_file: the file 'large' is over 256 KiB; expected at most 256 KiB as the value of a parameter",
        ]));
    }

    [Test]
    public void Content_over_65536_characters_is_refused() => Assert.That(
        _folder.Errors($"name: a\npurpose: b\ntasks:\n  - content: {new string('x', 65_537)}\n"),
        Is.EqualTo(["org.yaml:4:14: tasks[0].content: has 65537 characters; expected 1 to 65536"]));

    [Test]
    public void At_most_50_errors_are_listed() =>
        Assert.That(_folder.Errors("name: a\npurpose: b\n" + string.Concat(Enumerable.Range(0, 80).Select(x => $"key{x}: 1\n"))), Has.Count.EqualTo(50));

    [Test]
    public void All_faults_are_found_at_once() => Assert.That(
        _folder.Errors("nam: a\npurpose: b\nsystems:\n  - name: w\n    steps: [{function: nope}]\n    task_timeout: long\n").Select(x => x.Split(':')[1]),
        Is.EqualTo(["1", "1", "5", "6"]));
}
