using System.CommandLine;
using System.Globalization;
using Vsm.Hosting;

namespace Vsm.Cli.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Arguments
{
    public static Argument<string> Task() => new("task") { Description = "The task's number or id" };

    public static Option<TimeSpan?> Duration(string name, string description, bool mayBeZero = false) => new(name)
    {
        Description = description,
        HelpName = "duration",
        CustomParser = result =>
        {
            if (Durations.TryParse(result.Tokens[0].Value, out var duration) && (duration > TimeSpan.Zero || mayBeZero))
            {
                return duration;
            }

            result.AddError($"{name}: found '{result.Tokens[0].Value}'; expected {Durations.Expected}{(mayBeZero ? "" : ", over 0")}");
            return null;
        },
    };

    public static Option<TimeSpan?> Patience()
    {
        var patience = Duration("--patience", "How long to ask again while the server is away or not ready; 0s asks once [default: 30s]", mayBeZero: true);
        patience.Recursive = true;
        return patience;
    }

    /// <summary>An amount of money.</summary>
    public static Argument<decimal> Amount(string name, string description, bool mayBeZero = false) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && (value > 0 || mayBeZero))
            {
                return value;
            }

            result.AddError($"{name}: found '{text}'; expected an amount in USD such as 0.50");
            return 0;
        },
    };

    public static Option<string?> By(CliEnvironment environment) => new("--by")
    {
        Description = $"Who decides [default: the user, {environment.UserName}]", HelpName = "name",
    };

    public static Option<string?> Reason(bool required) => new("--reason") { Description = "Why", HelpName = "text", Required = required };

    public static Option<int> Limit()
    {
        var limit = new Option<int>("--limit") { Description = "How many", DefaultValueFactory = _ => 50 };
        limit.Validators.Add(x =>
        {
            if (x.Tokens.Count > 0 && (!int.TryParse(x.Tokens[0].Value, out var value) || value is < 1 or > 500))
            {
                x.AddError($"--limit: found '{x.Tokens[0].Value}'; expected 1 to 500");
            }
        });
        return limit;
    }

    public static Option<string?> After() => new("--after") { Description = "The next part of an earlier list", HelpName = "mark" };

    /// <summary>The text of a file that an option names.</summary>
    public static async Task<string> Text(string option, string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.Usage, $"{option}: {path} cannot be read ({exception.Message})", exception);
        }
    }
}
