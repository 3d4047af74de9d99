using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Api;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Failures;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.Journal;
using Vsm.Dashboard.Mcp;
using Vsm.Dashboard.ReadModel;
using Vsm.Persistence;
using Vsm.Persistence.Retention;

namespace Vsm.Dashboard;

/// <summary>The journal, the read model made of it, and the HTTP API over both.</summary>
public static class DashboardFunction
{
    /// <summary>Adds the function; <see cref="MapDashboard"/> adds its routes once the application is built.</summary>
    public static WebApplicationBuilder AddDashboard(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(DashboardOptions.Section);
        builder.Services.AddOptionsWithValidateOnStart<DashboardOptions, DashboardOptionsValidator>().Bind(section);
        builder.Services.AddOptionsWithValidateOnStart<HttpAccessOptions, HttpAccessValidator>().BindConfiguration(HttpAccessOptions.Section);

        builder.AddStore<DashboardDbContext, JournalBatch>(DashboardDbContext.Schema, "vsm.dashboard.journal", JournalBatch.FromJson);
        builder.AddRetention<DashboardDbContext>(DashboardDbContext.Schema, (services, options) =>
            [.. DashboardRetention.Rules(options), ContentRetention.Of(services, options)]);
        builder.Services.AddSingleton<JournalFeed>();
        builder.Services.AddSingleton<JournalStreams>();
        builder.Services.AddSingleton<CommandSender>();
        builder.Services.AddSingleton<KeyStore>();
        builder.Services.AddSingleton<TaskContent>();
        builder.Services.AddSingleton<ApiCalls>();
        builder.Services.AddSingleton<TaskTools>();
        builder.Services.AddSingleton<McpApi>();
        builder.Services.AddScoped<JournalWriter>();
        builder.Services.AddScoped<ReadModelWriter>();
        builder.AddToBus(bus =>
        {
            bus.AddConsumer<JournalBatchConsumer, JournalBatchConsumerDefinition>();
            var options = section.Get<DashboardOptions>() ?? new DashboardOptions();
            bus.AddRequestClient<RecordDecision>(new Uri("exchange:vsm.s5.decisions"), options.DecisionTimeout);
            var settings = new Uri("exchange:vsm.s5.settings");
            bus.AddRequestClient<ChangeSetting>(settings, options.DecisionTimeout);
            bus.AddRequestClient<UndoSettingChange>(settings, options.DecisionTimeout);
            bus.AddRequestClient<FindSettings>(settings, options.DecisionTimeout);
            bus.AddRequestClient<FindSettingVersions>(settings, options.DecisionTimeout);
            var suggestions = new Uri("exchange:vsm.s5.suggestions");
            bus.AddRequestClient<FindPolicySuggestions>(suggestions, options.DecisionTimeout);
            bus.AddRequestClient<DecidePolicySuggestion>(suggestions, options.DecisionTimeout);
            bus.AddRequestClient<TakeTurn>(new Uri("exchange:vsm.s1.conversations"), options.TurnTimeout);
            var sessions = new Uri("exchange:vsm.s1.sessions");
            bus.AddRequestClient<FindSession>(sessions, options.SessionTimeout);
            bus.AddRequestClient<ListSessions>(sessions, options.SessionTimeout);
            bus.AddRequestClient<DeleteSession>(sessions, options.SessionTimeout);
        });

        AddFailures(builder.Services);
        AddHttp(builder.Services);
        return builder;
    }

    /// <summary>Maps the API under <c>/api/v1</c>, the document that describes it, and <c>/mcp</c> for clients that speak MCP.</summary>
    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<BrowserGuard>();
        app.MapOpenApi();
        app.MapStart();

        app.MapGroup("/api/v1").MapContent();
        var api = app.MapGroup("/api/v1").AddEndpointFilter<RouteGroupBuilder, KeyFilter>();
        api.MapOrganisations();
        api.MapTasks();
        api.MapApprovals();
        api.MapAgents();
        api.MapSessions();
        api.MapPolicies();
        api.MapSuggestions();
        api.MapBudgets();
        api.MapSettings();
        api.MapRulings();
        api.MapCatalogues();
        api.MapFailedMessages();
        api.MapAudit();
        api.MapStream();
        app.MapPost("/mcp", (HttpContext context, McpApi mcp) => mcp.AnswerAsync(context)).ExcludeFromDescription();
        return app;
    }

    private static void AddFailures(IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<FailureOptions, FailureOptionsValidator>().BindConfiguration(FailureOptions.Section);
        services.AddSingleton<FailureStore>();
        services.AddSingleton<FailureActs>();
        services.AddHostedService<FailureCollector>();
        services.AddHostedService<RetrySender>();
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(x =>
        {
            x.AddServerHeader = false;
            x.Limits.MaxRequestBodySize = RequestLimits.Body;
        });
        services.Configure<RouteHandlerOptions>(x => x.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(x =>
        {
            x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            x.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            // What a journal entry carries is as deep as a message may be, and lies some levels below the answer that shows it.
            x.SerializerOptions.MaxDepth = 128;
        });
        services.AddProblemDetails(x => x.CustomizeProblemDetails = c => c.ProblemDetails.Detail ??= Problems.DetailOf(c.HttpContext.Request, c.ProblemDetails.Status));
        services.AddExceptionHandler<ProblemHandler>();
        services.AddOpenApi("v1", x => x.AddOperationTransformer(KeyDescription.AddAsync).AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Vsm.Messaging";
            document.Info.Description = "Tasks, rulings, agents and policies of VSM instances, and the journal of all that happened.";
            return Task.CompletedTask;
        }));
    }
}
