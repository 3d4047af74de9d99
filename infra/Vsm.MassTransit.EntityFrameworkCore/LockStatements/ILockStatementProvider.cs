using Microsoft.EntityFrameworkCore;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Writes the statements that read a row and keep others from it until the transaction ends.</summary>
public interface ILockStatementProvider
{
    /// <summary>For the row whose <c>CorrelationId</c> is parameter 0.</summary>
    string GetRowLockStatement<T>(DbContext context)
        where T : class;

    /// <summary>For the row whose properties are the parameters, in this order.</summary>
    string GetRowLockStatement<T>(DbContext context, params string[] propertyNames)
        where T : class;
}
