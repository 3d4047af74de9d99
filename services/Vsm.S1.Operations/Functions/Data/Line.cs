namespace Vsm.S1.Operations.Functions;

/// <summary>A line of text and where it stands.</summary>
internal readonly record struct Line(string Text, Origin Origin = default);
