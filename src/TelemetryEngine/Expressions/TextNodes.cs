using System.Text;
using TelemetryEngine.Columns;
using TelemetryEngine.Kernels.Compare;
using TelemetryEngine.Kernels.Text;

namespace TelemetryEngine.Expressions;

// Answers by code: each text of a dictionary is asked once, however many rows hold it. Follows a dictionary that grows, and starts anew
// with another one.
internal abstract class AnswersByCode<T>
{
    private TextDictionary? _dictionary;
    private T[] _answers = new T[1];
    private int _known;

    // Texts asked so far.
    public long Asked { get; private set; }

    // The answers for all codes of a dictionary; at least one, so that code 0 of an empty dictionary can be looked up.
    public ReadOnlySpan<T> For(TextDictionary dictionary)
    {
        if (!ReferenceEquals(dictionary, _dictionary))
        {
            _dictionary = dictionary;
            _known = 0;
        }

        if (_answers.Length < dictionary.Count)
        {
            Array.Resize(ref _answers, Math.Max(dictionary.Count, _answers.Length * 2));
        }

        for (; _known < dictionary.Count; _known++)
        {
            _answers[_known] = Ask(dictionary[_known]);
            Asked++;
        }

        return _answers;
    }

    // Forgets everything.
    protected void Forget() => _dictionary = null;

    protected abstract T Ask(ReadOnlySpan<byte> text);
}

// A yes-or-no question to each text.
internal sealed class TextPredicate(Func<ReadOnlySpan<byte>, bool> question) : AnswersByCode<byte>
{
    protected override byte Ask(ReadOnlySpan<byte> text) => question(text) ? (byte)1 : (byte)0;
}

// The code that each text of one dictionary has in another; −1 where a change makes nothing of it.
internal sealed class CodeTranslation(Func<string, string?>? change = null) : AnswersByCode<int>
{
    private TextDictionary? _target;

    public ReadOnlySpan<int> Translate(TextDictionary source, TextDictionary target)
    {
        if (!ReferenceEquals(target, _target))
        {
            Forget();
            _target = target;
        }

        return For(source);
    }

    protected override int Ask(ReadOnlySpan<byte> text) => change is null ? _target!.GetOrAdd(text)
        : change(Encoding.UTF8.GetString(text)) is { } changed ? _target!.GetOrAdd(Encoding.UTF8.GetBytes(changed))
        : -1;
}

// A predicate on text: asked once for each dictionary entry, looked up by code for each row.
internal sealed class TextPredicateNode(BoundNode operand, Func<ReadOnlySpan<byte>, bool> question)
    : ComputedNode(ResultTypes.Bool, operand)
{
    // The answers so far, for tests.
    internal TextPredicate Predicate { get; } = new(question);

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<byte> answers = Predicate.For(from.Dictionary!);
        ReadOnlySpan<int> codes = from.Codes[..scope.Rows];
        Span<byte> bits = Result.Bits;
        int row = 0;
        for (; row + 8 <= codes.Length; row += 8)
        {
            ReadOnlySpan<int> eight = codes.Slice(row, 8);
            bits[row >> 3] = (byte)(answers[eight[0]] | (answers[eight[1]] << 1) | (answers[eight[2]] << 2) | (answers[eight[3]] << 3)
                | (answers[eight[4]] << 4) | (answers[eight[5]] << 5) | (answers[eight[6]] << 6) | (answers[eight[7]] << 7));
        }

        bits[(row >> 3)..].Clear();
        for (; row < codes.Length; row++)
        {
            bits[row >> 3] |= (byte)(answers[codes[row]] << (row & 7));
        }

        Nulls.Copy(from, Result, scope.Rows);
    }
}

// = and <> with a literal: one code against all codes.
internal sealed class TextEqualsNode(BoundNode operand, byte[] text, bool isEqual) : ComputedNode(ResultTypes.Bool, operand)
{
    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        int code = from.Dictionary!.Find(text);
        CompareKernels.Compare(isEqual ? Comparison.Equal : Comparison.NotEqual, from.Codes[..scope.Rows], code, Result.Bits);
        Nulls.Copy(from, Result, scope.Rows);
    }
}

