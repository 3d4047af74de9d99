namespace Vsm.S1.Operations.Functions;

/// <summary>What a function has besides its input.</summary>
internal sealed class FunctionContext
{
    private readonly List<string> _notes = [];

    public required FunctionArguments Arguments { get; init; }

    /// <summary>The task in words.</summary>
    public required string Task { get; init; }

    public CancellationToken Cancellation { get; init; }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Adds to the result that is recorded of the call, such as how many lines were left out.</summary>
    public void Note(string note) => _notes.Add(note);
}
