using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Upgrades;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_sagas_are_checked
{
    [TestCaseSource(typeof(TaskStates), nameof(TaskStates.All))]
    public async Task A_task_that_this_version_left_in_any_state_passes(string state)
    {
        await using var control = await ControlSituation.StartAsync();
        await control.TaskInAsync(state);

        var view = await CheckAsync(control);

        Assert.That(view.Blocked, Is.Empty);
        Assert.That(view.Checked, Is.EqualTo(TaskStates.Waiting.Contains(state) ? 1 : 0));
        Assert.That(view.Passed);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_task_in_a_state_of_another_version_is_blocked_unless_that_was_waived(bool waived)
    {
        var id = Guid.NewGuid();
        await using var control = await ControlSituation.StartAsync(null, ("Vsm:Sagas:Waived", waived ? $"{Guid.NewGuid()}, {id}" : ""));
        await using (var db = await control.Function.Services.GetRequiredService<IDbContextFactory<ControlDbContext>>().CreateDbContextAsync())
        {
            db.Tasks.Add(new S3.Control.Tasks.TaskInstance { CorrelationId = id, Number = 9, CurrentState = "Thinking", DueAt = control.Clock.GetUtcNow().AddYears(1) });
            await db.SaveChangesAsync();
        }

        var view = await CheckAsync(control);

        var blocked = view.Blocked.Single();
        Assert.That((blocked.Id, blocked.State, blocked.Waived), Is.EqualTo((id, "Thinking", waived)));
        Assert.That(view.Passed, Is.EqualTo(waived));
    }

    private static Task<Contracts.Http.SagaCheckView> CheckAsync(ControlSituation control) =>
        control.Function.Services.GetRequiredService<SagaCheck>().CheckAsync(CancellationToken.None);
}
