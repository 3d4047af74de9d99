namespace Vsm.Cli.Organisation;

/// <summary>Collects what is wrong with one file, and remembers where each member of the request came from.</summary>
internal sealed class Findings(string file)
{
    public const int Most = 50;

    private readonly List<OrganisationError> _errors = [];
    private readonly Dictionary<string, (Place Place, string Key)> _origins = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyList<OrganisationError> Sorted => [.. _errors.OrderBy(x => x.Line).ThenBy(x => x.Column)];

    public void Add(Place place, string key, string message)
    {
        if (_errors.Count < Most && !_errors.Exists(x => x.Line == place.Line && x.Column == place.Column && x.Message == message))
        {
            _errors.Add(new OrganisationError(file, place.Line, place.Column, key, message));
        }
    }

    /// <summary>The member of the request at <paramref name="path"/> was read from this key.</summary>
    public void Origin(string path, Place place, string key) => _origins.TryAdd(path, (place, key));

    /// <summary>
    /// What is wrong with members of the request. Where something was noted already it is left out: what could not be read has no value, and
    /// a second message about the missing value would only hide the first.
    /// </summary>
    public void AddNew(IEnumerable<(string Path, string Message)> problems)
    {
        var noted = _errors.Select(x => new Place(x.Line, x.Column)).ToHashSet();
        foreach (var (path, message) in problems.Where(x => !noted.Contains(Near(x.Path).Place)))
        {
            AddAt(path, message);
        }
    }

    /// <summary>Something is wrong with a member of the request; the nearest known place above it is named.</summary>
    public void AddAt(string path, string message)
    {
        var (place, key) = Near(path);
        Add(place, key, message);
    }

    private (Place Place, string Key) Near(string path)
    {
        for (var known = path; known.Length > 0; known = Parent(known))
        {
            if (_origins.TryGetValue(known, out var origin))
            {
                return origin;
            }
        }

        return _origins.GetValueOrDefault("", (new Place(1, 1), path));
    }

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
}
