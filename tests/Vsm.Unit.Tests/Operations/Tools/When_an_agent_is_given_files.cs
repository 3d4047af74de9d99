using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Files;
using Vsm.Testing;

namespace Vsm.Unit.Tests.Operations.Tools;

[Platform("Linux")]
public sealed class When_an_agent_is_given_files
{
    private TemporaryFolder _place = null!;

    [SetUp]
    public void Make() => _place = new TemporaryFolder();

    [TearDown]
    public void Remove() => _place.Dispose();

    [TestCase("letters", "letters/a.txt")]
    [TestCase("teams/letters", "teams/letters/a.txt")]
    public async Task They_lie_below_the_operators_folder(string root, string file)
    {
        await WriteAsync(Agent("root", root));

        Assert.That(await File.ReadAllTextAsync(_place.File(file)), Is.EqualTo("mine"));
    }

    [Test]
    public async Task Those_of_another_VSM_instance_lie_in_its_own()
    {
        await WriteAsync(Agent("child", "letters"));

        Assert.That(File.Exists(_place.File("vsm-child/letters/a.txt")));
        Assert.That(Problems(Agent("root", "vsm-child/letters")).Single(), Does.Contain("belong to other VSM instances"));
        Assert.That(Tools.Of(Agent("root", "vsm-child/letters")), Is.Empty);
    }

    [TestCase("..")]
    [TestCase("/etc")]
    [TestCase("a/../..")]
    [TestCase(".")]
    [TestCase("")]
    [TestCase(null)]
    public void A_folder_that_is_none_below_it_is_refused(string? root)
    {
        Assert.That(Problems(Agent("root", root)).Single(), Does.StartWith("tools.file_root: "));
        Assert.That(Tools.Of(Agent("root", root)), Is.Empty);
    }

    [TestCase(null)]
    [TestCase("not-there")]
    public void Without_the_operators_folder_there_are_none(string? folder)
    {
        var tools = new FileTools(Options.Create(new ToolOptions { FileRoot = folder is null ? null : _place.File(folder) }));

        Assert.That(tools.Validate(Agent("root", "letters")).Single().ToString(), Is.EqualTo(
            "permissions.file_system_tool: The operator has to set Vsm:Tools:FileRoot to a folder that is there."));
        Assert.That(tools.Validate(Agent("root", "letters") with { Permissions = new Dictionary<string, string>() }), Is.Empty, "where it is not permitted, nothing lacks");
    }

    private FileTools Tools => new(Options.Create(new ToolOptions { FileRoot = _place.Path }));

    private IEnumerable<string> Problems(AgentConfiguration agent) => Tools.Validate(agent).Select(x => x.ToString());

    private async Task WriteAsync(AgentConfiguration agent) => await Tools.Of(agent).Single().InvokeAsync(
        new AIFunctionArguments { ["action"] = "write", ["path"] = "a.txt", ["content"] = "mine" }, TestContext.CurrentContext.CancellationToken);

    private static AgentConfiguration Agent(string vsm, string? root) => new()
    {
        AgentId = Guid.NewGuid(), Vsm = vsm, Number = 1, Name = "clerk", Kind = "llm", Version = 1,
        Permissions = new Dictionary<string, string> { ["file_system_tool"] = "write" }, Tools = new ToolSettings { FileRoot = root },
    };
}
