namespace Vsm.S3Star.Audit.Judging;

/// <summary>How much a judge is shown, in UTF-16 units as shown; a change of these is a new <see cref="JudgePrompt.Version"/>.</summary>
internal static class PacketLimits
{
    public const int Task = 70_000;

    public const int Output = 70_000;

    /// <summary>A call's result, of which System 1 records no more than 4 KiB.</summary>
    public const int CallPart = 6_000;

    public const int Calls = 100;

    public const int AllCalls = 150_000;

    public const int Files = 20;

    public const int AllFiles = 70_000;

    /// <summary>Names of tools, files and policies.</summary>
    public const int Name = 200;

    public const int Rule = 12_000;

    public const int AllRules = 150_000;
}
