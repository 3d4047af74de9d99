namespace Vsm.Unit.Tests.Operations.Attempts;

/// <summary>A clock that measures what the test says has passed.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed;

    public void Pass(TimeSpan time) => _passed += time.Ticks;
}
