namespace Vsm.S3Star.Audit.Checks;

/// <summary>A range of UTF-16 units; <paramref name="End"/> is behind the last.</summary>
internal readonly record struct TextRange(int Start, int End);
