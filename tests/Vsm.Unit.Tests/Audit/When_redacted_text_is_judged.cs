using System.Diagnostics;
using System.Text;
using Vsm.S1.Operations.Functions;
using Vsm.S3Star.Audit.Checks.PersonalData;

namespace Vsm.Unit.Tests.Audit;

/// <summary>
/// What System 1 redacts, System 3* must not find: the remedy that 3* names would otherwise be in force and not help. The two know nothing of each
/// other's code, so this is where they meet.
/// </summary>
public sealed class When_redacted_text_is_judged
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string[] Pieces =
    [
        "anna@example.org", "a.b+c%40mail.example.com", "müller@exämple.de", "x@y.zz", "192.0.2.17", "10.0.0.1", "255.255.255.255", "2001:db8::1", "::1", "fe80::1ff:fe23:4567:890a",
        "2001:db8:0:0:0:0:0:7", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "+49 170 1234567", "+442071838750", "+49 (0) 170 1234567", "+1-212-555-0123", "0049 170 1234567", "0049-30-123456",
        "(030) 1234567", "(212) 555-0123", "212-555-0123", "212.555.0123", "0170/1234567", "030/ 123456", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000",
        "GB82WEST12345698765432", "gb82 west 1234 5698 7654 32", "NO93 8601 1117 947", "FR14 2004 1010 0505 0001 3M02 606", "4111 1111 1111 1111", "4111-1111-1111-1111",
        "5500000000000004", "378282246310005", "3782 822463 10005", "6011000000000004", "30569309025904", "[email]", "[ip]", "[phone]", "[iban]", "[card]", "face:", "ip:", "v", "V",
        " ", " ", "  ", ", ", ".", ":", "::", "-", "+", "(", ")", "/", "@", "%40", "x", "ab", "DE", "7", "0", "00", "12", "170", "1234", "12345678", "12:30", "2026-03-14", "and", "\n",
        "\u00A0", "\t", "_", "\"", "'", "|", "é", "٣",
    ];

    [TestCase("call 0049 170 1234567 or 0049-30-123456 now")]
    [TestCase("anna@example.org,192.0.2.17|+442071838750;DE89370400440532013000")]
    [TestCase("4111 1111 1111 1111 12 and 12 4111 1111 1111 1111")]
    public void Nothing_is_found_in_it(string text) => Assert.That(Left(text), Is.Empty);

    [Test]
    public void Nothing_is_found_in_any_mixture()
    {
        var random = new Random(20260102);
        var watch = Stopwatch.StartNew();
        var tried = 0;
        while (watch.Elapsed < Longest && tried < 50_000)
        {
            var text = Mixture(random);
            tried++;
            Assert.That(Left(text), Is.Empty, $"mixture {tried}: {text}");
        }

        Assert.That(tried, Is.GreaterThan(100));
    }

    private static string Mixture(Random random)
    {
        var text = new StringBuilder();
        for (var count = random.Next(1, 14); count > 0; count--)
        {
            text.Append(Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Left(string text)
    {
        var redacted = PersonalData.Redact(text, PersonalData.AllKinds);
        return PersonalDataFinder.Find(redacted, PersonalDataFinder.Kinds).Select(x => $"{x.Kind} {redacted[x.Range.Start..x.Range.End]} in {redacted}");
    }
}
