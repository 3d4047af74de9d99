namespace Vsm.Contracts.Policy;

/// <summary>A part of a system prompt.</summary>
/// <param name="Name">As in organisation files, such as <c>domain_facts</c>.</param>
/// <param name="Title">As the model reads it.</param>
/// <param name="Text">Empty: the part is left out.</param>
internal sealed record PromptPart(string Name, string Title, string Text);
