using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_settings_are_changed : ServerTest
{
    [Test]
    public async Task They_are_listed_and_shown_with_what_they_may_be()
    {
        var list = await Vsm("settings", "list");
        var one = await Vsm("settings", "show", "price:openai/gpt-4o-mini");
        var none = await Vsm("settings", "show", "limits.mistakes");

        Assert.That(list.Out.Split('\n').Select(x => string.Join(' ', x.Split(' ', StringSplitOptions.RemoveEmptyEntries))), Is.EqualTo(
        [
            "SETTING VALUE VERSION OF WHAT IT DOES", "limits.corrections - 0 root How often.",
            "price:openai/gpt-4o-mini input=0.15 output=0.60 7 deployment USD for a million tokens.", "",
        ]));
        Assert.That(one.Out, Is.EqualTo(
            "price:openai/gpt-4o-mini  of the deployment\n  value:    input=0.15 output=0.60\n  version:  7\n  does:     USD for a million tokens.\n  expected: input=… output=…\n"));
        Assert.That((none.ExitCode, none.Error), Is.EqualTo((3, "error: no setting limits.mistakes\n")));
    }

    [Test]
    public async Task A_change_is_made_to_the_version_that_is_there_or_the_one_that_is_named()
    {
        var set = await Vsm("settings", "set", "price:openai/gpt-4o-mini", "input=1 output=2", "--reason", "new prices");
        var stale = await Vsm("settings", "set", "price:openai/gpt-4o-mini", "--default", "--reason", "as it was", "--version", "6", "--by", "ada");

        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[]
        {
            ("set price:openai/gpt-4o-mini", new SetSettingRequest { Value = "input=1 output=2", Version = 7, By = "tester", Reason = "new prices" }),
            ("set price:openai/gpt-4o-mini", new SetSettingRequest { Version = 6, By = "ada", Reason = "as it was" }),
        }));
        Assert.That(set.ExitCode, Is.Zero, set.Error);
        Assert.That(set.Out, Does.Contain("  value:    input=1 output=2\n  version:  8\n"));
        Assert.That((stale.ExitCode, stale.Error), Is.EqualTo((4, "error: Somebody was faster.\n")));
    }

    [TestCase("settings", "set", "limits.corrections", "--reason", "x")]
    [TestCase("settings", "set", "limits.corrections", "5", "--default", "--reason", "x")]
    [TestCase("settings", "set", "limits.corrections", "5")]
    [TestCase("settings", "undo", "last", "--reason", "x")]
    public async Task What_is_missing_or_too_much_is_said(params string[] arguments)
    {
        Assert.That((await Vsm(arguments)).ExitCode, Is.EqualTo(2));
        Assert.That(Server.Posted, Is.Empty);
    }

    [Test]
    public async Task Changes_are_listed_and_taken_back()
    {
        var history = await Vsm("settings", "history", "price:openai/gpt-4o-mini", "--limit", "1");
        var undone = await Vsm("settings", "undo", "7", "--reason", "did not help");

        Assert.That(history.Out.Split('\n')[1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Is.EqualTo(
            ["7", "1970-01-01 00:00:00Z", "ada", "price:openai/gpt-4o-mini", "input=1 output=1", "input=0.15 output=0.60", "takes 5 back: dear"]));
        Assert.That(history.Error, Is.EqualTo("there are more: add --after price:openai/gpt-4o-mini 1\n"));
        Assert.That(Server.Posted, Is.EqualTo(new (string, object)[] { ("undo 7", new UndoSettingRequest { By = "tester", Reason = "did not help" }) }));
        Assert.That(undone.ExitCode, Is.Zero);
    }
}
