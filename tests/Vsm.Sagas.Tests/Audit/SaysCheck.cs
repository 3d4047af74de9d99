using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.Sagas.Tests.Audit;

/// <summary>Finds what its parameter says: a verdict, <c>throw</c>, or <c>wait</c> for ever.</summary>
internal sealed class SaysCheck : IPolicyCheck
{
    private readonly TaskCompletionSource _never = new();

    public CatalogueItem Description { get; } = new()
    {
        Name = "says",
        Description = "Finds what it is told to.",
        Parameters = [new CatalogueParameter { Name = "verdict", Description = "what to find", Type = "text", Required = true }],
    };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) => $"says {parameters["verdict"]}";

    public async ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        switch (parameters["verdict"])
        {
            case "throw":
                throw new InvalidOperationException("The check has a fault.");
            case "wait":
                await _never.Task.WaitAsync(cancellationToken);
                goto default;
            default:
                return new CheckResult(Enum.Parse<Verdict>(parameters["verdict"]), "As told.", []);
        }
    }
}
