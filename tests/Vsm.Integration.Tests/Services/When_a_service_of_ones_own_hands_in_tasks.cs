using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Vsm.ComplaintDesk;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

/// <summary>The sample program: its letters, its sagas, and what they send are in its own tables, by the packages for Entity Framework.</summary>
public sealed class When_a_service_of_ones_own_hands_in_tasks : ServicesTest
{
    public const string Queue = "complaint-desk";
    private const string Vsm = "desk";
    private const int Letters = 5;

    [Test]
    public async Task Each_letter_is_one_task_and_its_one_answer_is_kept()
    {
        var (exitCode, _, output) = await RunAsync("Vsm.ComplaintDesk", Vsm);
        Assert.That(exitCode, Is.Zero, output);
        await using var desk = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(desk.Urls.First()) };

        using var refused = await http.PostAsJsonAsync("/complaints", new NewComplaint(" "));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var taken = await Task.WhenAll(Enumerable.Range(1, Letters).Select(async x =>
        {
            using var response = await http.PostAsJsonAsync("/complaints", new NewComplaint($"The lamp came broken, and so did lamp {x}. Write to me at ada{x}@example.org. Nobody answers."));
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            return (await response.Content.ReadFromJsonAsync<ComplaintView>())!.Id;
        }));

        foreach (var id in taken)
        {
            var complaint = await Eventually.ReadAsync(
                $"complaint {id}", () => http.GetFromJsonAsync<ComplaintView>($"/complaints/{id}"), x => x!.State is not ("Received" or "WithTheTeam"));
            Assert.That((complaint!.State, complaint.Reason), Is.EqualTo(("Summed", (string?)null)));
            Assert.That(complaint.Summary, Does.Contain("lamp").And.Not.Contain("@example.org"));
        }

        await Eventually.ReadAsync("messages that wait", () => Cluster.Database.ScalarAsync<long>("""select count(*) from complaint_desk."OutboxMessage" """), x => x == 0);
        Assert.That(await Cluster.Database.ScalarAsync<long>($"select count(*) from s3_control.tasks where vsm = '{Vsm}'"), Is.EqualTo(Letters));
        await desk.StopAsync(); // what is disposed alone goes on consuming, and fails
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(
        [
            "--urls", "http://127.0.0.1:0", "--Desk:Broker", Broker.Address.ToString(), "--Desk:Database", Cluster.Database.ConnectionString,
            "--Desk:Vsm", Vsm, "--Desk:Queue", Queue,
        ]);
        builder.Logging.ClearProviders();
        builder.AddComplaintDesk();
        var app = builder.Build();
        app.MapComplaints();
        await app.StartAsync();
        return app;
    }
}
