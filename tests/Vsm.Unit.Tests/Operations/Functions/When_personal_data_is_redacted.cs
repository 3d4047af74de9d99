using FsCheck;
using FsCheck.Fluent;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_personal_data_is_redacted
{
    private static readonly string[] Pieces =
    [
        "anna@example.org", "a.b+c%40mail.example.com", "192.0.2.17", "2001:db8::1", "client:2001:db8:0:0:0:0:0:7", "+49 170 1234567", "(030) 1234567",
        "0170/1234567", "212-555-0123", "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "4111 1111 1111 1111", "4111-1111-1111-1111", "5500000000000004",
        " ", ", ", ".", ":", "-", "+", "(", ")", "/", "@", "x", "7", "00", "12:30", "2026-03-14", "and", "\n",
    ];

    [TestCase("Write to anna@example.org.", "Write to [email].")]
    [TestCase("/reset?email=anna%40example.org&x=1", "/reset?email=[email]&x=1")]
    [TestCase("from 192.0.2.17: denied", "from [ip]: denied")]
    [TestCase("from client 2001:db8::1.", "from client [ip].")]
    [TestCase("call +49 170 1234567 or (212) 555-0123", "call [phone] or [phone]")]
    [TestCase("IBAN DE89 3704 0044 0532 0130 00 PLEASE", "IBAN [iban] PLEASE")]
    [TestCase("IBAN GB82WEST12345698765433", "IBAN GB82WEST12345698765433")]
    [TestCase("card 4111 1111 1111 1111, thanks", "card [card], thanks")]
    [TestCase("card 4111 1111 1111 1112, thanks", "card 4111 1111 1111 1112, thanks")]
    [TestCase("on 2026-03-14 4111 1111 1111 1111 paid", "on 2026-03-14 [card] paid")]
    [TestCase("on 2026-03-14 at 09:30:00 there were 12345678 calls, 1.2.3 of 300.1.2.3", "on 2026-03-14 at 09:30:00 there were 12345678 calls, 1.2.3 of 300.1.2.3")]
    [TestCase("14/Mar/2026:09:30:00 +0000 503 3120", "14/Mar/2026:09:30:00 +0000 503 3120")]
    public void Each_kind_is_replaced_and_nothing_else(string text, string redacted) =>
        Assert.That(PersonalData.Redact(text, PersonalData.AllKinds), Is.EqualTo(redacted));

    [Test]
    public async Task Chosen_kinds_and_fields_are_replaced_and_counted()
    {
        var run = Prepare(
            Of(Step("redact", ("kinds", "email"), ("fields", "note"), ("pattern", "secret"))),
            Agents.Task(files: "x.csv"),
            ("x.csv", "mail,note\na@example.org,b@example.org 192.0.2.1 secret\n"));

        Assert.Multiple(async () =>
        {
            Assert.That(await run.ExecuteAsync(default), Is.EqualTo(Lines("mail,note", "a@example.org,[email] 192.0.2.1 [redacted]")));
            Assert.That(run.ToolCalls.Single().Result, Is.EqualTo("1 record; replaced 1 email, 1 redacted"));
        });
    }

    [Test]
    public async Task Lines_are_redacted_too() =>
        Assert.That(await Of(Step("redact")).RunAsync("x.log", "a 192.0.2.1\nb\n"), Is.EqualTo("a [ip]\nb"));

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Nothing_that_can_be_found_is_left() => Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary(),
        text => PersonalData.Find(PersonalData.Redact(text, PersonalData.AllKinds), PersonalData.AllKinds).Count == 0);
}
