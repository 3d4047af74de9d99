using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Data;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Looks for a ruling on an equal packet, which is followed rather than asked for again.</summary>
internal sealed class FollowedRulings(AuditDbContext db, JudgeModels models)
{
    private const int Most = 20;

    public async Task<Opinion?> FindAsync(JudgePacket packet, CasePacket work, CancellationToken cancel)
    {
        var rulings = await db.JudgedPackets.AsNoTracking().Where(x => x.Hash == packet.Hash).OrderBy(x => x.At).Take(Most)
            .Join(db.Rulings.AsNoTracking(), x => x.RulingId, x => x.RulingId, (_, ruling) => ruling).ToListAsync(cancel);
        return rulings.OrderBy(x => x.At).Select(x => Follow(packet, work, x.Ruling)).FirstOrDefault(x => x is not null);
    }

    private Opinion? Follow(JudgePacket packet, CasePacket work, Ruling ruling)
    {
        var findings = packet.Policies
            .Select(policy => ruling.Findings.FirstOrDefault(x => x.PolicyId == policy.PolicyId && x.PolicyVersion == policy.Version))
            .OfType<Finding>()
            .Where(x => x.Verdict != Verdict.NotJudged && x.Judge is { } judge && models.MayHaveJudged(judge, work.Result))
            .Select(x => x with { Precedent = ruling.RulingId })
            .ToList();
        return findings.Count == packet.Policies.Count ? new Opinion(findings, Follows: ruling.RulingId) : null;
    }
}
