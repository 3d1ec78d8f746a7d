using System.Text;

namespace TelemetryEngine.Kernels.Text;

// Turns a pattern in .NET's notation into tokens, or says what is wrong with it.
internal static class TimestampPattern
{
    // A letter, how often it stands in a row, and what that reads.
    private static readonly (string Letters, TimestampToken Token)[] Tokens =
    [
        ("yyyy", new(TimestampField.Year, 4, 4)),
        ("yy", new(TimestampField.Year, 2, 2)),
        ("MMMM", new(TimestampField.MonthName, MaxDigits: 4)),
        ("MMM", new(TimestampField.MonthName, MaxDigits: 3)),
        ("MM", new(TimestampField.Month, 2, 2)),
        ("M", new(TimestampField.Month, 1, 2)),
        ("dd", new(TimestampField.Day, 2, 2)),
        ("d", new(TimestampField.Day, 1, 2)),
        ("HH", new(TimestampField.Hour24, 2, 2)),
        ("H", new(TimestampField.Hour24, 1, 2)),
        ("hh", new(TimestampField.Hour12, 2, 2)),
        ("h", new(TimestampField.Hour12, 1, 2)),
        ("mm", new(TimestampField.Minute, 2, 2)),
        ("m", new(TimestampField.Minute, 1, 2)),
        ("ss", new(TimestampField.Second, 2, 2)),
        ("s", new(TimestampField.Second, 1, 2)),
        ("tt", new(TimestampField.HalfDay)),
        ("zzz", new(TimestampField.Offset)),
        ("K", new(TimestampField.OptionalOffset)),
        ("Z", new(TimestampField.Utc)),
        ("z", new(TimestampField.Zone)),
    ];

    // The letters that .NET gives a meaning, also those not supported here, which are refused and not taken for text; and Z, which .NET
    // takes for text, so that it reads an instant as a local time.
    private const string FieldLetters = "yMdHhmsfFtzKgZ";

    internal static TimestampToken[]? Compile(string pattern, out string? error)
    {
        List<TimestampToken> tokens = [];
        Stack<int> open = [];
        error = null;
        for (int at = 0; at < pattern.Length && error is null;)
        {
            char letter = pattern[at];
            if (letter is '\'' or '"' or '\\')
            {
                error = Quoted(pattern, ref at, tokens);
            }
            else if (letter is '[' or ']')
            {
                error = Group(letter, tokens, open);
                at++;
            }
            else if (letter == '*')
            {
                at++;
                error = at == pattern.Length ? null : "* stands for the rest of the text, and only at the end";
                tokens.Add(new TimestampToken(TimestampField.Rest));
            }
            else if (letter == '%')
            {
                error = "strftime's % signs are not understood; %Y-%m-%d %H:%M:%S is yyyy-MM-dd HH:mm:ss";
            }
            else if (FieldLetters.Contains(letter))
            {
                int count = pattern.AsSpan(at).IndexOfAnyExcept(letter);
                string letters = count < 0 ? pattern[at..] : pattern.Substring(at, count);
                at += letters.Length;
                error = Field(letters, tokens);
            }
            else
            {
                int length = char.IsSurrogatePair(pattern, at) ? 2 : 1;
                Literal(pattern.AsSpan(at, length), tokens);
                at += length;
            }
        }

        error ??= open.Count > 0 ? "[ is not closed; \\[ is the character" : WhatIsMissing(tokens);
        return error is null ? [.. tokens] : null;
    }

