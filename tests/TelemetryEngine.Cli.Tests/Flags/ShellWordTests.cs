using System.Diagnostics;
using TelemetryEngine.Cli.Flags;

namespace TelemetryEngine.Cli.Tests.Flags;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("plain-1.csv", "plain-1.csv")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("x=decimal(2)", "'x=decimal(2)'")]
    [InlineData("$(touch pwned)", "'$(touch pwned)'")]
    [InlineData("größe", "'größe'")]
    [InlineData("a\nb", @"$'a\012b'")]
    [InlineData("'\\\u202e", @"$'\'\\\342\200\256'")]
    public void WordsAreQuotedWhereTheyMustBe(string word, string quoted) => Assert.Equal(quoted, ShellWord.Of(word));

    [Fact]
    public void WhatNoShellCanPassOnHasNoWord()
    {
        Assert.Null(ShellWord.Of("a\0b"));
        Assert.Null(ShellWord.Of("a" + (char)0xd83d));
        Assert.Equal("--null (in a plan or with --columns, as no shell can pass on what is in the name)", FlagHint.Of("--null", "\0"));
    }

    [Theory]
    [InlineData("power_w", "power_w")]
    [InlineData("", "\"\"")]
    [InlineData(" x", "\" x\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    public void NamesAreQuotedWhereAListWouldPartThem(string name, string quoted) => Assert.Equal(quoted, FlagHint.ListName(name));

    [Fact]
    public void AShellGivesTheWordBack()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        string[] words = ["$(touch pwned)", "`touch pwned`", "a'b\"c", "*", "~", "!x", "a\\b", "-n", "#", "${HOME}", "größe 电 👍", ";x", "a&b|c", "--"];
        Assert.Equal(words, Shell("sh", words));
        string[] hidden = ["\e[2J", "a\nb\n", "\u202e'\\$(x)", "\u007f\u009b1", "\t", "\u2028é"];
        Assert.Equal(hidden, Shell("bash", hidden));
    }

    private static string[] Shell(string shell, string[] words)
    {
        string script = "f() { printf '%s\\0' \"$@\"; }; f " + string.Join(' ', words.Select(ShellWord.Of));
        using Process process = Process.Start(new ProcessStartInfo(shell, ["-c", script]) { RedirectStandardOutput = true, StandardOutputEncoding = new System.Text.UTF8Encoding(false) })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Split('\0')[..^1];
    }
}
