using Vsm.Architecture.Tests.Rules;

namespace Vsm.Architecture.Tests;

public sealed class When_a_document_names_a_test
{
    private const string Test = "public sealed class When_it_rains { public void It_is_wet() { } }";

    [TestCase("When_it_rains.It_is_wet", false)]
    [TestCase("When_it_rains.It_is_dry", true)]
    [TestCase("When_it_snows.It_is_wet", true)]
    public void One_that_is_not_there_is_named(string test, bool named)
    {
        using var made = new MadeUpTree().With("infra/Vsm.Rain/README.md", $"| rain | `{test}` |").With("tests/Vsm.Rain.Tests/When_it_rains.cs", Test);

        Assert.That(DocumentRules.TestsThatAreNamedAreThere(made.Tree), named ? Is.EqualTo([$"infra/Vsm.Rain/README.md names {test}, which is no test."]) : Is.Empty);
    }
}
