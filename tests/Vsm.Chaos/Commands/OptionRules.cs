using System.CommandLine;

namespace Vsm.Chaos.Commands;

internal static class OptionRules
{
    public static void AtLeast(this Option<int> option, int least) => option.Validators.Add(x =>
    {
        if (x.Tokens.Count > 0 && x.GetValueOrDefault<int>() < least)
        {
            x.AddError($"{option.Name}: found {x.GetValueOrDefault<int>()}; expected {least} or more");
        }
    });
}
