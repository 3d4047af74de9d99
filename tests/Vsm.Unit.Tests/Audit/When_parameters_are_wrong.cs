using Vsm.Contracts.Audit;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_parameters_are_wrong
{
    [TestCase("max_sentences", "max", "", "max_sentences needs the parameter 'max': how many sentences are allowed, from 1.")]
    [TestCase("max_sentences", "max", "three", "max_sentences: the parameter 'max' must be a whole number, not 'three'.")]
    [TestCase("max_words", "max", "0", "max_words: the parameter 'max' must be at least 1, not 0.")]
    [TestCase("must_match", "pattern", "(", "must_match: the parameter 'pattern' is not a regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [TestCase("tools_used", "tools", " , ", "tools_used: the parameter 'tools' must name at least one, separated by commas, not ' , '.")]
    [TestCase("no_personal_data", "kinds", "name", "no_personal_data: 'name' in 'kinds' is not one of email, ip, phone, iban and card.")]
    [TestCase("no_personal_data", "sorts", "ip", "no_personal_data has no parameter 'sorts'; it takes kinds.")]
    [TestCase("no_such", "a", "b", "There is no check 'no_such'; known are json_schema, max_sentences")]
    [TestCase("json_schema", "schema", "{", "in the parameter 'schema' the schema is not JSON")]
    [TestCase("json_schema", "schema", "[]", "at # there must be a schema that is an object")]
    [TestCase("json_schema", "schema", """{"type":"text"}""", "#/type must be of array, boolean")]
    [TestCase("json_schema", "schema", """{"minimum":"x"}""", "a value is not what its keyword takes")]
    [TestCase("json_schema", "schema", """{"if":{"type":"null"}}""", "#/if is a keyword that is not checked")]
    [TestCase("json_schema", "schema", """{"format":"colour"}""", "#/format is not a format that is checked")]
    [TestCase("json_schema", "schema", """{"items":{"pattern":"("}}""", "#/items/pattern is not a regular expression")]
    [TestCase("json_schema", "schema", """{"items":{"$ref":"http://example.com/x"}}""", "#/items/$ref must point into this schema")]
    [TestCase("json_schema", "schema", """{"$ref":"#/definitions/x"}""", "leads to no schema")]
    [TestCase("json_schema", "schema", """{"allOf":[{"$ref":"#"}]}""", "go round in a circle")]
    [TestCase("json_schema", "schema", """{"$ref":"#/definitions/a","minLength":3,"definitions":{"a":{}}}""", "beside $ref")]
    public async Task It_is_said_what_and_nothing_is_judged(string check, string parameter, string value, string expected)
    {
        Assert.That(CheckCatalogue.BuiltIn.Validate(Given.Check(check, (parameter, value))), Has.Some.Contains(expected));

        var finding = await Given.Finding(Given.Packet("anything"), check, (parameter, value));
        Assert.That(finding.Verdict, Is.EqualTo(Verdict.NotJudged));
    }

    [TestCase("""{"items":{"$ref":"#"},"type":["array","null"]}""")]
    [TestCase("""{"properties":{"pattern":{"type":"string"},"const":{"enum":[1,{"if":2}]}},"definitions":{"a":{"not":{"required":["x"]}}}}""")]
    public void A_right_schema_is_taken(string schema) =>
        Assert.That(CheckCatalogue.BuiltIn.Validate(Given.Check("json_schema", ("schema", schema))), Is.Empty);
}
