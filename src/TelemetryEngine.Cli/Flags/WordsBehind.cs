namespace TelemetryEngine.Cli.Flags;

// Texts of several parts, each behind a word that says what it is.
internal static class WordsBehind
{
    // What stands behind a word that is the first or stands between blanks, outside quotes; it is taken off with the word. Empty where the
    // word is not there.
    public static string Take(ref string rest, string word)
    {
        for (int at = 0; at + word.Length < rest.Length; at++)
        {
            if (rest[at] is '"' or '\'')
            {
                at = rest.IndexOf(rest[at], at + 1) is > 0 and int end ? end : rest.Length;
            }
            else if ((at == 0 || rest[at - 1] == ' ') && rest[at + word.Length] == ' '
                && string.CompareOrdinal(rest, at, word, 0, word.Length) == 0)
            {
                string behind = rest[(at + word.Length)..].Trim();
                rest = rest[..at].TrimEnd();
                return behind;
            }
        }

        return "";
    }
}
