using System.Text.RegularExpressions;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.S3Star.Audit.Checks.PersonalData;

namespace Vsm.S3Star.Audit.Checks;

internal sealed class NoPersonalDataCheck : IPolicyCheck
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "no_personal_data",
        Description = "The output names no e-mail address, IP address, phone number, bank account (IBAN) or payment card. Names of people are not looked for.",
        Parameters =
        [
            new()
            {
                Name = "kinds",
                Description = "which of email, ip, phone, iban and card to look for, separated by commas",
                Type = "list",
                Default = string.Join(',', PersonalDataFinder.Kinds),
            },
        ],
    };

    public IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters) =>
    [
        .. ParameterRules.Errors(Description, parameters),
        .. ParameterRules.List(parameters, "kinds").Except(PersonalDataFinder.Kinds)
            .Select(kind => $"no_personal_data: '{Text.Cut(kind, 60)}' in 'kinds' is not one of {Text.List(PersonalDataFinder.Kinds)}."),
    ];

    public Remedy? RemedyFor(IReadOnlyDictionary<string, string> parameters) => new() { Parameter = "redact_personal_data", Value = "true" };

    public string ReadAs(IReadOnlyDictionary<string, string> parameters) => $"no personal data of the kinds {Text.List(Kinds(parameters))}";

    public ValueTask<CheckResult> JudgeAsync(
        CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        try
        {
            var hits = PersonalDataFinder.Find(packet.Output, Kinds(parameters));
            if (hits.Count == 0)
                return ValueTask.FromResult(CheckResult.NotViolated("The output holds none that can be recognised."));

            var counts = hits.GroupBy(hit => hit.Kind).Select(kind => $"{kind.Count()} of kind {kind.Key}");
            return ValueTask.FromResult(CheckResult.Violated(
                $"The output holds {Text.List(counts)}.",
                [.. hits.Take(OutputEvidence.MaxItems).Select(hit => OutputEvidence.Range(packet.Output, hit.Range.Start, hit.Range.End))]));
        }
        catch (RegexMatchTimeoutException)
        {
            return ValueTask.FromResult(CheckResult.NotJudged("looking for personal data took too long."));
        }
    }

    private static IReadOnlyList<string> Kinds(IReadOnlyDictionary<string, string> parameters) =>
        ParameterRules.List(parameters, "kinds") is { Count: > 0 } kinds ? kinds : PersonalDataFinder.Kinds;
}
