namespace Vsm.Testing;

/// <summary>The organisations in infra/samples, and what tests make of them.</summary>
public static class Samples
{
    public static string Folder { get; } = Path.Combine(Programs.Root, "infra", "samples");

    public static string Of(string sample, string file = "org.yaml") => Path.Combine(Folder, sample, file);

    /// <summary>A copy that is a VSM instance of its own.</summary>
    public static string Copy(string sample, string vsm, string to)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, sample)).Where(x => !x.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        var organisation = Path.Combine(to, "org.yaml");
        File.WriteAllText(organisation, $"vsm: {vsm}\n{File.ReadAllText(Of(sample))}");
        return organisation;
    }

    /// <summary>Orders as in the sales report, so many that adding them up takes a while.</summary>
    public static string WriteOrders(string folder, int rows)
    {
        string[] regions = ["north", "south", "east", "west"];
        var path = Path.Combine(folder, "orders-many.csv");
        using var writer = new StreamWriter(path);
        writer.NewLine = "\n";
        writer.WriteLine("order_id,date,region,amount");
        for (var i = 0; i < rows; i++)
        {
            writer.WriteLine($"{i},2025-{(i % 12) + 1:00}-{(i % 28) + 1:00},{regions[i % 4]},{i % 100}.{i % 90 + 10}");
        }

        return path;
    }
}
