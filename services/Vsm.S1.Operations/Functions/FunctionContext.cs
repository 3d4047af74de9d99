namespace Vsm.S1.Operations.Functions;

/// <summary>What a function has besides its input.</summary>
internal sealed class FunctionContext
{
    private readonly List<string> _notes = [];

    public required FunctionArguments Arguments { get; init; }

    /// <summary>The task in words.</summary>
    public required string Task { get; init; }

    /// <summary>With <see cref="Attempt"/> the natural key of what a function does in the world outside; empty while a configuration is checked.</summary>
    public Guid TaskId { get; init; }

    public int Attempt { get; init; }

    public CancellationToken Cancellation { get; init; }

    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Adds to the result that is recorded of the call, such as how many lines were left out.</summary>
    public void Note(string note) => _notes.Add(note);
}
