using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Web;

namespace Vsm.Unit.Tests.Operations.Tools;

public sealed class When_a_page_is_fetched
{
    private MadeUpWeb _web = null!;
    private WebGate _gate = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _web = (await MadeUpWeb.StartAsync()).Name("example.org", ["93.184.216.34"]).Name("inside.example.org", ["10.0.0.7"]).Name("mixed.example.org", ["127.0.0.1", "93.184.216.34"]);
        _gate = new WebGate(_web);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _gate.Dispose();
        await _web.DisposeAsync();
    }

    [Test]
    public async Task Its_text_is_told_with_status_and_address()
    {
        _web.Answer = x => TextAsync(x, $"Hello {x.Request.Host} {x.Request.Path}{x.Request.QueryString} {x.Request.Headers.Authorization}{x.Request.Headers.Cookie}");

        Assert.That(await FetchAsync("http://example.org/a?b=c"), Is.EqualTo("200 http://example.org/a?b=c\n\nHello example.org /a?b=c "));
        Assert.That(_web.Connections.Single(), Is.EqualTo(new IPEndPoint(MadeUpWeb.Public, 80)));
    }

    [Test]
    public void A_name_that_leads_inside_is_not_connected_to()
    {
        Assert.That(() => FetchAsync("http://inside.example.org/"), Throws.TypeOf<ToolException>().With.Message.Contains("inside.example.org has no public address"));
        Assert.That(_web.Connections, Is.Empty);
    }

    [Test]
    public async Task Of_several_addresses_only_public_ones_are_connected_to()
    {
        _web.Answer = x => TextAsync(x, "Fine.");

        await FetchAsync("http://mixed.example.org/");

        Assert.That(_web.Connections.Select(x => x.Address), Is.EqualTo((IPAddress[])[MadeUpWeb.Public]));
    }

    [Test]
    public void A_name_that_changes_its_mind_between_two_connections_is_looked_at_again()
    {
        _web.Name("example.org", ["93.184.216.34"], ["169.254.169.254"]).Answer = x =>
        {
            x.Response.Headers.Connection = "close";
            x.Response.Redirect("http://example.org/latest/meta-data");
            return Task.CompletedTask;
        };

        Assert.That(() => FetchAsync("http://example.org/"), Throws.TypeOf<ToolException>().With.Message.Contains("no public address"));
        Assert.That(_web.Connections, Has.Count.EqualTo(1));
    }

    [TestCase("http://inside.example.org/", "no public address")]
    [TestCase("http://169.254.169.254/latest", "not among the hosts")]
    [TestCase("http://other.test/", "not among the hosts")]
    [TestCase("file:///etc/passwd", "must begin with https://")]
    [TestCase("//evil.test/x", "not among the hosts")]
    [TestCase("http://example.org/again", "sends on more than 5 times")]
    public void A_redirect_is_looked_at_like_an_address(string target, string reason)
    {
        _web.Answer = x =>
        {
            x.Response.StatusCode = 302;
            x.Response.Headers.Location = target;
            return Task.CompletedTask;
        };

        Assert.That(() => FetchAsync("http://example.org/"), Throws.TypeOf<ToolException>().With.Message.Contains(reason));
    }

    [Test]
    public async Task A_redirect_within_what_is_allowed_is_followed()
    {
        _web.Answer = x =>
        {
            if (x.Request.Path == "/old")
            {
                x.Response.Redirect("/new");
                return Task.CompletedTask;
            }

            return TextAsync(x, "Moved here.");
        };

        Assert.That(await FetchAsync("http://example.org/old"), Is.EqualTo("200 http://example.org/new\n\nMoved here."));
    }

    [Test]
    public async Task What_is_long_is_cut_with_a_note_and_read_no_further()
    {
        _web.Answer = async x =>
        {
            x.Response.ContentType = "text/plain; charset=utf-8";
            while (!x.RequestAborted.IsCancellationRequested) // without an end
            {
                await x.Response.WriteAsync(new string('é', 10_000), x.RequestAborted);
            }
        };

        var text = await FetchAsync("http://example.org/");

        Assert.That(System.Text.Encoding.UTF8.GetByteCount(text), Is.LessThanOrEqualTo(ToolLimits.ResultBytes));
        Assert.That(text, Does.EndWith("bytes.]").And.Not.Contain("\uFFFD"));
    }

    [TestCase("image/png", "only text can be read")]
    [TestCase("application/octet-stream", "only text can be read")]
    public void What_is_no_text_is_not_read(string type, string reason)
    {
        _web.Answer = async x =>
        {
            x.Response.ContentType = type;
            await x.Response.WriteAsync("GIF");
        };

        Assert.That(() => FetchAsync("http://example.org/"), Throws.TypeOf<ToolException>().With.Message.Contains(reason));
    }

    [Test]
    public void A_failure_is_told_with_its_status()
    {
        _web.Answer = x =>
        {
            x.Response.StatusCode = 404;
            return TextAsync(x, "No such page.");
        };

        Assert.That(() => FetchAsync("http://example.org/x"), Throws.TypeOf<ToolException>().With.Message.EqualTo("404 http://example.org/x\n\nNo such page."));
    }

    [TestCase("http://nowhere.example.org/", "There is no host")]
    [TestCase("example.org", "That is no address")]
    public void What_cannot_be_reached_is_said(string address, string reason) =>
        Assert.That(() => FetchAsync(address), Throws.TypeOf<ToolException>().With.Message.Contains(reason));

    private static Task TextAsync(HttpContext context, string text)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(text);
    }

    private async Task<string> FetchAsync(string address) => (string)(await new WebFetchTool(_gate, new AllowedHosts(["example.org", "*.example.org"])).InvokeAsync(
        new AIFunctionArguments { ["url"] = address }, TestContext.CurrentContext.CancellationToken))!;
}
