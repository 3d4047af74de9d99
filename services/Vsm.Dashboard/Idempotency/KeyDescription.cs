using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Vsm.Dashboard.Idempotency;

/// <summary>Says in the API's description that every POST and PUT takes a key.</summary>
internal static class KeyDescription
{
    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        if (context.Description.HttpMethod is { } method && KeyFilter.Takes(method) && context.Description.RelativePath?.EndsWith("/content", StringComparison.Ordinal) != true)
        {
            operation.Parameters = [.. (operation.Parameters ?? []).Where(x => x.Name != KeyFilter.Header), new OpenApiParameter
            {
                Name = KeyFilter.Header,
                In = ParameterLocation.Header,
                Description = "The same request under the same key has its effect once and gets the first answer; another request under it is a conflict.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }];
        }

        return Task.CompletedTask;
    }
}
