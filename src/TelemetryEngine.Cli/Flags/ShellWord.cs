using System.Text;
using TelemetryEngine.Quoting;

namespace TelemetryEngine.Cli.Flags;

// Words as a shell takes them.
internal static class ShellWord
{
    private const string Harmless = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:%@";

    // The word, in single quotes where a shell would read something into it. With hidden characters it is written $'…\033…', bytes in
    // octal, which bash, ksh, zsh and busybox know; so the word that is shown is the word that is meant. Null when no shell can pass it on:
    // it holds a NUL or half a surrogate.
    public static string? Of(string word)
    {
        // dashes alone are no flag, which shows better in quotes
        if (word.AsSpan().Trim('-').Length > 0 && !word.AsSpan().ContainsAnyExcept(Harmless))
        {
            return word;
        }

        if (VisibleText.Of(word) == word)
        {
            return "'" + word.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
        }

        return word.Contains('\0', StringComparison.Ordinal) || !IsWhole(word) ? null : Octal(word);
    }

    private static bool IsWhole(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (!char.IsSurrogate(word[i]))
            {
                continue;
            }

            if (i + 1 == word.Length || !char.IsSurrogatePair(word[i], word[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static string Octal(string word)
    {
        StringBuilder text = new("$'");
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune character in word.EnumerateRunes())
        {
            if (character.Value is '\'' or '\\')
            {
                text.Append('\\').Append((char)character.Value);
            }
            else if (!VisibleText.IsHidden(character))
            {
                text.Append(character);
            }
            else
            {
                foreach (byte value in bytes[..character.EncodeToUtf8(bytes)])
                {
                    text.Append('\\').Append(Convert.ToString(value, 8).PadLeft(3, '0'));
                }
            }
        }

        return text.Append('\'').ToString();
    }
}
