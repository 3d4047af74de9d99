using System.CommandLine;
using System.Globalization;
using Vsm.Cli.Client;
using Vsm.Cli.Reports;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Commands;

/// <summary>The part of <c>vsm policy</c> that deals with what tasks suggest.</summary>
internal static class SuggestionCommands
{
    public static void AddTo(Command policy, CommonOptions common)
    {
        policy.Subcommands.Add(List(common));
        policy.Subcommands.Add(Accept(common));
        policy.Subcommands.Add(Decline(common));
    }

    private static Command List(CommonOptions common)
    {
        var (limit, after) = (Arguments.Limit(), Arguments.After());
        var state = new Option<string>("--state") { Description = "Only those in this state", HelpName = "open|accepted|declined|all", DefaultValueFactory = _ => "open" }
            .AcceptOnlyFromAmong("open", "accepted", "declined", "all");
        var command = new ExampleCommand(
            "suggestions", "Lists policies that tasks suggest.", "vsm policy suggestions", "vsm policy suggestions --state all --output json") { state, limit, after };
        command.SetAction(common.Against(async (client, parsed, cancellation) =>
        {
            var wanted = parsed.GetValue(state) is { } name && name != "all" ? Enum.Parse<SuggestionState>(name, ignoreCase: true).ToString() : null;
            var page = await client.Connection.Get<Page<SuggestedPolicy>>(
                client.Query("policies/suggestions", ("state", wanted), ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("after", parsed.GetValue(after))),
                cancellation);
            return common.WritePage(parsed, page, writer => SuggestionText.Write(writer, page.Items));
        }));
        return command;
    }

    private static Command Accept(CommonOptions common)
    {
        var (number, by, reason) = (Number(), Arguments.By(common.Environment), Arguments.Reason(required: true));
        var name = new Option<string?>("--name") { Description = "The policy's name [default: as suggested]", HelpName = "name" };
        var rule = new Option<string?>("--rule") { Description = "The policy's rule [default: as suggested]", HelpName = "text" };
        var appliesTo = new Option<string[]>("--applies-to") { Description = "The System 1s that it applies to [default: the whole team]", HelpName = "system", AllowMultipleArgumentsPerToken = true };
        var command = new ExampleCommand(
            "accept", "Makes a suggestion a policy.", "vsm policy accept 3 --reason \"support asks for it all the time\"",
            "vsm policy accept 3 --name brief --rule \"Answers have at most three sentences.\" --applies-to support --reason \"for support alone\"")
        {
            number, name, rule, appliesTo, by, reason,
        };
        command.SetAction(common.Against((client, parsed, cancellation) => DecideAsync(common, client, parsed, parsed.GetValue(number), new SuggestionRequest
        {
            Decision = SuggestionDecision.Accept,
            By = parsed.GetValue(by) ?? common.Environment.UserName,
            Reason = parsed.GetValue(reason)!,
            Name = parsed.GetValue(name),
            Rule = parsed.GetValue(rule),
            AppliesTo = parsed.GetValue(appliesTo) ?? [],
        }, cancellation)));
        return command;
    }

    private static Command Decline(CommonOptions common)
    {
        var (number, by, reason) = (Number(), Arguments.By(common.Environment), Arguments.Reason(required: true));
        var command = new ExampleCommand(
            "decline", "Declines a suggestion, which is not made again; a policy that was made of it goes out of force.", "vsm policy decline 4 --reason \"one user's taste\"")
        {
            number, by, reason,
        };
        command.SetAction(common.Against((client, parsed, cancellation) => DecideAsync(common, client, parsed, parsed.GetValue(number), new SuggestionRequest
        {
            Decision = SuggestionDecision.Decline,
            By = parsed.GetValue(by) ?? common.Environment.UserName,
            Reason = parsed.GetValue(reason)!,
        }, cancellation)));
        return command;
    }

    private static Argument<int> Number() => new("number") { Description = "The suggestion, as suggestions numbers them" };

    private static async Task<int> DecideAsync(
        CommonOptions common, VsmClient client, ParseResult parsed, int number, SuggestionRequest request, CancellationToken cancellation)
    {
        var path = client.Query(string.Create(CultureInfo.InvariantCulture, $"policies/suggestions/{number}"));
        var suggestion = await client.Connection.Post<SuggestedPolicy>(path, request, Guid.NewGuid().ToString(), cancellation);
        return common.Write(parsed, suggestion, writer => SuggestionText.Write(writer, suggestion));
    }
}
