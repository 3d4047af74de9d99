using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Organisation;

/// <summary>Reads policies with their checks.</summary>
internal sealed class PolicyReader(Findings findings, ParameterReader parameters, CatalogueDescription? checks)
{
    public IReadOnlyList<PolicySpecification> Read(Section organisation, string name, string? member = null) =>
    [
        .. organisation.Items(name, member)
            .Select(x => Section.Read(x.Value, x.Key, x.Path, findings, OrganisationKeys.Policy))
            .Select(x => x is null ? Unread : Read(x)),
    ];

    private PolicySpecification Read(Section section) => new()
    {
        Name = section.RequiredText("name"),
        Rule = section.RequiredText("rule"),
        AppliesTo = section.Texts("applies_to", "appliesTo"),
        Readings = Readings(section),
        WhenVague = section.Word<WhenVague>("when_vague", "whenVague") switch
        {
            WhenVague.Strict => ReadingRule.Strict,
            WhenVague.Lenient => ReadingRule.Lenient,
            _ => null,
        },
    };

    private IReadOnlyList<PolicyCheck> Readings(Section section)
    {
        var readings = section.Items("readings").Select(x => Check(x.Value, x.Key, x.Path)).ToList();
        if (section.Value("check", "readings[0]") is not { } single)
        {
            return readings;
        }

        if (section.Value("readings") is not null)
        {
            findings.Add(single.Place, section.Key("check"), "stands beside 'readings'; expected either one check or the readings of the rule");
            return readings;
        }

        return [Check(single, section.Key("check"), section.Path("readings[0]"))];
    }

    private PolicyCheck Check(YamlValue value, string key, string path)
    {
        if (Section.Read(value, key, path, findings) is not { } section)
        {
            return new PolicyCheck { Check = "" };
        }

        var type = section.RequiredText(OrganisationKeys.Type, "check");
        var item = checks?.Items.FirstOrDefault(x => x.Name == type);
        return new PolicyCheck { Check = type, Parameters = parameters.Read(section, section.Path("parameters"), item, OrganisationKeys.Type) };
    }

    private static readonly PolicySpecification Unread = new() { Name = "", Rule = "" };

    private enum WhenVague
    {
        Strict,
        Lenient,
    }
}
