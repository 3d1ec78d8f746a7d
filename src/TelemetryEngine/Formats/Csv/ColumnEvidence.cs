using TelemetryEngine.Formats.Times;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

/// <summary>What the sample showed of one column.</summary>
/// <param name="times">What it shows of times.</param>
/// <param name="stripUnits">True when any text behind a number is its unit.</param>
internal sealed class ColumnEvidence(TimeEvidence times, bool stripUnits = false)
{
    private const int MostDistinct = 1000;

    private readonly Dictionary<string, int> _others = [];

    /// <summary>Values that are neither null nor a word for it.</summary>
    public int Values { get; private set; }

    /// <summary>Words by which people mean null (<see cref="NullWords"/>).</summary>
    public int Words { get; private set; }

    /// <summary>Those of them that floating-point numbers have as a value.</summary>
    public int NaNs { get; private set; }

    public int Bools { get; private set; }

    /// <summary>Plain integers that an int64 holds.</summary>
    public int Integers => Numbers.Integers;

    /// <summary>What the values are as numbers.</summary>
    public NumberEvidence Numbers { get; } = new(stripUnits);

    /// <summary>What the values are as times.</summary>
    public TimeEvidence Times { get; } = times;

    /// <summary>Values written as a formula that makes a text, such as <c>="0012"</c>.</summary>
    public int Formulas { get; set; }

    /// <summary>The first value that is no number, bool or time; empty where all are.</summary>
    public string FirstText { get; private set; } = "";

    /// <summary>How many values are no number, bool or time.</summary>
    public int Texts { get; private set; }

    /// <summary>The most frequent text that is nothing else, the first by bytes of equals, and how often it was seen.</summary>
    public (string Text, int Count) CommonText
    {
        get
        {
            string common = "";
            int most = 0;
            foreach ((string text, int count) in _others)
            {
                if (count > most || (count == most && string.CompareOrdinal(text, common) < 0))
                {
                    common = text;
                    most = count;
                }
            }

            return (common, most);
        }
    }

    /// <summary>Adds a value, without its quotes and the blanks around it.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (NullWords.Find(text) is >= 0 and int word)
        {
            Words++;
            NaNs += NullWords.IsNaN(word) ? 1 : 0;
            return;
        }

        Values++;
        bool isTime = Times.AddFormat(text);
        if (Int64Text.TryParse(text, out long integer) == NumberStatus.Ok)
        {
            Numbers.AddInteger(text, integer);
            Times.AddCount(text, integer);
        }
        else if (Numbers.Add(text))
        {
            Times.AddFraction(text);
        }
        else if (BoolColumn.TryParse(text, out _))
        {
            Bools++;
        }
        else if (!Times.AddText(text) && !isTime)
        {
            AddText(text);
        }
    }

    private void AddText(ReadOnlySpan<byte> text)
    {
        Texts++;
        string key = FieldText.Cut(text);
        FirstText = Texts == 1 ? key : FirstText;
        if (_others.Count < MostDistinct || _others.ContainsKey(key))
        {
            _others[key] = _others.GetValueOrDefault(key) + 1;
        }
    }
}
