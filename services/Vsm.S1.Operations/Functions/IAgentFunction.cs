using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>
/// Work that an agent of kind <c>function</c> can do. A class that implements this and has a constructor without parameters is a function:
/// it is in the catalogue, and organisation files can name it.
/// </summary>
internal interface IAgentFunction
{
    /// <summary>Name, purpose and the parameters that it honours; others never reach it.</summary>
    CatalogueItem Description { get; }

    /// <summary>Whether running it twice leaves the world as running it once.</summary>
    bool Idempotent { get; }

    /// <summary>
    /// Reads its arguments at once, throwing a <see cref="FunctionException"/> for a bad one, and works only while the answer is read: validation of a
    /// configuration calls this and never reads.
    /// </summary>
    FunctionData Run(FunctionData input, FunctionContext context);
}
