using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Evaluation;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>
/// Adds to a judgement by checks what a model says of the policies that have none. It sees no others and its findings take the places of those alone, so
/// nothing that checks found can change.
/// </summary>
internal sealed class Bench(JudgeModels models, ModelJudge judge, FollowedRulings followed, JudgingFunds funds, TimeProvider clock)
{
    /// <summary>Whether a model has to be asked, or a ruling looked for.</summary>
    public bool Concerns(Judgement judgement) => judgement.Unchecked.Count > 0 && models.Any;

    public async Task<Judgement> CompleteAsync(Judgement judgement, CasePacket packet, CancellationToken cancel) =>
        judgement.With(await OpinionAsync(judgement, packet, cancel), clock.GetUtcNow());

    private async Task<Opinion> OpinionAsync(Judgement judgement, CasePacket work, CancellationToken cancel)
    {
        if (work.Unread is { } unread)
        {
            return new Opinion([.. judgement.Unchecked.Select(x => Opinions.NotJudged(x, unread, null))]);
        }

        var packet = PacketWriter.Write(work.Result, judgement.Unchecked, await FileText.ReadAsync(work, cancel));
        var leftOut = judgement.Unchecked.Where(x => packet.LeftOut.ContainsKey(x.PolicyId)).Select(x => Opinions.NotJudged(x, packet.LeftOut[x.PolicyId], null));
        if (packet.Policies.Count == 0)
            return new Opinion([.. leftOut]);

        var opinion = await followed.FindAsync(packet, work, cancel);
        if (opinion is null)
        {
            var (model, reason) = models.For(work.Result);
            opinion = model is null
                ? new Opinion([.. packet.Policies.Select(x => Opinions.NotJudged(x, reason!, null))])
                : await judge.AskAsync(packet, model, work.Result, (x, late) => funds.AskAsync(work.Result, judgement.Ruling.Evaluation, x, late), cancel);
        }

        return opinion with { Findings = [.. opinion.Findings, .. leftOut] };
    }
}
