using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Vsm.Dashboard.Http;

/// <summary>A request's JSON body. An empty one is an empty object, which will do where nothing is required.</summary>
internal sealed class Body<T>(T value) : IBody, IEndpointParameterMetadataProvider
    where T : class
{
    private static readonly byte[] Empty = "{}"u8.ToArray();

    public T Value { get; } = value;

    public object Content => Value;

    public static async ValueTask<Body<T>> BindAsync(HttpContext context)
    {
        var body = await ReadAsync(context.Request, context.RequestAborted);
        if (body.Length > 0 && !context.Request.HasJsonContentType())
        {
            const int status = StatusCodes.Status415UnsupportedMediaType;
            throw new RefusedRequestException(Problems.Of(status, Problems.DetailOf(context.Request, status)!));
        }

        var value = RequestJson.Read<T>(body.Length == 0 ? Empty : body, out var problems);
        return value is not null
            ? new Body<T>(value)
            : throw new RefusedRequestException(Problems.Invalid(problems.Select(x => (x.Path.Length == 0 ? "body" : x.Path, x.Message))));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), isOptional: !HasRequired));

    private static bool HasRequired => typeof(T).GetProperties().Any(x => x.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)));

    // Kestrel's limit ends a body that is too large, so that nothing unbounded is collected here.
    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.IsCompleted)
            {
                var body = WithoutMark(read.Buffer).ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> body) =>
        body.Length >= 3 && body.Slice(0, 3).ToArray() is [0xEF, 0xBB, 0xBF] ? body.Slice(3) : body;
}
