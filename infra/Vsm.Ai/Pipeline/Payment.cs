using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>What a call is paid from, and who is told before it is sent.</summary>
/// <param name="Allowance">Of the piece of work.</param>
/// <param name="BeforeTry">Told of each try the largest that it can cost in USD; when it fails, nothing is sent.</param>
internal sealed record Payment(Allowance Allowance, Func<decimal, Task>? BeforeTry)
{
    public async Task<Allowance.Hold> ReserveAsync(ModelName model, IEnumerable<ChatMessage> messages, ChatOptions options)
    {
        var hold = Allowance.Reserve(model, messages, options);
        try
        {
            await (BeforeTry?.Invoke(hold.Largest) ?? Task.CompletedTask);
            return hold;
        }
        catch
        {
            Allowance.Release(hold);
            throw;
        }
    }
}
