namespace Vsm.Cli.Organisation;

/// <summary>What is wrong with an organisation file, and where.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Counted from 1; 0 when the file as a whole is wrong.</param>
/// <param name="Column">Counted from 1; 0 when the file as a whole is wrong.</param>
/// <param name="Key">The way through the file, such as <c>systems[1].steps[0].function</c>; empty for the file itself.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record OrganisationError(string File, int Line, int Column, string Key, string Message)
{
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return Key.Length > 0 ? $"{place}: {Key}: {Message}" : $"{place}: {Message}";
    }
}
