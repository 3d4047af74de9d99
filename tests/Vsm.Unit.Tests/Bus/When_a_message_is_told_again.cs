using FsCheck;
using Vsm.Bus;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_a_message_is_told_again
{
    private static readonly Guid Subject = new("7f0c2f6e-64f8-4b60-8a0f-2f7a3d1f9b11");

    [Test]
    public void Its_id_is_the_one_that_any_version_of_the_program_gives_it() =>
        Assert.That(MessageIds.Of(Subject, "3/command"), Is.EqualTo(new Guid("abef80b3-c0e0-83f6-9f22-4974711ae82e")));

    [FsCheck.NUnit.Property]
    public bool Its_id_is_the_same_and_one_made_of_a_name(Guid subject, PositiveInt attempt)
    {
        var id = MessageIds.Of(subject, $"{attempt.Get}/result");

        return id == MessageIds.Of(subject, $"{attempt.Get}/result") && id.Version == 8 && id.Variant is >= 0x8 and <= 0xB;
    }

    [FsCheck.NUnit.Property]
    public bool Its_id_differs_by_what_it_is_about_and_by_what_it_tells(Guid subject, Guid other, PositiveInt attempt, PositiveInt next)
    {
        (Guid Subject, string What)[] told =
        [
            (subject, $"{attempt.Get}/result"), (subject, $"{attempt.Get}/failure"), (subject, $"{next.Get}/result"), (other, $"{attempt.Get}/result"),
        ];

        return told.Distinct().Count() == told.Select(x => MessageIds.Of(x.Subject, x.What)).Distinct().Count();
    }

    [TestCase(200, true)]
    [TestCase(201, false)]
    public void What_it_tells_is_short(int characters, bool taken) =>
        Assert.That(
            () => MessageIds.Of(Subject, new string('€', characters)),
            taken ? Throws.Nothing : Throws.TypeOf<ArgumentOutOfRangeException>());
}
