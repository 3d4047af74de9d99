using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence;

/// <summary>Settings of the stores, section <c>Vsm</c>.</summary>
public sealed class StoreOptions
{
    public const string Section = "Vsm";

    /// <summary>Where functions keep their state.</summary>
    public Store Store { get; set; } = Store.PostgreSql;

    [ValidateObjectMembers]
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>How long a start waits for the database.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);
}

public sealed class DatabaseOptions
{
    /// <summary>In the words of the store's client: Npgsql's, or SqlClient's.</summary>
    [Required]
    public string ConnectionString { get; set; } = "Host=127.0.0.1;Database=vsm;Username=vsm";
}

public enum Store
{
    /// <summary>Within one process, lost on exit.</summary>
    InMemory,

    PostgreSql,

    SqlServer,
}

[OptionsValidator]
public sealed partial class StoreOptionsValidator : IValidateOptions<StoreOptions>;
