/// <summary>A message that is in no namespace, which MassTransit cannot name on the wire.</summary>
public sealed record HomelessMessage;
