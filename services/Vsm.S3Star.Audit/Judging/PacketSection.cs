namespace Vsm.S3Star.Audit.Judging;

/// <summary>A part of a packet between two fences.</summary>
/// <param name="Title">Our own words; nothing that somebody else wrote is in it.</param>
/// <param name="Text">The data, as shown.</param>
internal sealed record PacketSection(string Title, string Text);
