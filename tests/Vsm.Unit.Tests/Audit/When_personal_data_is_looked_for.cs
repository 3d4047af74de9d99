using Vsm.Contracts.Audit;
using Vsm.S3Star.Audit.Checks.PersonalData;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_personal_data_is_looked_for
{
    [TestCase("Write to jane.doe+x@mail.example.com.", "email", "jane.doe+x@mail.example.com")]
    [TestCase("<müller@exämple.de>", "email", "müller@exämple.de")]
    [TestCase("GET /u?mail=jane%40example.org HTTP/1.1", "email", "jane%40example.org")]
    [TestCase("From 203.0.113.7.", "ip", "203.0.113.7")]
    [TestCase("client_10.0.0.1:8080", "ip", "10.0.0.1")]
    [TestCase("at [2001:db8::1]:443", "ip", "2001:db8::1")]
    [TestCase("ip:fe80::1ff:fe23:4567:890a.", "ip", "fe80::1ff:fe23:4567:890a")]
    [TestCase("Call +49 (0) 170 1234567, please", "phone", "+49 (0) 170 1234567")]
    [TestCase("Call +442071838750.", "phone", "+442071838750")]
    [TestCase("Call 0049 170 1234567", "phone", "0049 170 1234567")]
    [TestCase("or (212) 555-0123", "phone", "(212) 555-0123")]
    [TestCase("or 212-555-0123", "phone", "212-555-0123")]
    [TestCase("or 0170/1234567", "phone", "0170/1234567")]
    [TestCase("IBAN DE89 3704 0044 0532 0130 00 was paid", "iban", "DE89 3704 0044 0532 0130 00")]
    [TestCase("gb82west12345698765432", "iban", "gb82west12345698765432")]
    [TestCase("card 4111 1111 1111 1111 12", "card", "4111 1111 1111 1111")]
    [TestCase("378282246310005", "card", "378282246310005")]
    public void It_is_found_at_its_place(string text, string kind, string expected)
    {
        var hit = PersonalDataFinder.Find(text, PersonalDataFinder.Kinds).Single();

        Assert.That((hit.Kind, text[hit.Range.Start..hit.Range.End]), Is.EqualTo((kind, expected)));
    }

    [TestCase("[email] [ip] [phone] and ***@example.com")]
    [TestCase("at 12:30:45 on 2026-01-02T03:04:05.678Z")]
    [TestCase("std::vector and a::b, v1.2.3.4 and 300.1.2.3 and 1.2.3.4.5")]
    [TestCase("DE89 3704 0044 0532 0130 01 has a wrong checksum")]
    [TestCase("4111 1111 1111 1112 has one too")]
    [TestCase("a sum of 1234567890123456.78, +12.5 %, +1000000 users")]
    [TestCase("node@1.2.3 and @types, 00:1A:2B:3C:4D:5E")]
    [TestCase("the orders 1700000000000 and 12345-6789 and 001 200 300, 100%40")]
    public void What_only_looks_like_it_is_left_alone(string text) =>
        Assert.That(PersonalDataFinder.Find(text, PersonalDataFinder.Kinds), Is.Empty);

    [Test]
    public async Task Each_hit_is_evidence_and_the_remedy_is_named()
    {
        var finding = await Given.Finding(Given.Packet("a@b.org saw 10.0.0.1 and c@d.org."), "no_personal_data");

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Violated));
        Assert.That(finding.Evidence.Select(x => x.Text), Is.EqualTo(new[] { "a@b.org", "10.0.0.1", "c@d.org" }));
        Assert.That(finding.Evidence.Select(x => x.Start), Is.EqualTo(new int?[] { 0, 12, 25 }));
        Assert.That(finding.Remedy, Is.EqualTo(new Remedy { Parameter = "redact_personal_data", Value = "true" }));
        Assert.That(finding.Interpretation, Does.Contain("2 of kind email and 1 of kind ip"));
    }

    [Test]
    public async Task Only_the_kinds_that_were_named_count()
    {
        var finding = await Given.Finding(Given.Packet("a@b.org"), "no_personal_data", ("kinds", "ip, phone"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotViolated));
    }

    [Test]
    public async Task Eleven_hits_are_cut_to_ten()
    {
        var text = string.Join(' ', Enumerable.Range(1, 11).Select(i => $"10.0.0.{i}"));

        var finding = await Given.Finding(Given.Packet(text), "no_personal_data");

        Assert.That(finding.Evidence.Count, Is.EqualTo(10));
        Assert.That(finding.Interpretation, Does.Contain("11 of kind ip"));
    }
}
