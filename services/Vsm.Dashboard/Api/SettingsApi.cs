using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;
using Vsm.Hosting.Settings;

namespace Vsm.Dashboard.Api;

/// <summary>Settings are asked of Policy, which keeps them, so that what is shown is what a change is made to.</summary>
internal static partial class SettingsApi
{
    public static void MapSettings(this RouteGroupBuilder api)
    {
        var settings = api.MapGroup("/settings").WithTags("Settings");
        settings.MapGet("", ListAsync).WithName("ListSettings").WithSummary("What can be set at run time, and what is: of the VSM instance and of the deployment")
            .ProducesProblem(400).ProducesProblem(503);
        settings.MapGet("/history", HistoryAsync).WithName("ListSettingVersions").WithSummary("Changes of settings, latest first; of one by its name")
            .ProducesProblem(400).ProducesProblem(503);
        settings.MapPost("/history/{version}/undo", UndoAsync).WithName("UndoSettingChange").WithSummary("Gives a setting its value of before a change back")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
        settings.MapGet("/{**name}", FindAsync).WithName("GetSetting").WithSummary("A setting by its name, such as limits.corrections or price:openai/gpt-4o-mini")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);
        settings.MapPut("/{**name}", SetAsync).WithName("SetSetting").WithSummary("Changes a setting, in effect everywhere within five seconds")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
    }

    private static async Task<Ok<Page<SettingView>>> ListAsync(
        IRequestClient<FindSettings> settings, HttpContext http, ILogger<SettingView> logger, string vsm = VsmInstance.Root, int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var known = await AskAsync<FindSettings, SettingsInForce>(settings, new FindSettings(), http, logger);
        var rows = SettingViews.All(known, vsm).Index().Skip((int)Math.Min(last, int.MaxValue)).Take(count + 1).ToList();
        return TypedResults.Ok(rows.ToPage(count, x => Paging.Cursor(x.Index + 1), x => x.Item));
    }

    private static async Task<Ok<SettingView>> FindAsync(
        string name, IRequestClient<FindSettings> settings, HttpContext http, ILogger<SettingView> logger, string vsm = VsmInstance.Root)
    {
        var definition = Definition(name = Plain(name));
        return TypedResults.Ok(SettingViews.Of(definition, name, vsm, await AskAsync<FindSettings, SettingsInForce>(settings, new FindSettings(), http, logger)));
    }

    private static async Task<Results<Ok<SettingView>, ProblemHttpResult>> SetAsync(
        string name, Body<SetSettingRequest> body, IRequestClient<ChangeSetting> changes, HttpContext http, ILogger<SettingView> logger, string vsm = VsmInstance.Root,
        [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var (definition, request) = (Definition(name = Plain(name)), body.Value);
        var problems = Texts(request.By, request.Reason);
        if (request.Value?.Trim() is { } value && SettingCatalogue.Problem(name, value) is { } problem)
        {
            problems.Add(("value", problem));
        }

        return problems.Count > 0 ? Problems.Invalid(problems) : await ChangeAsync(changes, new ChangeSetting
        {
            RequestId = KeyIds.Of("setting", $"{vsm}/{name}", key), Vsm = definition.OfVsm ? vsm : null, Name = name, Value = request.Value, Version = request.Version, By = request.By,
            Reason = request.Reason,
        }, http, logger);
    }

    private static async Task<Results<Ok<SettingView>, ProblemHttpResult>> UndoAsync(
        long version, Body<UndoSettingRequest> body, IRequestClient<UndoSettingChange> changes, HttpContext http, ILogger<SettingView> logger,
        [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var problems = Texts(request.By, request.Reason);
        return problems.Count > 0 ? Problems.Invalid(problems) : await ChangeAsync(changes, new UndoSettingChange
        {
            RequestId = KeyIds.Of("setting", $"{version}", key), Version = version, By = request.By, Reason = request.Reason,
        }, http, logger);
    }

    private static async Task<Ok<Page<SettingVersion>>> HistoryAsync(
        IRequestClient<FindSettingVersions> versions, HttpContext http, ILogger<SettingView> logger, string vsm = VsmInstance.Root, string? name = null,
        int? limit = null, string? after = null)
    {
        var (count, last) = (Paging.Limit(limit), Paging.After(after));
        var found = await AskAsync<FindSettingVersions, SettingVersionsFound>(
            versions, new FindSettingVersions { Vsm = vsm, Name = name, Before = last == 0 ? null : last, Limit = count + 1 }, http, logger);
        return TypedResults.Ok(found.Versions.ToList().ToPage(count, x => Paging.Cursor(x.Version), x => x));
    }

    private static async Task<Results<Ok<SettingView>, ProblemHttpResult>> ChangeAsync<T>(
        IRequestClient<T> changes, T change, HttpContext http, ILogger<SettingView> logger)
        where T : class
    {
        try
        {
            // Whoever asked may be gone; the change is made all the same.
            var answer = await changes.GetResponse<SettingChanged, SettingRefused>(change, CancellationToken.None);
            return answer.Is(out Response<SettingChanged>? changed) ? TypedResults.Ok(SettingViews.Of(changed.Message.Change))
                : answer.Is(out Response<SettingRefused>? refused) ? Refused(refused.Message)
                : Problems.Conflict("The change was refused.");
        }
        catch (Exception exception) when (exception is not Bus.MessageTooLargeException)
        {
            LogNotAnswered(logger, exception);
            return Problems.Unavailable(http, "Policy did not answer; see whether the setting was changed before you change it again.");
        }
    }

    private static ProblemHttpResult Refused(SettingRefused refused) => refused.Problem switch
    {
        SettingProblem.Unknown => Problems.NotFound(refused.Reason),
        SettingProblem.Conflict => Problems.Conflict(refused.Reason),
        _ => Problems.Invalid("value", refused.Reason),
    };

    private static async Task<TAnswer> AskAsync<T, TAnswer>(IRequestClient<T> client, T question, HttpContext http, ILogger<SettingView> logger)
        where T : class
        where TAnswer : class
    {
        try
        {
            return (await client.GetResponse<TAnswer>(question, http.RequestAborted)).Message;
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogNotAnswered(logger, exception);
            throw new RefusedRequestException(Problems.Unavailable(http, "Policy, which keeps the settings, did not answer; try again."));
        }
    }

    // Clients that know only the document escape the slash in the name of a model, which routing leaves as it is.
    private static string Plain(string name) => name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static SettingDefinition Definition(string name) =>
        SettingCatalogue.Find(name) ?? throw new RefusedRequestException(Problems.NotFound(SettingCatalogue.Unknown(name)));

    private static List<(string Path, string Message)> Texts(string by, string reason) =>
        [.. RequestTexts.Problems(("by", by, RequestLimits.Name), ("reason", reason, RequestLimits.Reason))];

    [LoggerMessage(Level = LogLevel.Error, Message = "A request about settings was not answered")]
    private static partial void LogNotAnswered(ILogger logger, Exception exception);
}