// A node whose texts, if it has any, stand in a dictionary of its own. That grows with its operands' texts and is forgotten with them.
internal abstract class TextMakingNode(ColumnType type, params BoundNode[] operands) : ComputedNode(type, operands)
{
    private TextDictionary? _texts;

    // Bytes held by the texts.
    public virtual long TextBytes => _texts?.Bytes ?? 0;

    // The dictionary. Its code 0 is the empty text: null rows hold it, and it has to mean something.
    protected TextDictionary Texts
    {
        get
        {
            if (_texts is null)
            {
                _texts = new TextDictionary();
                _texts.GetOrAdd([]);
            }

            return _texts;
        }
    }

    // Begins a new dictionary with the next batch.
    public virtual void ForgetTexts() => _texts = null;
}

// lower, substring and the like: text to text, or to null.
internal sealed class TextMapNode(BoundNode operand, Func<string, string?> change) : TextMakingNode(ResultTypes.Text, operand)
{
    private readonly CodeTranslation _translation = new(change);

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        Result.Dictionary = Texts;
        ReadOnlySpan<int> translated = _translation.Translate(from.Dictionary!, Texts);
        ReadOnlySpan<int> codes = from.Codes[..scope.Rows];
        Span<int> results = Result.Codes[..codes.Length];
        int all = 0;
        for (int row = 0; row < results.Length; row++)
        {
            results[row] = translated[codes[row]];
            all |= results[row];
        }

        Nulls.Copy(from, Result, scope.Rows);
        for (int row = 0; row < results.Length && all < 0; row++)
        {
            if (results[row] < 0)
            {
                results[row] = 0;
                Result.SetNull(row, scope.Rows);
            }
        }
    }
}

// A number for each text; null where the text has none.
internal delegate long? TextToInt64(ReadOnlySpan<byte> text);

// length, int64 and float64 of text. Doubles travel as their bits.
internal sealed class TextToNumberNode(ColumnType type, BoundNode operand, TextToInt64 convert, string message)
    : ComputedNode(type, operand)
{
    private readonly Numbers _numbers = new(convert);

    // Characters: Unicode code points.
    public static long? Length(ReadOnlySpan<byte> text)
    {
        long count = 0;
        foreach (byte b in text)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    public static long? Int64(ReadOnlySpan<byte> text) => Int64Text.TryParse(text, out long value) == NumberStatus.Ok ? value : null;

    public static long? Float64(ReadOnlySpan<byte> text) =>
        DoubleText.TryParse(text, (byte)'.', out double value) is NumberStatus.Ok or NumberStatus.NotFinite
            ? BitConverter.DoubleToInt64Bits(value) : null;

    protected override void Fill(EvaluationScope scope)
    {
        ColumnVector from = Operands[0].Evaluate(scope);
        Result.Reset(scope.Rows);
        ReadOnlySpan<(long Value, bool IsGood)> numbers = _numbers.For(from.Dictionary!);
        bool good = true;
        for (int row = 0; row < scope.Rows; row++)
        {
            (long value, bool isGood) = numbers[from.Codes[row]];
            Result.Int64s[row] = value;
            good &= isGood;
        }

        for (int row = 0; row < scope.Rows && !good; row++)
        {
            if (!from.IsNull(row) && !numbers[from.Codes[row]].IsGood)
            {
                scope.Errors.Add(row, message);
            }
        }

        Nulls.Copy(from, Result, scope.Rows);
    }

    private sealed class Numbers(TextToInt64 convert) : AnswersByCode<(long Value, bool IsGood)>
    {
        protected override (long Value, bool IsGood) Ask(ReadOnlySpan<byte> text)
        {
            long? number = convert(text);
            return (number ?? 0, number is not null);
        }
    }
}
