namespace Microsoft.SqlServer.Server;

/// <summary>A method that is a function of the server.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public class SqlFunctionAttribute : Attribute
{
    public DataAccessKind DataAccess { get; set; }

    public string? FillRowMethodName { get; set; }

    public bool IsDeterministic { get; set; }

    public bool IsPrecise { get; set; }

    public string? Name { get; set; }

    public SystemDataAccessKind SystemDataAccess { get; set; }

    public string? TableDefinition { get; set; }
}
