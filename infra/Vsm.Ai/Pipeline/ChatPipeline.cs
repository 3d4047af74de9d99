using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Vsm.Ai.Pipeline;

/// <summary>
/// What stands between a caller and a provider, from the outside in: allow-list (what may not be called costs nothing), retry, spending (each try is paid),
/// telemetry (which so sees every try), time limit of a try, provider.
/// </summary>
internal static class ChatPipeline
{
    public static IChatClient Build(
        IChatClient provider, ModelName model, Uri? address, AiOptions options, ModelTelemetry telemetry, TimeProvider clock, ILogger logger)
    {
        IChatClient client = new CallLimitChatClient(provider, model, options.CallLimit, clock);
        client = new TelemetryChatClient(client, model, address, telemetry, clock);
        client = new SpendingChatClient(client, model);
        client = new RetryChatClient(client, model, options, clock, logger);
        return new AllowListChatClient(client, model, new AllowedModels(options.AllowedModels));
    }
}
