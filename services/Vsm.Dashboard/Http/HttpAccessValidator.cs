using Microsoft.Extensions.Options;

namespace Vsm.Dashboard.Http;

/// <summary>Refuses a start that would open the API to other machines without being asked to.</summary>
internal sealed class HttpAccessValidator : IValidateOptions<HttpAccessOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpAccessOptions options)
    {
        string[] urls = options.Urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var problems = urls.Select(x => Problem(x, options.AllowAnonymous)).OfType<string>().ToList();
        return urls.Length == 0 ? ValidateOptionsResult.Fail("Vsm:Http:Urls is empty; expected addresses such as http://127.0.0.1:5080.")
            : problems.Count > 0 ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;
    }

    private static string? Problem(string url, bool allowAnonymous)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"Vsm:Http:Urls: '{url}' is no address; expected one such as http://127.0.0.1:5080.";
        }

        return allowAnonymous || LoopbackHost.Is(address.Host)
            ? null
            : $"Vsm:Http:Urls: {url} can be reached from other machines, and the API asks nobody who they are. "
                + "Listen on 127.0.0.1 only, or set Vsm:Http:AllowAnonymous to true when something in front of it decides who gets in.";
    }
}
