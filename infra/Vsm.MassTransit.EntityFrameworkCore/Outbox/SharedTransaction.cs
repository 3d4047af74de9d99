using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Says that a consumer's outbox has a transaction open on the context.</summary>
internal sealed record SharedTransaction(DbContext Context, IDbContextTransaction Transaction);
