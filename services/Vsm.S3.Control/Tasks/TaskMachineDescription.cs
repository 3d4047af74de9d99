using MassTransit;
using MassTransit.SagaStateMachine;
using Vsm.Contracts;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3.Control.Tasks;

/// <summary>The machine as it runs: every transition that its behaviours can make, told by the machine itself.</summary>
internal static class TaskMachineDescription
{
    public const string Name = "task";

    public static MachineDescription Describe(TaskStateMachine machine)
    {
        var transitions = new Transitions();
        ((IVisitable)machine).Accept(transitions);
        return new MachineDescription
        {
            Name = Name,
            States = [.. machine.States.Where(x => x.Name != machine.Final.Name)
                .Select(x => new MachineState { Name = x.Name, Final = machine.Finals.Any(y => y.Name == x.Name) })],
            Transitions = [.. transitions.Found.Distinct().OrderBy(x => x.From, StringComparer.Ordinal).ThenBy(x => x.Event, StringComparer.Ordinal)
                .ThenBy(x => x.To, StringComparer.Ordinal)],
        };
    }

    /// <summary>The journal entry that shows the machine on the dashboard; the same machine is the same entry.</summary>
    public static JournalEntry Entry(MachineDescription machine, DateTimeOffset at) => new JournalEntry
    {
        Key = "",
        Vsm = VsmInstance.Root,
        Function = "s3",
        Kind = JournalKinds.Machine,
        At = at,
        Summary = $"The state machine {machine.Name} has {machine.States.Count} states and {machine.Transitions.Count} transitions",
    }.With(machine).KeyedByData($"machine/{machine.Name}");

    private sealed class Transitions : StateMachineVisitor
    {
        private string _state = "";
        private string _event = "";

        public List<MachineTransition> Found { get; } = [];

        public void Visit(State state, Action<State> next)
        {
            _state = state.Name;
            next(state);
        }

        public void Visit(Event @event, Action<Event> next)
        {
            _event = @event.Name;
            next(@event);
        }

        public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>> next)
            where TMessage : class
        {
            _event = @event.Name;
            next(@event);
        }

        public void Visit(IStateMachineActivity activity)
        {
            if (activity is TransitionActivity<TaskInstance> transition && transition.ToState.Name != _state)
            {
                Found.Add(new MachineTransition { From = _state, Event = _event, To = transition.ToState.Name });
            }
        }

        public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
        {
            Visit(activity);
            next(activity);
        }

        public void Visit<T>(IBehavior<T> behavior)
            where T : class, SagaStateMachineInstance
        {
        }

        public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
            where T : class, SagaStateMachineInstance => next(behavior);

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior)
            where T : class, SagaStateMachineInstance
            where TMessage : class
        {
        }

        public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
            where T : class, SagaStateMachineInstance
            where TMessage : class => next(behavior);
    }
}
