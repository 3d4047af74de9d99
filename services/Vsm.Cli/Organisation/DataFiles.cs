using System.Text;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Organisation;

/// <summary>Files that an organisation file names, all below its folder. Lengths and hashes are taken as streams, once per file.</summary>
internal sealed class DataFiles(string baseDirectory)
{
    private const int MostParameterBytes = 256 * 1024;

    private readonly string _root = RealPath(Path.GetFullPath(baseDirectory));
    private readonly Dictionary<string, ContentReference> _known = new(StringComparer.Ordinal);

    /// <summary>A reference to a data file, or what is wrong with it.</summary>
    public (ContentReference? Reference, string? Fault) Refer(string path, CancellationToken cancellation)
    {
        var (file, fault) = Resolve(path);
        if (file is null)
        {
            return (null, fault);
        }

        if (_known.TryGetValue(file, out var known))
        {
            return (known with { Name = Path.GetFileName(path) }, null);
        }

        try
        {
            return (_known[file] = FileReference.Of(file, cancellation) with { Name = Path.GetFileName(path) }, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file '{Show.Short(path)}' cannot be read ({exception.Message}); expected a readable file");
        }
    }

    /// <summary>The content of a file that a parameter names, or what is wrong with it.</summary>
    public (string? Content, string? Fault) Content(string path)
    {
        var (file, fault) = Resolve(path);
        if (file is null)
        {
            return (null, fault);
        }

        try
        {
            return new FileInfo(file).Length > MostParameterBytes
                ? (null, $"the file '{Show.Short(path)}' is over 256 KiB; expected at most 256 KiB as the value of a parameter")
                : (new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF'), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, $"the file '{Show.Short(path)}' is not UTF-8; expected a text file in UTF-8");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file '{Show.Short(path)}' cannot be read ({exception.Message}); expected a readable file");
        }
    }

    private (string? File, string? Fault) Resolve(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal))
        {
            return (null, $"found '{Show.Short(path)}'; expected a path relative to the organisation file, with '/' between folders");
        }

        var full = Path.GetFullPath(path, _root);
        if (!Below(full))
        {
            return (null, Outside(path));
        }

        if (Directory.Exists(full))
        {
            return (null, $"'{Show.Short(path)}' is a folder; expected a file");
        }

        if (!File.Exists(full))
        {
            return (null, $"the file '{Show.Short(path)}' is not there; expected a readable file below the organisation file's folder");
        }

        var real = RealPath(full);
        if (!Below(real))
        {
            return (null, Outside(path));
        }

        return new FileInfo(real).Length == 0
            ? (null, $"the file '{Show.Short(path)}' is empty; expected at least one byte")
            : (real, null);
    }

    private static string Outside(string path) =>
        $"the file '{Show.Short(path)}' is outside the organisation file's folder; expected a file in it or below";

    private bool Below(string full) => full.StartsWith(_root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Links are followed in every part of the path, so that one inside the folder cannot lead out of it unseen.
    private static string RealPath(string full)
    {
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : next;
        }

        return real;
    }
}
