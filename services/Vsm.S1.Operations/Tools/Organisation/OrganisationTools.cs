using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools.Organisation;

/// <summary>Lets an agent read who else there is and under which rules.</summary>
internal sealed class OrganisationTools(SystemDirectory systems, IServiceScopeFactory scopes) : IToolSource
{
    // For a model, not for a page.
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IEnumerable<AgentTool> Of(AgentConfiguration agent) => [new ReadSystemsTool(systems, agent.Vsm), new ReadSystemPoliciesTool(systems, scopes, agent.Vsm)];

    public IEnumerable<ConfigurationError> Validate(AgentConfiguration agent) => [];
}

/// <summary>The System 1s as they are stored here.</summary>
internal sealed class SystemDirectory(IDbContextFactory<OperationsDbContext> contexts)
{
    /// <summary>Those of a VSM instance that are not retired, by number.</summary>
    public async Task<IReadOnlyList<AgentConfiguration>> ListAsync(string vsm, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var agents = await db.Agents.AsNoTracking().ToListAsync(cancel);
        return [.. agents.Select(x => x.Configuration).Where(x => x.Vsm == vsm && !x.IsRetired()).OrderBy(x => x.Number)];
    }
}
