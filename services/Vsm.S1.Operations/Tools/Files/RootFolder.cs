using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Vsm.S1.Operations.Tools.Files;

/// <summary>
/// The folder of one agent. Each part of a path is opened relative to the one before and links are never followed, so nothing that is changed between a check
/// and its use leads out of it.
/// </summary>
/// <param name="operatorsFolder">Trusted; it may be a link.</param>
/// <param name="root">The way from there to the agent's.</param>
internal sealed class RootFolder(string operatorsFolder, IReadOnlyList<string> root)
{
    private const uint FolderMode = 0x1ED; // rwxr-xr-x
    private const uint FileMode = 0x1A4; // rw-r--r--

    /// <summary>Name and size of each entry, folders with a slash; at most as many as are listed.</summary>
    public IReadOnlyList<string> List(IReadOnlyList<string> path)
    {
        using var folder = OpenFolder(path, create: path.Count == 0);

        // By its handle, as its name may mean another folder by now.
        var entries = new DirectoryInfo($"/proc/self/fd/{folder.DangerousGetHandle()}/").EnumerateFileSystemInfos().Take(ToolLimits.ListedEntries + 1)
            .Select(x => (Name: Plain(x.Name), Text: Describe(x))).ToList();
        GC.KeepAlive(folder);
        return [.. entries.OrderBy(x => x.Name, StringComparer.Ordinal).Select(x => x.Text)];
    }

    /// <summary>Some of a file, and how long all of it is.</summary>
    public (byte[] Content, long Length) Read(IReadOnlyList<string> path, long offset, int most)
    {
        using var folder = OpenFolder([.. path.SkipLast(1)], create: false);
        using var file = Posix.OpenAt(folder, path[^1], Posix.ReadOnly | Posix.NoFollow | Posix.NonBlocking | Posix.CloseOnExec, 0);
        if (file.IsInvalid)
        {
            throw Failure(path);
        }

        // A second name of a file may be inside while the first is not.
        if (Posix.Status(file, "", Posix.OfHandle, Posix.TypeAndLinks, out var status) != 0 || !status.IsPlainFile || status.Links > 1)
        {
            throw NotPlain(path);
        }

        var content = new byte[most];
        var read = 0;
        while (read < most && RandomAccess.Read(file, content.AsSpan(read), offset + read) is > 0 and var more)
        {
            read += more;
        }

        return (content[..read], RandomAccess.GetLength(file));
    }

    /// <summary>Makes or replaces a file as a whole; folders on its way are made.</summary>
    public void Write(IReadOnlyList<string> path, ReadOnlySpan<byte> content)
    {
        using var folder = OpenFolder([.. path.SkipLast(1)], create: true);
        if (Posix.Status(folder, path[^1], Posix.NotFollowed, Posix.TypeAndLinks, out var status) == 0 && !status.IsPlainFile)
        {
            throw NotPlain(path);
        }

        var temporary = $".vsm-{Guid.NewGuid():n}";
        using (var file = Posix.OpenAt(folder, temporary, Posix.WriteOnly | Posix.Create | Posix.Exclusive | Posix.NoFollow | Posix.CloseOnExec, FileMode))
        {
            if (file.IsInvalid)
            {
                throw Failure(path);
            }

            try
            {
                RandomAccess.Write(file, content, 0);
                RandomAccess.FlushToDisk(file);
            }
            catch
            {
                _ = Posix.UnlinkAt(folder, temporary, 0);
                throw;
            }
        }

        if (Posix.RenameAt(folder, temporary, folder, path[^1]) != 0)
        {
            var failure = Failure(path);
            _ = Posix.UnlinkAt(folder, temporary, 0);
            throw failure;
        }
    }

    private SafeFileHandle OpenFolder(IReadOnlyList<string> path, bool create)
    {
        var folder = Open(operatorsFolder);
        foreach (var (index, name) in root.Concat(path).Index())
        {
            using var parent = folder;
            folder = Posix.OpenAt(parent, name, Posix.ReadOnly | Posix.Directory | Posix.NoFollow | Posix.CloseOnExec, 0);
            if (folder.IsInvalid && Marshal.GetLastPInvokeError() == Posix.NoSuchFile && (create || index < root.Count))
            {
                if (Posix.MakeDirectoryAt(parent, name, FolderMode) != 0 && Marshal.GetLastPInvokeError() != Posix.AlreadyThere)
                {
                    throw Failure(path);
                }

                folder = Posix.OpenAt(parent, name, Posix.ReadOnly | Posix.Directory | Posix.NoFollow | Posix.CloseOnExec, 0);
            }

            if (folder.IsInvalid)
            {
                throw Failure(path);
            }
        }

        return folder;
    }

    private static SafeFileHandle Open(string trusted)
    {
        using var none = new SafeFileHandle(-100, ownsHandle: false); // the current folder, which an absolute name leaves out
        var folder = Posix.OpenAt(none, Path.GetFullPath(trusted), Posix.ReadOnly | Posix.Directory | Posix.CloseOnExec, 0);
        return folder.IsInvalid
            ? throw new IOException($"The folder of Vsm:Tools:FileRoot cannot be opened ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}).")
            : folder;
    }

    private static Exception Failure(IReadOnlyList<string> path) => Marshal.GetLastPInvokeError() switch
    {
        Posix.NoSuchFile => new ToolException($"'{string.Join('/', path)}' is not there; list your folder to see what is."),
        Posix.NotADirectory or Posix.TooManyLinks => new ToolException($"'{string.Join('/', path)}' leads over a link or a file; links are not followed."),
        Posix.IsADirectory => NotPlain(path),
        var other => new ToolException($"'{string.Join('/', path)}' cannot be opened: {Marshal.GetPInvokeErrorMessage(other)}."),
    };

    private static ToolException NotPlain(IReadOnlyList<string> path) =>
        new($"'{string.Join('/', path)}' is no plain file: folders, links, files with several names, pipes and devices are neither read nor replaced.");

    private static string Describe(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? $"{Plain(entry.Name)} (a link, not followed)"
        : entry is FileInfo file ? string.Create(CultureInfo.InvariantCulture, $"{Plain(entry.Name)} ({file.Length} bytes)")
        : $"{Plain(entry.Name)}/";

    private static string Plain(string name) => new([.. name.Select(x => char.IsControl(x) ? '\uFFFD' : x)]);
}
