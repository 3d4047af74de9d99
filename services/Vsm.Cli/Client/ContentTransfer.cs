using System.Globalization;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Client;

/// <summary>Takes files to the server and outputs from it, as streams, and makes sure that what arrives is what was sent.</summary>
internal sealed class ContentTransfer(VsmClient client, CliEnvironment environment)
{
    // Smaller files are there before anybody wonders.
    private const long WorthTelling = 8 * 1024 * 1024;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Stores a file; the reference goes into a task.</summary>
    public async Task<ContentReference> UploadAsync(string option, string path, CancellationToken cancellation)
    {
        Action<long>? tell = null;
        MeteredStream? body = null;
        var stored = await client.Connection.Upload<ContentReference>(
            $"content?name={Uri.EscapeDataString(Path.GetFileName(path))}",
            () =>
            {
                var file = Open(option, path);
                return body = new MeteredStream(file, tell ??= Progress("sending", Path.GetFileName(path), file.Length));
            },
            cancellation);
        return stored.Sha256 == body!.Sha256()
            ? stored
            : throw new CliException(ExitCodes.Failed, $"{option}: {path} did not arrive as it was sent (the SHA-256 differs); try again");
    }

    /// <summary>Writes a task's whole output to a file, which is there only once it is whole.</summary>
    public async Task DownloadAsync(Guid task, string? text, ContentReference? reference, string path, CancellationToken cancellation)
    {
        var part = $"{path}.part";
        try
        {
            if (reference is null)
            {
                await File.WriteAllTextAsync(part, text, cancellation);
            }
            else
            {
                await client.Connection.Repeat(token => ReceiveAsync(task, reference, part, token), cancellation);
            }

            File.Move(part, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Failed, $"{path} cannot be written ({exception.Message})", exception);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    private async Task<bool> ReceiveAsync(Guid task, ContentReference reference, string part, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Query($"tasks/{task}/output"));
        using var response = await client.Connection.Open(request, cancellation);
        await using var body = new MeteredStream(
            await response.Content.ReadAsStreamAsync(cancellation), Progress("fetching", Path.GetFileName(part[..^5]), reference.Length));
        await using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            var buffer = new byte[64 * 1024];
            while (await client.Connection.Read(body, buffer, cancellation) is > 0 and var count)
            {
                await file.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }
        }

        if (body.Count != reference.Length || body.Sha256() != reference.Sha256)
        {
            throw new CliException(ExitCodes.Failed, $"the output of task {task} is not what the task says (its length or SHA-256 differs); nothing was written");
        }

        return true;
    }

    private static FileStream Open(string option, string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
            return file.Length > 0 ? file : throw new CliException(ExitCodes.Usage, $"{option}: {path} is empty; expected at least one byte");
        }
        catch (CliException)
        {
            file?.Dispose();
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"{option}: {path} cannot be read ({exception.Message})", exception);
        }
    }

    private Action<long> Progress(string verb, string name, long length)
    {
        var told = environment.Clock.GetTimestamp();
        return length < WorthTelling ? _ => { } : count =>
        {
            if (count < length && environment.Clock.GetElapsedTime(told) < Pace)
            {
                return;
            }

            told = environment.Clock.GetTimestamp();
            environment.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} {name}: {count / 1048576d:0.0} of {length / 1048576d:0.0} MiB"));
        };
    }
}
