using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

/// <summary>Failures as SqlClient makes them of what a server says; it lets nobody else make one.</summary>
internal static class SqlFailures
{
    private const BindingFlags Internal = BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <param name="numbers">The first error and those that follow from it.</param>
    public static SqlException Of(params int[] numbers) => Of(severity: 14, numbers);

    public static SqlException Of(byte severity, params int[] numbers)
    {
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var add = typeof(SqlErrorCollection).GetMethod("Add", Internal)!;
        foreach (var number in numbers)
        {
            add.Invoke(errors, [Error(number, severity)]);
        }

        return (SqlException)typeof(SqlException).GetMethods(Internal)
            .Single(x => x.Name == "CreateException" && x.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
                && first == typeof(SqlErrorCollection) && second == typeof(string))
            .Invoke(null, [errors, "16.0"])!;
    }

    private static SqlError Error(int number, byte severity)
    {
        var constructor = typeof(SqlError).GetConstructors(Internal).OrderBy(x => x.GetParameters().Length).First();
        var arguments = constructor.GetParameters().Select(object? (x) => x.Name switch
        {
            "infoNumber" => number,
            "errorClass" => severity,
            _ when x.ParameterType == typeof(string) => "Verletzung der PRIMARY KEY-Einschränkung",
            _ when x.ParameterType.IsValueType => Activator.CreateInstance(x.ParameterType),
            _ => null,
        });
        return (SqlError)constructor.Invoke([.. arguments]);
    }
}
