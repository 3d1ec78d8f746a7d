using System.Text;

namespace TelemetryEngine.Expressions;

// A pattern of like: % stands for any characters, _ for one; letter case counts. There is no escape character.
internal sealed class LikePattern(string pattern)
{
    private readonly byte[] _pattern = Encoding.UTF8.GetBytes(pattern);

    // Matches greedily and goes back to the last % when stuck: at most pattern × text steps.
    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> pattern = _pattern;
        int at = 0, next = 0, afterPercent = -1, retryAt = 0;
        while (at < text.Length)
        {
            if (next < pattern.Length && pattern[next] == '%')
            {
                afterPercent = ++next;
                retryAt = at;
            }
            else if (next < pattern.Length && pattern[next] == '_')
            {
                next++;
                at = NextCharacter(text, at);
            }
            else if (next < pattern.Length && pattern[next] == text[at])
            {
                next++;
                at++;
            }
            else if (afterPercent >= 0)
            {
                next = afterPercent;
                at = retryAt = NextCharacter(text, retryAt);
            }
            else
            {
                return false;
            }
        }

        return pattern[next..].IndexOfAnyExcept((byte)'%') < 0;
    }

    private static int NextCharacter(ReadOnlySpan<byte> text, int at)
    {
        do
        {
            at++;
        }
        while (at < text.Length && (text[at] & 0xC0) == 0x80);
        return at;
    }
}
