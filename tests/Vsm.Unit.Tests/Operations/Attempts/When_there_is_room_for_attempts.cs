using Vsm.S1.Operations.Attempts;

namespace Vsm.Unit.Tests.Operations.Attempts;

public sealed class When_there_is_room_for_attempts
{
    private static readonly Guid[] Agents = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    /// <summary>Whatever is begun and ended in whatever order: no agent has more than its limit, and all together not more than a process works on.</summary>
    [FsCheck.NUnit.Property]
    public void No_limit_is_passed(byte[] acts)
    {
        var places = new AttemptPlaces(5);
        var taken = new List<Guid>();
        foreach (var act in acts)
        {
            var agent = Agents[act % 3];
            if (act < 160)
            {
                var room = taken.Count(x => x == agent) < LimitOf(agent) && taken.Count < 5;
                Assert.That(places.TryTake(agent, LimitOf(agent)), Is.EqualTo(room));
                taken.AddRange(room ? [agent] : []);
            }
            else if (taken.Remove(agent))
            {
                places.Free(agent);
            }

            Assert.That((places.Taken, places.Left), Is.EqualTo((taken.Count, 5 - taken.Count)));
            Assert.That(places.Full(LimitOf), Is.EquivalentTo(Agents.Where(x => taken.Count(y => y == x) == LimitOf(x))));
        }
    }

    private static int LimitOf(Guid agent) => Array.IndexOf(Agents, agent) + 1;
}
