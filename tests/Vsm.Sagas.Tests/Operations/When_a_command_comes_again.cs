using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_a_command_comes_again
{
    [TestCase("gate", 2)]
    [TestCase("once", 1)]
    public async Task It_gets_the_answer_that_was_given(string function, int runs)
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, answers) = await BeginAsync(bench, function);
        var task = Agents.Task(agent, "free");
        await bench.AssignAsync(agent, task);
        var first = await answers.NextAsync();

        await bench.AssignAsync(agent, task);

        Assert.That(await answers.NextAsync(), Is.EqualTo(first));
        Assert.That(first.Id, Is.EqualTo(MessageIds.Of(task.TaskId, "1/result")));
        Assert.That((function == "once" ? bench.Once : bench.Gate).Seen, Has.Count.EqualTo(runs));
        var receipt = (await bench.ReceiptsAsync(task.TaskId)).Single();
        Assert.That((receipt.Attempt, receipt.AgentId, receipt.Answered), Is.EqualTo((1, agent.AgentId, true)));
        Assert.That(receipt.Answer!.Result!.Output, Is.EqualTo("did free"));
    }

    [Test]
    public async Task A_failure_stays_the_failure_that_it_was()
    {
        await using var bench = await OperationsBench.StartAsync();
        var agent = Agents.Of(1, Agents.Step("aggregate", ("count", "n")));
        var answers = await BeginAsync(bench, agent);
        var task = Agents.Task(agent, "no [ json") with { Parameters = new Dictionary<string, string> { ["format"] = "json" } };
        await bench.AssignAsync(agent, task);
        var first = await answers.NextAsync();

        await bench.AssignAsync(agent, task);

        Assert.That(await answers.NextAsync(), Is.EqualTo(first));
        Assert.That(first.Id, Is.EqualTo(MessageIds.Of(task.TaskId, "1/failure")));
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Single().Answer!.Failure!.Error, Is.EqualTo(ExecutionError.BadInput));
    }

    [Test]
    public async Task Two_that_are_worked_on_at_once_get_one_answer()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, answers) = await BeginAsync(bench, "gate");
        var task = Agents.Task(agent, "held");
        await bench.AssignAsync(agent, task);
        await bench.AssignAsync(agent, task);
        await bench.Gate.ArrivalAsync();
        await bench.Gate.ArrivalAsync();

        bench.Gate.Open();

        var first = await answers.NextAsync();
        Assert.That(await answers.NextAsync(), Is.EqualTo(first));
        Assert.That(await bench.ReceiptsAsync(task.TaskId), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Work_that_must_not_be_done_twice_is_left_to_the_one_that_does_it()
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, answers) = await BeginAsync(bench, "once");
        var task = Agents.Task(agent, "held");
        await bench.AssignAsync(agent, task);
        await bench.Once.ArrivalAsync();

        await bench.AssignAsync(agent, task);
        await bench.ConsumedAsync<AssignTaskConsumer, AssignTaskMessage>(x => x.TaskId == task.TaskId, times: 2);
        Assert.That((answers.HasMore, bench.Once.Seen.Count), Is.EqualTo((false, 1)));
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Single().Answered, Is.False);
        bench.Once.Open();

        Assert.That((await answers.NextAsync<TaskResultMessage>()).Output, Is.EqualTo("did held"));
        Assert.That(answers.HasMore, Is.False);
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Single().Answered);
        Assert.That(bench.Once.Seen, Has.Count.EqualTo(1));
    }

    [TestCase(null)]
    [TestCase("a process that ended")]
    public async Task Begun_and_left_it_is_given_up_without_being_asked_for_again(string? owner)
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Attempts:Lease", "00:00:01"), ("Vsm:Attempts:LookInterval", "00:00:00.1"));
        var (agent, answers) = await BeginAsync(bench, "once");
        var task = Agents.Task(agent, "free");
        await bench.AssignAsync(agent, task);
        await answers.NextAsync<TaskResultMessage>();

        await new RewoundAttempt(bench, agent, task) { Owner = owner }.RewindAsync(done: 0);

        Assert.That((await answers.NextAsync<TaskExecutionFailed>()).Reason, Does.Contain("was interrupted, and what it does is not done twice"));
        Assert.That(bench.Once.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_fault_work_that_must_not_be_done_twice_is_given_up_as_interrupted()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "2"));
        var (agent, answers) = await BeginAsync(bench, "once");
        var task = Agents.Task(agent, "mended");

        await bench.AssignAsync(agent, task);

        var failed = await answers.NextAsync<TaskExecutionFailed>();
        Assert.That((failed.Error, failed.Attempt, failed.AgentId), Is.EqualTo((ExecutionError.Transient, 1, agent.AgentId)));
        Assert.That((failed.Reason, failed.Usage.Cost), Is.EqualTo(("worker 1 was interrupted, and what it does is not done twice in one attempt.", 0.02m)));
        Assert.That(bench.Once.Seen, Has.Count.EqualTo(1));
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Single().Answer!.Failure!.Error, Is.EqualTo(ExecutionError.Transient));

        await bench.AssignAsync(agent, task);
        Assert.That((await answers.NextAsync<TaskExecutionFailed>()).Reason, Is.EqualTo(failed.Reason));
        Assert.That(bench.Once.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_fault_work_that_may_be_done_twice_is_done_again()
    {
        await using var bench = await OperationsBench.StartAsync(("Vsm:Retries", "2"));
        var (agent, answers) = await BeginAsync(bench, "gate");
        var task = Agents.Task(agent, "mended");

        await bench.AssignAsync(agent, task);

        Assert.That((await answers.NextAsync<TaskResultMessage>()).Output, Is.EqualTo("did mended"));
        Assert.That(bench.Gate.Seen, Has.Count.EqualTo(2));
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Single().Answer!.Result, Is.Not.Null);
    }

    [TestCase("gate")]
    [TestCase("once")]
    public async Task Another_attempt_is_other_work(string function)
    {
        await using var bench = await OperationsBench.StartAsync();
        var (agent, answers) = await BeginAsync(bench, function);
        var task = Agents.Task(agent, "free");
        await bench.AssignAsync(agent, task);
        await answers.NextAsync();

        await bench.AssignAsync(agent, task with { Attempt = 2 });

        Assert.That((await answers.NextAsync()).Id, Is.EqualTo(MessageIds.Of(task.TaskId, "2/result")));
        Assert.That((function == "once" ? bench.Once : bench.Gate).Seen, Has.Count.EqualTo(2));
        Assert.That((await bench.ReceiptsAsync(task.TaskId)).Select(x => x.Answer!.Result!.Attempt), Is.EqualTo(new[] { 1, 2 }));
    }

    private static async Task<(AgentConfiguration Agent, Answers Answers)> BeginAsync(OperationsBench bench, string function)
    {
        var agent = Agents.Of(1, Agents.Step(function)) with { MaxConcurrentTasks = 2 };
        return (agent, await BeginAsync(bench, agent));
    }

    private static async Task<Answers> BeginAsync(OperationsBench bench, AgentConfiguration agent)
    {
        await bench.ConfigureAsync(agent);
        var answers = new Answers();
        bench.Bus.ConnectPublishObserver(answers);
        return answers;
    }
}
