using MassTransit;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Tasks;

/// <summary>
/// Messages of one task are taken one after the other: what competes for its row would only be tried again. A message that waits to be tried again
/// does not hold up the others; a cancellation may be waiting for its task.
/// </summary>
internal sealed class TaskSagaDefinition : SagaDefinition<TaskInstance>
{
    private const int Partitions = 256;

    // More than the default: they mostly wait for the transaction that they share.
    public TaskSagaDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 64);

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<TaskInstance> sagaConfigurator, IRegistrationContext context)
    {
        sagaConfigurator.UseFilter(new PlainRefusals());
        sagaConfigurator.UseFilter(new RepeatStep());
        var partitions = endpointConfigurator.CreatePartitioner(Partitions);
        By<AssignTaskMessage>(x => x.TaskId);
        By<TaskDelegated>(x => x.TaskId);
        By<TaskNotDelegated>(x => x.TaskId);
        By<TaskResultMessage>(x => x.TaskId);
        By<CapabilityGapMessage>(x => x.TaskId);
        By<TaskExecutionFailed>(x => x.TaskId);
        By<TaskResultApprovedMessage>(x => x.TaskId);
        By<PolicyViolationMessage>(x => x.TaskId);
        By<PolicyClarificationRequest>(x => x.TaskId);
        By<TaskResultNotJudged>(x => x.TaskId);
        By<SystemCorrected>(x => x.TaskId);
        By<SystemNotCorrected>(x => x.TaskId);
        By<PolicyClarified>(x => x.TaskId);
        By<PolicyNotClarified>(x => x.TaskId);
        By<CapabilityGapClosed>(x => x.TaskId);
        By<CapabilityGapNotClosed>(x => x.TaskId);
        By<PersonDecided>(x => x.TaskId);
        By<RaiseTaskBudget>(x => x.TaskId);
        By<CheckTaskBudget>(x => x.TaskId);
        By<OpenTaskBudget>(x => x.TaskId);
        By<ReserveJudging>(x => x.TaskId);
        By<CancelTask>(x => x.TaskId);
        By<CheckTaskDeadline>(x => x.TaskId);
        By<Fault<DelegateTask>>(x => x.Message.TaskId);
        By<Fault<AssignTaskMessage>>(x => x.Message.TaskId);
        By<Fault<TaskResultMessage>>(x => x.Message.TaskId);
        By<Fault<PolicyViolationMessage>>(x => x.Message.TaskId);
        By<Fault<PolicyClarificationRequest>>(x => x.Message.TaskId);
        By<Fault<CapabilityGapMessage>>(x => x.Message.TaskId);

        void By<T>(Func<T, Guid> task)
            where T : class => sagaConfigurator.Message<T>(x => x.UsePartitioner(partitions, y => task(y.Message)));
    }
}
