using TelemetryEngine.Formats.Times;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Formats.Csv;

// What the sample showed of one column.
// times: What it shows of times.
// stripUnits: True when any text behind a number is its unit.
internal sealed class ColumnEvidence(TimeEvidence times, bool stripUnits = false)
{
    private const int MostDistinct = 1000;

    private readonly Dictionary<string, int> _others = [];

    // Values that are neither null nor a word for it.
    public int Values { get; private set; }

    // Words by which people mean null (NullWords).
    public int Words { get; private set; }

    // Those of them that floating-point numbers have as a value.
    public int NaNs { get; private set; }

    public int Bools { get; private set; }

    // Plain integers that an int64 holds.
    public int Integers => Numbers.Integers;

    // What the values are as numbers.
    public NumberEvidence Numbers { get; } = new(stripUnits);

    // What the values are as times.
    public TimeEvidence Times { get; } = times;

    // Values written as a formula that makes a text, such as ="0012".
    public int Formulas { get; set; }

    // The first value that is no number, bool or time; empty where all are.
    public string FirstText { get; private set; } = "";

    // How many values are no number, bool or time.
    public int Texts { get; private set; }

    // The most frequent text that is nothing else, the first by bytes of equals, and how often it was seen.
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

    // Adds a value, without its quotes and the blanks around it.
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
        else if (BoolText.TryParse(text, out _))
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
