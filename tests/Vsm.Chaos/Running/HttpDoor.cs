using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vsm.Chaos.Planning;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Chaos.Running;

/// <summary>The HTTP API, behind whichever Dashboard answers.</summary>
internal sealed class HttpDoor(IReadOnlyList<Uri> addresses) : IDisposable
{
    // What is not set is not said: a version before may not know it.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private const int MostRefusals = 100;
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(30) }) { Timeout = TimeSpan.FromSeconds(20) };
    private int _next;
    private int _refusals;

    /// <summary>Applies the organisation and waits until every agent of it is active.</summary>
    public async Task ApplyAsync(TimeSpan personLimit, CancellationToken cancel)
    {
        var command = Organisation.Command;
        var request = new OrganisationRequest
        {
            Name = command.Name, Vsm = command.Vsm, Purpose = command.Purpose, Systems = command.Systems, Policies = command.Policies,
            Limits = new TaskLimits { PersonTimeoutMs = (long)personLimit.TotalMilliseconds },
        };
        // The catalogues that it is checked against come from other services, a moment after these have started.
        await RepeatAsync("the organisation is taken", async () =>
        {
            using var response = await SendAsync(() => Post("organisations", request), cancel);
            if (response.StatusCode == HttpStatusCode.BadRequest && _refusals++ > MostRefusals)
            {
                throw new InvalidOperationException($"The organisation was refused: {await response.Content.ReadAsStringAsync(cancel)}");
            }

            return response.StatusCode == HttpStatusCode.Accepted;
        }, cancel);
        await RepeatAsync("the organisation is applied", async () =>
        {
            using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/api/v1/organisations/{Organisation.Vsm}"), cancel);
            var state = response.IsSuccessStatusCode ? JsonElement.Parse(await response.Content.ReadAsStringAsync(cancel)).GetProperty("state").GetString() : null;
            return state != "Refused" ? state == "Applied" : throw new InvalidOperationException($"The organisation was refused: {await response.Content.ReadAsStringAsync(cancel)}");
        }, cancel);
    }

    /// <summary>Hands in a task until it is acknowledged, always under the same key.</summary>
    /// <returns>Its id; null when it was refused for good.</returns>
    public async Task<(Guid? Id, string? Refusal)> SubmitAsync(PlannedTask task, CancellationToken cancel)
    {
        var request = new TaskRequest { Content = task.Content, RequiredCapabilities = [Organisation.CapabilityOf(task.Kind)] };
        while (true)
        {
            using var response = await SendAsync(
                () =>
                {
                    var post = Post($"tasks?vsm={Organisation.Vsm}", request);
                    post.Headers.Add("Idempotency-Key", $"chaos-{task.Index}");
                    return post;
                },
                cancel);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return ((await response.Content.ReadFromJsonAsync<TaskAccepted>(Json, cancel))!.Id, null);
            }

            if ((int)response.StatusCode is >= 400 and < 500 and not 429)
            {
                return (null, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancel)}");
            }

            await Pause.ForAsync(0.5, cancel);
        }
    }

    /// <summary>Says in a person's place that a task is rejected, until somebody has taken it.</summary>
    public async Task RejectAsync(Guid task, CancellationToken cancel)
    {
        var decision = new DecisionRequest { Decision = PersonDecision.Reject, By = "chaos", Reason = "It was only to wait." };
        while (true)
        {
            using var response = await SendAsync(
                () =>
                {
                    var post = Post($"approvals/{task}?vsm={Organisation.Vsm}", decision);
                    post.Headers.Add("Idempotency-Key", $"chaos-reject-{task}");
                    return post;
                },
                cancel);
            if ((int)response.StatusCode is < 500 and not 429)
            {
                return; // what was refused shows as a task that is stuck
            }

            await Pause.ForAsync(0.5, cancel);
        }
    }

    /// <summary>Reads JSON from a path of the API, from whoever answers.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{path}"), cancel);
        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(cancel));
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Post<T>(string path, T body) => new(HttpMethod.Post, $"/api/v1/{path}") { Content = JsonContent.Create(body, options: Json) };

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                using var message = request();
                message.RequestUri = new Uri(addresses[Interlocked.Increment(ref _next) % addresses.Count], message.RequestUri!);
                return await _http.SendAsync(message, cancel);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                await Pause.ForAsync(0.3, cancel);
            }
        }
    }

    private static async Task RepeatAsync(string what, Func<Task<bool>> act, CancellationToken cancel) =>
        await Testing.Eventually.ReadAsync(what, act, x => x, TimeSpan.FromSeconds(120)).WaitAsync(cancel);
}
