using BenchmarkDotNet.Attributes;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.Benchmarks.Micro;

/// <summary>One check of a result of about a thousand words.</summary>
public class Checks
{
    private static readonly Dictionary<string, Dictionary<string, string>> Parameters = new()
    {
        ["max_words"] = new() { ["max"] = "2000" },
        ["max_sentences"] = new() { ["max"] = "500" },
        ["must_not_match"] = new() { ["pattern"] = "(?i)secret|password" },
        ["no_personal_data"] = [],
    };

    private CasePacket _packet = null!;
    private IPolicyCheck _check = null!;

    public static IEnumerable<string> Names => Parameters.Keys;

    [ParamsSource(nameof(Names))]
    public string Check { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _check = CheckCatalogue.BuiltIn.Find(Check)!;
        _packet = new CasePacket(Messages.Result(string.Join(' ', Enumerable.Repeat("Order 4711 holds 3 pallets of paper for the north warehouse.", 100))),
            (_, _) => throw new InvalidOperationException("The result refers to nothing."));
    }

    [Benchmark]
    public async Task<object> Judge() => await _check.JudgeAsync(_packet, Parameters[Check], CancellationToken.None);
}
