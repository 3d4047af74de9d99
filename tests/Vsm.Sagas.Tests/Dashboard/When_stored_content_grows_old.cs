using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Data;
using Vsm.Persistence.Retention;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_stored_content_grows_old
{
    private readonly ManualClock _clock = new(Given.Start);

    [Test]
    public async Task It_goes_once_no_kept_task_refers_to_it()
    {
        await using var function = await Given.DashboardAsync(x =>
        {
            x.Services.AddSingleton<TimeProvider>(_clock);
            x.Services.DoNotRun<RetentionService<DashboardDbContext>>();
        });
        var (input, output, unused) = (await StoreAsync(function, "input"), await StoreAsync(function, "output"), await StoreAsync(function, "unused"));
        var task = Guid.NewGuid();
        await function.JournalAsync(Given.Task(task, 1, new TaskProgress { State = "AwaitingPerson", Number = 1, References = [input], Output = "…", OutputReference = output }));

        await SweepAfterAsync(function, TimeSpan.FromDays(91.5));
        Assert.That(await StatusAsync(function, unused), Is.EqualTo(HttpStatusCode.OK), "not within the time of finished tasks and the margin");

        await SweepAfterAsync(function, TimeSpan.FromDays(1));
        Assert.That(await StatusAsync(function, unused), Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await StatusAsync(function, input), await StatusAsync(function, output)), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));

        await function.JournalAsync(Given.Task(task, 2, new TaskProgress { State = "Approved", Number = 1, Output = "…", OutputReference = output, EndedAt = _clock.GetUtcNow() }));
        await SweepAfterAsync(function, TimeSpan.FromDays(91));
        await SweepAfterAsync(function, TimeSpan.FromDays(2));
        Assert.That((await StatusAsync(function, input), await StatusAsync(function, output)), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
    }

    private static async Task<ContentReference> StoreAsync(FunctionHarness function, string text)
    {
        var response = await function.Http.PostAsync("/api/v1/content", new ByteArrayContent(Encoding.UTF8.GetBytes(text)));
        return JsonSerializer.Deserialize<ContentReference>(await response.Content.ReadAsStringAsync(), JournalJson.Options)!;
    }

    private static async Task<HttpStatusCode> StatusAsync(FunctionHarness function, ContentReference reference) =>
        (await function.Http.GetAsync($"/api/v1/content/{reference.Sha256}")).StatusCode;

    private Task SweepAfterAsync(FunctionHarness function, TimeSpan time)
    {
        _clock.Advance(time);
        return function.Services.GetRequiredService<RetentionService<DashboardDbContext>>().SweepAsync(CancellationToken.None);
    }
}
