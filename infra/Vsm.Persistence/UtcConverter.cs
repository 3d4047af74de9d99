using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Vsm.Persistence;

/// <summary>Times are stored in UTC, as PostgreSQL keeps no offset and refuses others.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(x => x.ToUniversalTime(), x => x);
