namespace Vsm.Hosting;

/// <summary>A function will not start like this; the text says why, and what to do about it.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
