using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Conversations;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Sessions;

namespace Vsm.Unit.Tests.Operations.Sessions;

public sealed class When_a_turn_is_weighed
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Guid Message = Guid.NewGuid();
    private static readonly AgentConfiguration Writer = new() { AgentId = Guid.NewGuid(), Number = 1, Name = "writer", Kind = "llm", Model = "test/small", Version = 1 };

    [Test]
    public void A_conversation_without_a_claim_is_free() => Assert.That(TurnRules.StandingOf(null, Message, Now), Is.EqualTo(Standing.Free));

    [Test]
    public void Another_message_makes_it_busy_until_its_time_is_over()
    {
        var claim = Claim(Guid.NewGuid());

        Assert.That(TurnRules.StandingOf(claim, Message, Now), Is.EqualTo(Standing.Busy));
        Assert.That(TurnRules.StandingOf(claim, Message, claim.Until), Is.EqualTo(Standing.Expired));
    }

    [Test]
    public void The_message_that_claimed_it_was_cut_off_when_it_comes_again() =>
        Assert.That(TurnRules.StandingOf(Claim(Message), Message, Now), Is.EqualTo(Standing.CutOff));

    [TestCase("0", "0.10")]
    [TestCase("0.95", "0.05")]
    public void It_may_cost_what_a_turn_may_and_the_conversation_has_left(string spent, string limit) =>
        Assert.That(TurnRules.Limit(Amount(spent), new ConversationOptions()), Is.EqualTo(Amount(limit)));

    [TestCase("1.00")]
    [TestCase("1.01")]
    public void With_nothing_left_it_is_not_taken(string spent)
    {
        var refusal = Assert.Throws<TurnException>(() => TurnRules.Limit(Amount(spent), new ConversationOptions()))!;

        Assert.That(refusal.Error, Is.EqualTo(TurnError.OverBudget));
        Assert.That(refusal.Message, Does.Contain($"has cost {spent} USD, and may cost 1.00: raise Vsm:Sessions:CostPerSession, or delete it"));
    }

    [Test]
    public void What_costs_nothing_needs_no_money() => Assert.That(TurnRules.Most(0.1m, new PriceOptions { Model = "test/*" }, Writer), Is.Zero);

    [Test]
    public void A_price_for_the_whole_is_all_that_is_needed()
    {
        var agent = Writer with { CostPerTask = 0.02m };

        Assert.That((TurnRules.Most(0.1m, null, agent), TurnRules.Most(0.01m, null, agent)), Is.EqualTo((0.02m, 0.01m)));
    }

    [Test]
    public void By_the_token_it_can_cost_all_that_it_may() =>
        Assert.That(TurnRules.Most(0.1m, new PriceOptions { Model = "test/*", Output = 1 }, Writer), Is.EqualTo(0.1m));

    [Test]
    public void A_good_one_is_taken() => Assert.That(() => Check(Writer, "Hello"), Throws.Nothing);

    [TestCase("function", "Hello", TurnError.NotSetUp, "is of kind function and does not converse")]
    [TestCase("sensor", "Hello", TurnError.NotSetUp, "is of kind sensor and does not converse")]
    [TestCase("llm", " \n", TurnError.BadInput, "The message is empty")]
    public void What_cannot_be_taken_is_said_with_why(string kind, string message, TurnError error, string reason)
    {
        var refusal = Assert.Throws<TurnException>(() => Check(Writer with { Kind = kind }, message))!;

        Assert.That(refusal.Error, Is.EqualTo(error));
        Assert.That(refusal.Message, Does.Contain(reason));
    }

    [Test]
    public void A_message_has_a_length()
    {
        Assert.That(() => Check(Writer, new string('é', 16_385), 20_000), Throws.TypeOf<TurnException>().With.Message.Contains("has 32770 bytes; at most 32768 are taken"));
        Assert.That(() => Check(Writer, new string('a', 3_000)), Throws.TypeOf<TurnException>().With.Message.Contains("some 1004 tokens, and at most 1000 are taken"));
    }

    [Test]
    public void An_agent_of_another_VSM_is_none() =>
        Assert.That(() => Check(Writer with { Vsm = "other" }, "Hello"), Throws.TypeOf<TurnException>().With.Property("Error").EqualTo(TurnError.NotFound));

    [Test]
    public void An_agent_that_is_not_set_up_says_why() => Assert.That(
        () => TurnRules.Check(Turn("Hello"), Writer, () => "No model is named.", 2_000),
        Throws.TypeOf<TurnException>().With.Message.EqualTo("writer is not set up for work: No model is named."));

    [TestCase("ada")]
    [TestCase("Ada.Lovelace+test@example.org")]
    [TestCase("7")]
    public void Users_have_names(string user) => Assert.That(() => TurnRules.CheckUser(Turn("x") with { User = user }), Throws.Nothing);

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("../ada")]
    [TestCase("-ada")]
    [TestCase("ada\n")]
    public void Other_names_are_refused(string user) =>
        Assert.That(() => TurnRules.CheckUser(Turn("x") with { User = user }), Throws.TypeOf<TurnException>().With.Property("Error").EqualTo(TurnError.BadInput));

    [Test]
    public void Users_that_differ_in_case_only_are_two() =>
        Assert.That(SessionRow.IdOf(Writer.AgentId, "Ada"), Is.Not.EqualTo(SessionRow.IdOf(Writer.AgentId, "ada")));

    [TestCase(ModelError.RateLimited, TurnError.Transient)]
    [TestCase(ModelError.Unavailable, TurnError.Transient)]
    [TestCase(ModelError.TimedOut, TurnError.Transient)]
    [TestCase(ModelError.BadAnswer, TurnError.Transient)]
    [TestCase(ModelError.BadRequest, TurnError.BadInput)]
    [TestCase(ModelError.Refused, TurnError.BadInput)]
    [TestCase(ModelError.WrongKey, TurnError.NotSetUp)]
    [TestCase(ModelError.NoPrice, TurnError.NotSetUp)]
    [TestCase(ModelError.CutOff, TurnError.NotSetUp)]
    [TestCase(ModelError.OverBudget, TurnError.OverBudget)]
    [TestCase(ModelError.CallTooDear, TurnError.OverBudget)]
    public void What_a_model_fails_with_says_who_can_help(ModelError error, TurnError expected) =>
        Assert.That(Refusal(new ModelException(error, "No."))!.Error, Is.EqualTo(expected));

    [Test]
    public void Only_what_is_late_by_itself_is_a_failure_of_the_turn()
    {
        Assert.That(Refusal(new OperationCanceledException()), Is.Null);
        Assert.That(TurnRules.Refusal(new OperationCanceledException(), true, 0.1m, new ConversationOptions())!.Message, Does.Contain("not done after 00:01:00, the limit of Vsm:Sessions:TurnLimit"));
        Assert.That(Refusal(new IOException("The database is away.")), Is.Null);
        Assert.That(Refusal(new FunctionException("max_words is bad."))!.Error, Is.EqualTo(TurnError.NotSetUp));
    }

    private static TurnException? Refusal(Exception failure) => TurnRules.Refusal(failure, false, 0.1m, new ConversationOptions());

    private static void Check(AgentConfiguration agent, string message, int bound = 2_000) => TurnRules.Check(Turn(message), agent, () => null, bound);

    private static TakeTurn Turn(string message) => new() { TurnId = Guid.NewGuid(), AgentId = Writer.AgentId, User = "ada", ChatMessage = message };

    private static TurnClaim Claim(Guid message) => new() { TurnId = Guid.NewGuid(), MessageId = message, Until = Now.AddMinutes(1), Most = 0.1m };

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
