using Vsm.Dashboard.Http;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_the_API_would_be_open
{
    [TestCase("http://127.0.0.1:5080")]
    [TestCase("http://localhost:5080")]
    [TestCase("http://[::1]:5080;http://127.0.0.1:0")]
    public void This_machine_alone_needs_no_permission(string urls) => Assert.That(Validate(urls, false).Succeeded);

    [TestCase("http://0.0.0.0:5080")]
    [TestCase("http://*:5080")]
    [TestCase("http://+:80")]
    [TestCase("http://[::]:5080")]
    [TestCase("http://10.0.0.4:5080")]
    [TestCase("http://127.0.0.1:5080; http://vsm.example.org")]
    public void Other_machines_need_it_asked_for(string urls)
    {
        var refused = Validate(urls, false);

        Assert.That(refused.FailureMessage, Does.StartWith("Vsm:Http:Urls: http://")
            .And.EndWith("can be reached from other machines, and the API asks nobody who they are. Listen on 127.0.0.1 only, "
                + "or set Vsm:Http:AllowAnonymous to true when something in front of it decides who gets in."));
        Assert.That(Validate(urls, true).Succeeded);
    }

    [TestCase("")]
    [TestCase("nonsense")]
    public void What_is_no_address_is_said(string urls) => Assert.That(Validate(urls, true).FailureMessage, Does.Contain("expected").And.Contain("Vsm:Http:Urls"));

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string urls, bool allow) =>
        new HttpAccessValidator().Validate(null, new HttpAccessOptions { Urls = urls, AllowAnonymous = allow });
}
