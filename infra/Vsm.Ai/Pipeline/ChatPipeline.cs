using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Vsm.Ai.Pipeline;

/// <summary>
/// What stands between a caller and a provider, from the outside in: allow-list (what may not be called costs nothing), cache (nor does what is known), retry,
/// rate limit (each try counts, and waits with no money set aside), spending (each try is paid), telemetry (which so sees every try), time limit of a try,
/// provider.
/// </summary>
internal static class ChatPipeline
{
    public static IChatClient Build(
        IChatClient provider, ModelName model, Uri? address, AiOptions options, ModelTerms terms, AnswerCache answers, ModelTelemetry telemetry, TimeProvider clock,
        ILogger logger)
    {
        IChatClient client = new CallLimitChatClient(provider, model, terms, clock);
        client = new TelemetryChatClient(client, model, address, telemetry, clock);
        client = new SpendingChatClient(client, model);
        client = new RateLimitChatClient(client, new ModelGate(model, terms, options, telemetry, clock), terms);
        client = new RetryChatClient(client, model, options, clock, logger);
        client = new CacheChatClient(client, model, terms, answers, telemetry);
        return new AllowListChatClient(client, model, terms);
    }
}
