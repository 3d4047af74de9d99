using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Vsm.Cli.Organisation;

/// <summary>
/// Reads one YAML document into values that know their places. Works on the parser's events with a stack of its own, so that neither deep nesting
/// nor anchors can make more of the file than is written in it.
/// </summary>
internal sealed class YamlReader(Findings findings)
{
    public const int MostBytes = 1024 * 1024;
    public const int MostLevels = 64;

    private readonly Stack<Frame> _open = [];
    private YamlValue? _root;

    /// <summary>The document; null after an error.</summary>
    public YamlValue? Read(byte[] content)
    {
        if (content.Length > MostBytes)
        {
            return Refuse(default, "is over 1 MB; expected an organisation file of at most 1 MB (put data into files of their own)");
        }

        var text = "";
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
            return Read(text);
        }
        catch (DecoderFallbackException exception)
        {
            var line = 1 + content.AsSpan(0, Math.Clamp(exception.Index, 0, content.Length)).Count((byte)'\n');
            return Refuse(new Place(line, 1), "is not UTF-8; expected a text file in UTF-8");
        }
        catch (YamlException exception)
        {
            var reason = Reason(exception);
            return Refuse(Tab(text, reason) ?? At(exception.Start), $"is not valid YAML; {reason}");
        }
    }

    private YamlValue? Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        var documents = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            var place = At(current.Start);
            switch (current)
            {
                case DocumentStart when ++documents > 1:
                    return Refuse(place, "holds a second YAML document; expected one");
                case AnchorAlias:
                    return Refuse(place, "uses a YAML alias; expected the value written out, aliases are not taken");
                case NodeEvent { Anchor.IsEmpty: false }:
                    return Refuse(place, "uses a YAML anchor; expected the value without one, anchors are not taken");
                case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } }:
                    return Refuse(place, "uses a YAML tag; expected the value without one, tags are not taken");
                case MappingStart or SequenceStart when _open.Count == MostLevels:
                    return Refuse(place, $"is nested over {MostLevels} levels deep; expected at most {MostLevels}");
                case MappingStart:
                    _open.Push(new Frame(new YamlMap(place, [])));
                    break;
                case SequenceStart:
                    _open.Push(new Frame(new YamlList(place, [])));
                    break;
                case Scalar scalar:
                    Add(new YamlText(place, scalar.Value, scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain));
                    break;
                case MappingEnd or SequenceEnd:
                    Add(_open.Pop().Value);
                    break;
            }
        }

        return _root is null or YamlText { Nothing: true }
            ? Refuse(default, "is empty; expected an organisation with at least name and purpose")
            : _root;
    }

    private void Add(YamlValue value)
    {
        if (!_open.TryPeek(out var parent))
        {
            _root ??= value;
        }
        else if (parent.Value is YamlList list)
        {
            list.Items.Add(value);
        }
        else if (parent.Key is { } key)
        {
            AddEntry((YamlMap)parent.Value, key, value);
            parent.Key = null;
        }
        else if (value is YamlText { Nothing: false } text)
        {
            parent.Key = text;
        }
        else
        {
            findings.Add(value.Place, "", $"found {value.Found} as a key; expected a word");
            parent.Key = new YamlText(value.Place, "", true);
        }
    }

    private void AddEntry(YamlMap map, YamlText key, YamlValue value)
    {
        if (key is { Plain: true, Text: "" })
        {
            // Not a word, which was said when the key was read.
            return;
        }

        var first = map.Entries.Find(x => x.Key.Text == key.Text);
        if (first.Key is not null)
        {
            findings.Add(key.Place, "", $"the key '{Show.Short(key.Text)}' is written twice, first in line {first.Key.Place.Line}; expected it once");
        }
        else
        {
            map.Entries.Add((key, value));
        }
    }

    private YamlValue? Refuse(Place place, string message)
    {
        findings.Add(place, "", message);
        return null;
    }

    private static Place At(Mark mark) => new((int)mark.Line, (int)mark.Column);

    // The parser names the start of the file for a tab, so the first line that is indented with one is looked up.
    private static Place? Tab(string text, string reason)
    {
        var indented = text.Split('\n').Index().FirstOrDefault(x => x.Item.TrimStart(' ').StartsWith('\t'));
        return indented.Item is not null && reason.Contains("tab as indentation", StringComparison.Ordinal)
            ? new Place(indented.Index + 1, indented.Item.IndexOf('\t', StringComparison.Ordinal) + 1)
            : null;
    }

    private static string Reason(YamlException exception)
    {
        var reason = (exception.InnerException as YamlException ?? exception).Message.TrimEnd('.');
        return Show.Short(reason, 200);
    }

    private sealed class Frame(YamlValue value)
    {
        public YamlValue Value { get; } = value;

        public YamlText? Key { get; set; }
    }
}
