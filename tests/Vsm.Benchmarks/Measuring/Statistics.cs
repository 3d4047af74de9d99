namespace Vsm.Benchmarks.Measuring;

/// <summary>What is said of a number of measurements.</summary>
internal static class Statistics
{
    /// <summary>The middle one; of an even number the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        Require(sorted.Length);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The smallest value that at least this share of all values does not exceed (nearest rank).</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile.</param>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        double[] sorted = [.. values.Order()];
        Require(sorted.Length);
        return sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    private static void Require(int count)
    {
        if (count == 0)
        {
            throw new ArgumentException("Nothing was measured.");
        }
    }
}
