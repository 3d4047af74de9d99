using MassTransit;

namespace Vsm.S3.Control.Tasks;

/// <summary>A step that needs services and does not care which message led to it.</summary>
internal abstract class TaskActivity : IStateMachineActivity<TaskInstance>
{
    protected abstract Task ExecuteAsync(BehaviorContext<TaskInstance> context);

    public async Task Execute(BehaviorContext<TaskInstance> context, IBehavior<TaskInstance> next)
    {
        await ExecuteAsync(context);
        await next.Execute(context);
    }

    public async Task Execute<T>(BehaviorContext<TaskInstance, T> context, IBehavior<TaskInstance, T> next)
        where T : class
    {
        await ExecuteAsync(context);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TaskInstance, TException> context, IBehavior<TaskInstance> next)
        where TException : Exception => next.Faulted(context);

    public Task Faulted<T, TException>(BehaviorExceptionContext<TaskInstance, T, TException> context, IBehavior<TaskInstance, T> next)
        where T : class
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope(GetType().Name);

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);
}
