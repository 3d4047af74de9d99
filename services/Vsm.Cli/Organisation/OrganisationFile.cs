using Vsm.Contracts;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Cli.Organisation;

/// <summary>Loads organisation files. Everything wrong with a file is found at once, each with its line.</summary>
public static class OrganisationFile
{
    /// <param name="path">The file; data files are relative to its folder and stay below it.</param>
    /// <param name="catalogues">Names and parameters of functions and checks; without them these are not checked.</param>
    /// <param name="cancellation">Ends the reading of large data files.</param>
    public static OrganisationLoad Load(
        string path, IReadOnlyList<CatalogueDescription>? catalogues = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var findings = new Findings(path);
        var root = Content(path, findings) is { } content ? new YamlReader(findings).Read(content) : null;
        var organisation = root is null ? null : Read(root, path, catalogues ?? [], findings, cancellation);
        return findings.Any || organisation is null
            ? new OrganisationLoad { Errors = findings.Sorted }
            : new OrganisationLoad { Organisation = organisation };
    }

    private static byte[]? Content(string path, Findings findings)
    {
        try
        {
            if (Directory.Exists(path))
            {
                findings.Add(default, "", "is a folder; expected an organisation file, such as org.yaml in it");
                return null;
            }

            using var stream = File.OpenRead(path);
            var buffer = new byte[YamlReader.MostBytes + 1];
            return buffer[..stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(default, "", "is not there; expected an organisation file");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(default, "", $"cannot be read ({exception.Message}); expected a readable organisation file");
            return null;
        }
    }

    private static LoadedOrganisation? Read(
        YamlValue root, string path, IReadOnlyList<CatalogueDescription> catalogues, Findings findings, CancellationToken cancellation)
    {
        if (Section.Read(root, "", "", findings, OrganisationKeys.Organisation) is not { } section)
        {
            return null;
        }

        var functions = catalogues.FirstOrDefault(x => x.Name == "functions");
        var checks = catalogues.FirstOrDefault(x => x.Name == "checks");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = new DataFiles(folder);
        var parameters = new ParameterReader(files);
        var systems = new SystemReader(findings, parameters, functions);
        var policies = new PolicyReader(findings, parameters, checks);
        var request = new OrganisationRequest
        {
            Name = section.RequiredText("name"),
            Vsm = section.Text("vsm") ?? VsmInstance.Root,
            Purpose = section.RequiredText("purpose"),
            Systems = systems.Read(section, "systems"),
            Policies = policies.Read(section, "policies"),
            DefaultPolicies = policies.Read(section, "default_policies", "defaultPolicies"),
            Templates = systems.Read(section, "templates"),
            Limits = Limits(section, findings),
        };
        var tasks = new TaskReader(findings, parameters, files, cancellation)
            .Read(section, [.. request.Systems.Concat(request.Templates).Select(x => x.Name)]);
        findings.AddNew(OrganisationValidation.Validate(request, functions, checks));
        return new LoadedOrganisation(request, tasks, folder);
    }

    private static TaskLimits Limits(Section organisation, Findings findings)
    {
        if (organisation.Value("limits") is not { } value
            || Section.Read(value, "limits", "limits", findings, OrganisationKeys.Limits) is not { } section)
        {
            return new TaskLimits();
        }

        var usual = new TaskLimits();
        return new TaskLimits
        {
            Corrections = section.Integer("corrections") ?? usual.Corrections,
            Clarifications = section.Integer("clarifications") ?? usual.Clarifications,
            CostPerTask = section.Number("cost_per_task", "costPerTask") ?? usual.CostPerTask,
            CostPerCall = section.Number("cost_per_call", "costPerCall"),
            CostPerAttempt = section.Number("cost_per_attempt", "costPerAttempt"),
            CostTotal = section.Number("cost_total", "costTotal"),
            PersonTimeoutMs = section.Duration("person_timeout", "personTimeoutMs") is { } timeout ? (long)timeout.TotalMilliseconds : null,
        };
    }
}
