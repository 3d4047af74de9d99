using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Persistence;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Registers what a model as judge needs; without a model it is never asked.</summary>
internal static class JudgeHosting
{
    public static void AddJudge(this IHostApplicationBuilder builder)
    {
        builder.AddAi();
        builder.Services.AddOptionsWithValidateOnStart<JudgeOptions, JudgeOptionsValidator>().BindConfiguration(JudgeOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<JudgeOptions>, JudgeRangesValidator>();
        builder.Services.AddSingleton<JudgeModels>();
        builder.Services.AddSingleton<ModelJudge>();
        builder.Services.AddSingleton<Turns<Bench>>();
        builder.Services.AddScoped<FollowedRulings>();
        builder.Services.AddScoped<JudgingFunds>();
        builder.Services.AddScoped<Bench>();
    }
}
