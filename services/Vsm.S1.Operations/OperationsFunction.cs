using MassTransit;
using Vsm.Ai;
using Vsm.Bus;
using Vsm.Contracts;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Health;
using Vsm.Hosting.Settings;
using Vsm.Persistence;
using Vsm.Persistence.Retention;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Conversations;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Models;
using Vsm.S1.Operations.Record;
using Vsm.S1.Operations.Sessions;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Files;
using Vsm.S1.Operations.Tools.Mcp;
using Vsm.S1.Operations.Tools.Organisation;
using Vsm.S1.Operations.Tools.Web;

namespace Vsm.S1.Operations;

/// <summary>System 1: agents and their work.</summary>
public static class OperationsFunction
{
    /// <summary>The functions that agents can call.</summary>
    public static CatalogueDescription Functions => FunctionCatalogue.BuiltIn.Describe();

    public static IHostApplicationBuilder AddOperations(this IHostApplicationBuilder builder)
    {
        builder.AddAttempts(); // before the journal, which ships what attempts write as they end
        builder.AddStore<OperationsDbContext, JournalBatch>(OperationsDbContext.Schema, "vsm.dashboard.journal", JournalBatch.FromJson);
        builder.AddRetention<OperationsDbContext>(OperationsDbContext.Schema, OperationsRetention.Rules);
        builder.AddQueuesToJournal<OperationsDbContext>("vsm.s1.", (queue, at) => OperationsDbContext.Row(QueueDescription.Entry("s1", queue, at)));
        builder.AddJournalAtStart<OperationsDbContext>(x => OperationsDbContext.Row(Announcement(x.GetRequiredService<FunctionCatalogue>().Describe(), x.GetRequiredService<TimeProvider>().GetUtcNow())));

        builder.Services.AddOptionsWithValidateOnStart<AgentOptions, AgentOptionsValidator>().BindConfiguration(AgentOptions.Section);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<OperationsMetrics>();
        builder.Services.AddSingleton(FunctionCatalogue.BuiltIn);
        builder.AddSettings<FindSettings, SettingsInForce>(new Uri("exchange:vsm.s5.settings"), new FindSettings(), Set);
        builder.AddAi();
        builder.Services.AddSingleton<FunctionPipeline>();
        builder.Services.AddSingleton<IAgentKind>(x => x.GetRequiredService<FunctionPipeline>());
        builder.Services.AddSingleton<ModelAgents>();
        builder.Services.AddSingleton<IAgentKind>(x => x.GetRequiredService<ModelAgents>());
        builder.Services.AddSingleton<IAgentKind, McpAgents>();
        builder.AddTools();
        builder.AddConversations();
        builder.Services.AddSingleton<AgentKinds>();
        builder.Services.AddSingleton<RunningWork>();
        builder.Services.AddScoped<Receipts>();
        builder.Services.AddSingleton<AgentHost>();
        builder.Services.AddHostedService<AgentSupervisor>();
        builder.AddToBus(bus =>
        {
            bus.AddConsumer<SystemConfiguredConsumer, SystemConfiguredConsumerDefinition>();
            bus.AddReplicaConsumer<AgentReplicaConsumer>();
            bus.AddConsumer<TakeTurnConsumer, TakeTurnConsumerDefinition>();
            bus.AddConsumer<SessionsConsumer>();
            bus.AddRequestClient<ReserveSpending>(new Uri($"exchange:{Spending.Queue}"), Spending.Patience);
            bus.AddConsumer<AssignTaskConsumer>().ExcludeFromConfigureEndpoints();
            bus.AddRequestClient<FindAgentConfiguration>(new Uri("exchange:vsm.s5.systems"));
            bus.AddRequestClient<FindPolicySet>(new Uri("exchange:vsm.s5.systems"));
        });
        return builder;
    }

    private static void AddAttempts(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<AttemptOptions, AttemptOptionsValidator>().BindConfiguration(AttemptOptions.Section);
        builder.Services.AddSingleton<AttemptRunner>();
        builder.Services.AddSingleton<AttemptSignal>();
        builder.Services.AddSingleton<AttemptStore>();
        builder.Services.AddSingleton<AttemptWork>();
        builder.Services.AddSingleton<CallAnswers>();
        builder.Services.AddSingleton<Patience>();
        builder.Services.AddSingleton<RecordedCalls>();
        builder.Services.AddSingleton<AttemptWorker>();
        builder.Services.AddHostedService(x => x.GetRequiredService<AttemptWorker>());
        builder.Services.AddSingleton<IDrainStep>(x => x.GetRequiredService<AttemptWorker>());
        builder.Services.AddSingleton<IReadiness>(x => x.GetRequiredService<AttemptWorker>());
    }

    private static void AddConversations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ConversationOptions, ConversationOptionsValidator>().BindConfiguration(ConversationOptions.Section);
        builder.Services.AddSingleton<Summariser>();
        builder.Services.AddSingleton<TurnTools>();
        builder.Services.AddSingleton<Dialogue>();
        builder.Services.AddScoped<TurnDesk>();
        builder.Services.AddScoped<Spending>();
    }

    private static void AddTools(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ToolOptions, ToolOptionsValidator>().BindConfiguration(ToolOptions.Section);
        builder.Services.AddSingleton<Effects>();
        builder.Services.AddSingleton<SystemDirectory>();
        builder.Services.AddSingleton<IWebRoutes, SystemRoutes>();
        builder.Services.AddSingleton<WebGate>();
        builder.Services.AddSingleton<IToolSource, EscalationTools>();
        builder.Services.AddSingleton<IToolSource, FileTools>();
        builder.Services.AddSingleton<IToolSource, WebTools>();
        builder.Services.AddSingleton<IToolSource, OrganisationTools>();
        builder.Services.AddOptionsWithValidateOnStart<McpOptions, McpOptionsValidator>().BindConfiguration(McpOptions.Section);
        builder.Services.AddSingleton<McpSessions>();
        builder.Services.AddHostedService(x => x.GetRequiredService<McpSessions>());
        builder.Services.AddSingleton<IToolSource, McpTools>();
        builder.Services.AddSingleton<ToolBox>();
    }

    private static SettingsSnapshot Set(SettingsInForce message) =>
        new(message.Version, message.Settings.Where(x => x.Value is not null).Select(x => new SettingValue(x.Vsm ?? "", x.Name, x.Value!)));

    private static JournalEntry Announcement(CatalogueDescription functions, DateTimeOffset at) => new JournalEntry
    {
        Key = "",
        Vsm = VsmInstance.Root,
        Function = "s1",
        Kind = JournalKinds.Catalogue,
        At = at,
        Summary = $"System 1 offers {functions.Items.Count} functions",
    }.With(functions).KeyedByData($"catalogue/{functions.Name}");
}
