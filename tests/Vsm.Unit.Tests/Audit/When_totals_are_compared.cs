using System.Globalization;
using System.Text;
using FsCheck;
using Vsm.Contracts.Audit;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Checks.Totals;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_totals_are_compared
{
    private const string Sales = "region,amount\nnorth,1.10\nsouth,2.20\nnorth,-0.30\n";

    [TestCase("region,sum_amount\nnorth,0.8\nsouth,2.2\n")]
    [TestCase("region;amount\nnorth;0.8\nsouth;2.2")]
    [TestCase("""[{"region":"north","sum_amount":0.80},{"region":"south","sum_amount":"2.2"}]""")]
    [TestCase("""{"title":"x","rows":[{"sum_amount":3.0}]}""")]
    [TestCase("""{"sum_amount":3}""")]
    public async Task Every_shape_of_output_can_agree(string output)
    {
        var finding = await Given.Finding(Given.Packet(output, ("sales.csv", Sales)), "totals_agree", ("column", "amount"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotViolated), finding.Interpretation);
    }

    [TestCase("sales.csv", "\uFEFFamount;region\r\n1.5;\"a;b\"\r\n\r\n1.5;c\r\n")]
    [TestCase("sales.json", """ [{"amount":1},{"amount":"2"},{"amount":null},{"other":5}]""")]
    [TestCase("sales.jsonl", "{\"amount\":1}\n{\"amount\":2}\n")]
    [TestCase("sales", """{"rows":[{"amount":3e0}]}""")]
    public async Task Every_shape_of_input_can_agree(string name, string content)
    {
        var packet = Given.Packet("amount\n3", (name, content), ("notes.txt", "not a table"));

        var finding = await Given.Finding(packet, "totals_agree", ("column", "amount"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotViolated), finding.Interpretation);
    }

    [Test]
    public async Task A_difference_is_stated_with_both_sums()
    {
        var packet = Given.Packet("total\n5", ("a.csv", "amount\n1.5"), ("b.json", """[{"amount":2}]"""));

        var finding = await Given.Finding(packet, "totals_agree", ("column", "amount"), ("output_column", "total"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Violated));
        Assert.That(finding.Interpretation, Does.EndWith(
            "The column amount of 2 inputs with 2 rows adds up to 3.5, the column total of the output to 5; the difference is 1.5."));
        Assert.That(finding.Evidence.Single().Text, Is.EqualTo("total\n5"));
    }

    [TestCase("no numbers here", "no column sum_amount and no column amount")]
    [TestCase("", "")]
    [TestCase("amount\nmany", "which is not a number")]
    [TestCase("[1,2]", "not an object with columns")]
    [TestCase("""{"amount":1""", "it is not JSON")]
    [TestCase("""{"a":[{"amount":1}],"b":[]}""", "more than one array (a, b)")]
    public async Task An_output_that_cannot_be_summed_violates(string output, string reason)
    {
        var finding = await Given.Finding(Given.Packet(output, ("sales.csv", Sales)), "totals_agree", ("column", "amount"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.Violated));
        Assert.That(finding.Interpretation, Does.Contain(reason));
    }

    [TestCase("amount\n1\nx\n", "row 2 has 'x' in the column amount, which is not a number")]
    [TestCase("price\n1\n", "it has no column amount")]
    [TestCase("amount,amount\n1,2\n", "it has the column amount twice")]
    [TestCase("amount,b\n1,2\n3\n", "it is not well-formed CSV")]
    [TestCase("amount\n\"1\n", "it is not well-formed CSV")]
    [TestCase("", "it is empty")]
    [TestCase("[{\"amount\":1}", "it is not JSON")]
    [TestCase("amount\n1e28\n7e28\n7e28\n", "at row 2 the sum of the column amount has more digits than can be counted exactly")]
    public async Task An_input_that_cannot_be_summed_is_not_judged(string content, string reason)
    {
        var finding = await Given.Finding(Given.Packet("amount\n1", ("sales.csv", content)), "totals_agree", ("column", "amount"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotJudged));
        Assert.That(finding.Interpretation, Does.Contain($"the input sales.csv cannot be summed: {reason}"));
    }

    [Test]
    public async Task Without_an_input_it_is_not_judged()
    {
        var finding = await Given.Finding(Given.Packet("amount\n1"), "totals_agree", ("column", "amount"));

        Assert.That((finding.Verdict, finding.Interpretation), Is.EqualTo((
            Verdict.NotJudged,
            "Read as: the output adds up to the same as the column amount of all inputs. " +
            "Not judged: the task names no CSV or JSON input to compare the output with.")));
    }

    [Test]
    public async Task An_input_that_cannot_be_opened_or_was_changed_is_not_judged()
    {
        var packet = Given.Packet("amount\n1", ("sales.csv", "amount\n1"));
        var gone = packet with { Open = (_, _) => throw new FileNotFoundException("it is gone") };
        var changed = packet with { Open = (_, _) => ValueTask.FromResult<Stream>(new MemoryStream("amount\n1\n"u8.ToArray())) };

        Assert.That((await Given.Finding(gone, "totals_agree", ("column", "amount"))).Interpretation, Does.Contain("it is gone"));
        Assert.That((await Given.Finding(changed, "totals_agree", ("column", "amount"))).Interpretation, Does.Contain("SHA-256 differs"));
    }

    [Test]
    public async Task A_row_without_end_is_not_read_into_memory()
    {
        var endless = Encoding.UTF8.GetBytes("[{\"amount\":1,\"text\":\"" + new string('x', 2 * VerifiedStream.MaxRow) + "\"}]");
        var quoted = Encoding.UTF8.GetBytes("amount\n\"" + new string('x', 2 * VerifiedStream.MaxRow));

        foreach (var content in new[] { endless, quoted })
        {
            var finding = await Given.Finding(Given.PacketOfBytes("amount\n1", ("sales", content)), "totals_agree", ("column", "amount"));
            Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotJudged), finding.Interpretation);
        }
    }

    [TestCase("sales.csv", "amount,text\n", "1,some text\n", "")]
    [TestCase("sales.json", "[", "{\"amount\":1,\"text\":\"some text\"}", "]")]
    public async Task An_input_is_read_as_a_stream(string name, string before, string row, string after)
    {
        const int Rows = 400_000;
        var separator = after.Length > 0 ? "," : "";
        var content = Encoding.UTF8.GetBytes(before + string.Join(separator, Enumerable.Repeat(row, Rows)) + after);
        var stream = new WatchedStream(content);
        var packet = Given.PacketOfBytes($"amount\n{Rows}", (name, content)) with { Open = (_, _) => ValueTask.FromResult<Stream>(stream) };

        var finding = await Given.Finding(packet, "totals_agree", ("column", "amount"));

        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotViolated), finding.Interpretation);
        Assert.That(stream.LargestRead, Is.LessThanOrEqualTo(256 * 1024), "a buffer that grows with the input asks for more");
        Assert.That(stream.IsDisposed);
    }

    [FsCheck.NUnit.Property(MaxTest = 60)]
    public bool Any_table_agrees_with_its_totals_until_a_cell_changes(NonEmptyArray<int> cents, NonZeroInt change, bool asJson)
    {
        var rows = cents.Get.Select((value, at) => (Region: at % 3, Amount: value / 100m)).ToList();
        var output = "region,sum_amount\n" + string.Join('\n', rows.GroupBy(row => row.Region).Select(x => $"{x.Key},{Number(x.Sum(row => row.Amount))}"));
        var altered = rows.Select((row, at) => at == Math.Abs(change.Get % rows.Count) ? row with { Amount = row.Amount + change.Get / 1000m } : row);

        return JudgeTable(rows) == Verdict.NotViolated && JudgeTable(altered) == Verdict.Violated;

        Verdict JudgeTable(IEnumerable<(int Region, decimal Amount)> table)
        {
            var content = asJson
                ? $"[{string.Join(',', table.Select(row => $"{{\"region\":{row.Region},\"amount\":{Number(row.Amount)}}}"))}]"
                : "region,amount\n" + string.Join('\n', table.Select(row => $"{row.Region},{Number(row.Amount)}"));
            return Given.Finding(Given.Packet(output, (asJson ? "t.json" : "t.csv", content)), "totals_agree", ("column", "amount"))
                .GetAwaiter().GetResult().Verdict;
        }
    }

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed class WatchedStream(byte[] content) : MemoryStream(content)
    {
        public int LargestRead { get; private set; }

        public bool IsDisposed { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestRead = Math.Max(LargestRead, buffer.Length);
            return base.ReadAsync(buffer, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