    private static string? Field(string letters, List<TimestampToken> tokens)
    {
        if (letters[0] == 'f' && letters.Length <= 9)
        {
            tokens.Add(new TimestampToken(TimestampField.Fraction, letters.Length, letters.Length));
            return null;
        }

        if (letters[0] == 'F' && letters.Length <= 9)
        {
            byte point = tokens is [.., { Field: TimestampField.Literal, Literal: (byte)'.' or (byte)',' } last] ? last.Literal : (byte)0;
            if (point != 0)
            {
                tokens.RemoveAt(tokens.Count - 1);
            }

            tokens.Add(new TimestampToken(TimestampField.Fraction, point != 0 ? 1 : 0, letters.Length, point));
            return null;
        }

        foreach ((string known, TimestampToken token) in Tokens)
        {
            if (known == letters)
            {
                tokens.Add(token);
                return null;
            }
        }

        return $"'{letters}' is not known; the parts are yyyy yy MMMM MMM MM M dd d HH H hh h mm m ss s f…fffffffff F…FFFFFFFFF tt z zzz K Z, [what may be missing], and 'quoted text'";
    }

    private static string? Quoted(string pattern, ref int at, List<TimestampToken> tokens)
    {
        char quote = pattern[at++];
        int end = quote == '\\' ? Math.Min(at + 1, pattern.Length) : pattern.IndexOf(quote, at);
        if (end < 0 || (quote == '\\' && at == pattern.Length))
        {
            return $"{quote} is not closed";
        }

        Literal(pattern.AsSpan(at, end - at), tokens);
        at = quote == '\\' ? end : end + 1;
        return null;
    }

    private static void Literal(ReadOnlySpan<char> text, List<TimestampToken> tokens)
    {
        foreach (byte character in Encoding.UTF8.GetBytes(text.ToString()))
        {
            tokens.Add(
                character == ' '
                    ? new TimestampToken(TimestampField.Blanks)
                    : new TimestampToken(TimestampField.Literal, Literal: character));
        }
    }

    // A part in brackets is one token for the bracket, which says how many follow.
    private static string? Group(char bracket, List<TimestampToken> tokens, Stack<int> open)
    {
        if (bracket == '[')
        {
            open.Push(tokens.Count);
            tokens.Add(new TimestampToken(TimestampField.Optional));
            return null;
        }

        if (!open.TryPop(out int start))
        {
            return "] closes nothing; \\] is the character";
        }

        tokens[start] = new TimestampToken(TimestampField.Optional, MaxDigits: tokens.Count - start - 1);
        return null;
    }

    // A pattern must mean one instant: .NET's defaults (today, the morning) would make a result depend on the day it is run.
    private static string? WhatIsMissing(List<TimestampToken> tokens)
    {
        int Count(params ReadOnlySpan<TimestampField> fields)
        {
            int count = 0;
            foreach (TimestampToken token in tokens)
            {
                count += fields.Contains(token.Field) ? 1 : 0;
            }

            return count;
        }

        if (Count(TimestampField.Year) != 1)
        {
            return "it needs the year once, yyyy or yy";
        }

        foreach (TimestampField field in Enum.GetValues<TimestampField>())
        {
            if (field is not (TimestampField.Literal or TimestampField.Blanks or TimestampField.Optional) && Count(field) > 1)
            {
                return $"the {Describe(field)} stands in it twice";
            }
        }

        if (Count(TimestampField.Month, TimestampField.MonthName) > 1 || Count(TimestampField.Hour24, TimestampField.Hour12) > 1
            || Count(TimestampField.Offset, TimestampField.OptionalOffset, TimestampField.Utc, TimestampField.Zone) > 1)
        {
            return "the month, the hour or the offset stands in it twice";
        }

        if (Count(TimestampField.Day) == 1 && Count(TimestampField.Month, TimestampField.MonthName) == 0)
        {
            return "it has a day and no month (MM; mm is the minute)";
        }

        return Count(TimestampField.Hour12) == Count(TimestampField.HalfDay) ? null : "h and tt go together; the hour from 0 to 23 is H";
    }

    private static string Describe(TimestampField field) => field switch
    {
        TimestampField.Hour24 or TimestampField.Hour12 => "hour",
        TimestampField.MonthName => "month",
        TimestampField.HalfDay => "tt",
        TimestampField.Offset or TimestampField.OptionalOffset or TimestampField.Utc or TimestampField.Zone => "offset",
        _ => field.ToString().ToLowerInvariant(),
    };
}
