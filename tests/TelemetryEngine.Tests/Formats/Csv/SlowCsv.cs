using System.Text;

namespace TelemetryEngine.Tests.Formats.Csv;

/// <summary>A field as the slow reader saw it.</summary>
internal readonly record struct SlowField(string Text, bool IsQuoted);

/// <summary>A record as the slow reader saw it: its fields, or what is wrong with it.</summary>
internal sealed record SlowRecord(int Position, int Line, IReadOnlyList<SlowField> Fields, string? Fault);

/// <summary>
/// The oracle: RFC 4180 with all kinds of line ends, one character at a time, by another plan than the engine's (recursive descent over Latin-1
/// characters, so that a position is a byte).
/// </summary>
internal sealed class SlowCsv(byte[] bytes, char delimiter = ',', char? comment = null)
{
    private readonly string _text = Encoding.Latin1.GetString(bytes);
    private int _at;
    private int _line = 1;
    private int _counted;

    public static List<SlowRecord> Read(byte[] bytes, char delimiter = ',', char? comment = null) => new SlowCsv(bytes, delimiter, comment).ReadAll();

    private List<SlowRecord> ReadAll()
    {
        List<SlowRecord> records = [];
        while (_at < _text.Length)
        {
            int start = _at;
            _line += CountLines(_counted, start);
            _counted = start;
            int line = _line;
            if (comment is { } mark && _text[_at] == mark)
            {
                while (_at < _text.Length && !AtLineEnd)
                {
                    _at++;
                }

                PassLineEnd();
                continue;
            }

            records.Add(ReadRecord(start, line));
        }

        return records;
    }

    private bool AtLineEnd => _at < _text.Length && _text[_at] is '\r' or '\n';

    private void PassLineEnd()
    {
        if (_at + 1 < _text.Length && _text[_at] == '\r' && _text[_at + 1] == '\n')
        {
            _at += 2;
        }
        else if (_at < _text.Length)
        {
            _at++;
        }
    }

    private SlowRecord ReadRecord(int start, int line)
    {
        List<SlowField> fields = [];
        string? fault = null;
        while (true)
        {
            fields.Add(ReadField(ref fault));
            if (_at >= _text.Length || _text[_at] != delimiter)
            {
                PassLineEnd();
                return new SlowRecord(start, line, fields, fault);
            }

            _at++;
        }
    }

    private SlowField ReadField(ref string? fault)
    {
        StringBuilder text = new();
        bool isQuoted = _at < _text.Length && _text[_at] == '"';
        if (isQuoted && !ReadQuoted(text))
        {
            fault = "unclosed";
            return new SlowField(text.ToString(), true);
        }

        while (_at < _text.Length && _text[_at] != delimiter && !AtLineEnd)
        {
            fault = isQuoted ? "text behind quote" : fault;
            text.Append(_text[_at++]);
        }

        return new SlowField(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text.ToString())), isQuoted);
    }

    private bool ReadQuoted(StringBuilder text)
    {
        _at++;
        while (_at < _text.Length)
        {
            if (_text[_at] != '"')
            {
                text.Append(_text[_at++]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == '"')
            {
                text.Append('"');
                _at += 2;
            }
            else
            {
                _at++;
                return true;
            }
        }

        return false;
    }

    private int CountLines(int from, int until)
    {
        int lines = 0;
        for (int i = from; i < until; i++)
        {
            bool isHalf = _text[i] == '\r' && i + 1 < _text.Length && _text[i + 1] == '\n';
            lines += _text[i] is '\n' or '\r' && !isHalf ? 1 : 0;
        }

        return lines;
    }
}
