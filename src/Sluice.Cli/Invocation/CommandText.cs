using System.Text;
using Sluice.Diagnostics;

namespace Sluice.Cli.Invocation;

/// <summary>The command line as a text that diagnostics can point into.</summary>
internal sealed class CommandText
{
    private readonly string[] _arguments;
    private readonly SourceSpan[] _spans;

    internal CommandText(string[] arguments)
    {
        _arguments = arguments;
        _spans = new SourceSpan[arguments.Length];
        var text = new StringBuilder("sluice");
        for (var i = 0; i < arguments.Length; i++)
        {
            text.Append(' ');
            var start = text.Length;
            text.Append(Quoted(arguments[i]));
            _spans[i] = new SourceSpan(start, text.Length);
        }

        Source = new SourceText("command line", text.ToString());
    }

    internal SourceText Source { get; }

    internal int Count => _arguments.Length;

    internal string this[int argument] => _arguments[argument];

    /// <summary>The position of an argument, whole or in front of <c>=</c>; -1 where it is not there.</summary>
    internal int Find(string argument, int from = 0) =>
        Array.FindIndex(_arguments, from, candidate => candidate == argument || candidate.StartsWith(argument + "=", StringComparison.Ordinal));

    /// <summary>The position of the last argument that gives an option, by any of its names; -1 where none does.</summary>
    internal int FindLast(IEnumerable<string> names) => names.Max(name => Array.FindLastIndex(
        _arguments, candidate => candidate == name || candidate.StartsWith(name + "=", StringComparison.Ordinal)));

    /// <summary>The place of an argument; the whole line where it is -1.</summary>
    internal SourceSpan Span(int argument) => argument >= 0 ? _spans[argument] : new SourceSpan(0, Source.Text.Length);

    internal Diagnostic Error(string code, int argument, string message, string? hint) =>
        new(code, Severity.Error, message, Source, Span(argument), hint);

    private static string Quoted(string argument) =>
        argument.Length > 0 && !argument.Any(character => char.IsWhiteSpace(character) || character is '\'' or '"') ? argument : $"'{argument.ReplaceLineEndings(" ")}'";
}
