using System.ComponentModel.DataAnnotations;

namespace Vsm.Ai;

/// <summary>Models and how they are reached, section <c>Vsm:Ai</c>.</summary>
public sealed class AiOptions
{
    public const string Section = "Vsm:Ai";

    /// <summary>Providers by the name that models begin with, such as <c>openai</c> in <c>openai/gpt-4o-mini</c>.</summary>
    public Dictionary<string, ProviderOptions> Providers { get; set; } = [];

    /// <summary>The models that may be used, with commas between; <c>openai/*</c> means all of a provider. Empty: all of the providers.</summary>
    public string AllowedModels { get; set; } = "";

    /// <summary>
    /// What models cost. One that is not listed costs what the agent's configuration says of a task, and is not called where that says nothing either.
    /// </summary>
    public List<PriceOptions> Prices { get; set; } = [];

    /// <summary>How often models may be called by each process; those that are not listed as often as they are wanted.</summary>
    public List<RateOptions> Rates { get; set; } = [];

    /// <summary>Models whose answers are kept and given again; none unless listed.</summary>
    public List<CacheOptions> Caches { get; set; } = [];

    /// <summary>Calls of one model that may wait for its rate; more are refused at once.</summary>
    [Range(1, 100_000)]
    public int RateQueue { get; set; } = 100;

    /// <summary>How long a call may wait for the rate of its model, or for as long as its provider wants to be left alone.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:20:00")]
    public TimeSpan RateWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How much of answers a process keeps, in megabytes; what was not asked for the longest goes first.</summary>
    [Range(1, 4096)]
    public int CacheMegabytes { get; set; } = 64;

    /// <summary>How long one call of a model may take; when it streams, how long it may be silent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:20:00")]
    public TimeSpan CallLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries after the first, for what may pass: too many requests, a provider in trouble, time-outs.</summary>
    [Range(0, 10)]
    public int Retries { get; set; } = 2;

    /// <summary>The pause before the first retry where the provider names none; it doubles with each.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a provider may ask for; when it wants more, the call fails at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(60);
}
