namespace Vsm.Ai;

/// <summary>What a model costs.</summary>
public sealed class PriceOptions
{
    /// <summary>Provider and model, such as <c>openai/gpt-4o-mini</c>.</summary>
    public string Model { get; set; } = "";

    /// <summary>USD for a million input tokens.</summary>
    public decimal Input { get; set; }

    /// <summary>USD for a million output tokens.</summary>
    public decimal Output { get; set; }
}
