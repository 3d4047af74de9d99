using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Execution;

/// <summary>What an attempt gave: all of it, or its beginning with a reference to the whole.</summary>
internal sealed record AttemptOutput(string Text, ContentReference? Whole);
