using System.Text;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

[NonParallelizable] // measures the memory of the whole process
public sealed class When_a_file_is_larger_than_memory_should_grow
{
    private const int Rows = 2_000_000;
    private const long Allowed = 32 * 1024 * 1024;

    [Test]
    public async Task Aggregation_holds_only_its_groups()
    {
        var file = new GeneratedCsv(Rows);
        var agent = Of(Step("aggregate", ("group_by", "region, month(date)"), ("count", "n"), ("sum", "amount")));
        var run = Pipeline.Prepare(agent, Agents.Task(files: "large.csv"), (_, _) => ValueTask.FromResult<Stream>(file));

        file.Baseline = GC.GetTotalMemory(forceFullCollection: true);
        var output = await run.ExecuteAsync(TestContext.CurrentContext.CancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(file.BytesRead, Is.GreaterThan(60_000_000));
            Assert.That(file.Samples, Is.GreaterThan(10));
            Assert.That(file.Growth, Is.LessThan(Allowed));
            Assert.That(output.Split('\n')[1], Is.EqualTo("r0,2026-01,41667,2083350.00"));
            Assert.That(run.ToolCalls[0].Result, Is.EqualTo("48 records"));
        });
    }

    /// <summary>Makes its rows while it is read, and looks at the memory on the way.</summary>
    private sealed class GeneratedCsv(int rows) : Stream
    {
        private byte[] _pending = "id,date,region,product,amount\n"u8.ToArray();
        private int _at;
        private int _row;

        public long Baseline { get; set; }

        public long Growth { get; private set; }

        public int Samples { get; private set; }

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => BytesRead; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_at == _pending.Length)
            {
                Fill();
            }

            var count = Math.Min(buffer.Length, _pending.Length - _at);
            _pending.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            BytesRead += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Fill()
        {
            var text = new StringBuilder();
            for (var i = 0; i < 1000 && _row < rows; i++, _row++)
            {
                text.Append(_row).Append(",2026-").Append($"{1 + (_row % 12):00}").Append("-15,r").Append(_row / 12 % 4).Append(",a product,50.00\n");
            }

            _pending = Encoding.UTF8.GetBytes(text.ToString());
            _at = 0;
            if (_row % 100_000 == 0)
            {
                Samples++;
                Growth = Math.Max(Growth, GC.GetTotalMemory(forceFullCollection: true) - Baseline);
            }
        }
    }
}
