using Sluice.Diagnostics;
using Sluice.Jinja;

namespace Sluice.Conformance.Jinja;

/// <summary>What this engine makes of a case, in the form of a recording.</summary>
/// <param name="Output">The text; null where it failed.</param>
/// <param name="Error">Which error at which place; null where it did not fail.</param>
/// <param name="Message">The error as the user sees it.</param>
internal sealed record CaseRun(string? Output, RecordedError? Error, string Message)
{
    /// <summary>The output or the error's kind and place, to be compared with a text.</summary>
    internal string Outcome => Output ?? Error!.ToString();

    internal static CaseRun Of(Case one)
    {
        try
        {
            var files = new Dictionary<string, string>(one.Files, StringComparer.Ordinal) { [RecordedError.Main] = one.Template };
            var environment = new JinjaEnvironment(Options(one) with { Loader = new DictionaryLoader(files) });
            HostFunctions.AddTo(environment);
            var scope = new DictionaryScope(CaseContext.Build(one));
            return new CaseRun(one.IsExpression ? Evaluate(environment, one, scope) : environment.GetTemplate(RecordedError.Main).Render(scope), null, "");
        }
        catch (JinjaException error)
        {
            var first = error.Diagnostics[0];
            var place = new RecordedError(error.Kind, first.Source.Path, first.Source.Locate(first.Span.Start).Line);
            return new CaseRun(null, place, first.ToString());
        }
    }

    private static string Evaluate(JinjaEnvironment environment, Case one, DictionaryScope scope)
    {
        var value = environment.CompileExpression(new SourceText(RecordedError.Main, one.Template)).Evaluate(scope);
        return JinjaValue.Repr(JinjaValue.IsUndefined(value) ? null : value);
    }

    private static JinjaOptions Options(Case one)
    {
        var options = new JinjaOptions();
        foreach (var (name, value) in one.Options)
        {
            options = name switch
            {
                "trim_blocks" => options with { TrimBlocks = value.GetBoolean() },
                "lstrip_blocks" => options with { LstripBlocks = value.GetBoolean() },
                "keep_trailing_newline" => options with { KeepTrailingNewline = value.GetBoolean() },
                "newline_sequence" => options with { NewlineSequence = value.GetString()! },
                "line_statement_prefix" => options with { LineStatementPrefix = value.GetString() },
                "line_comment_prefix" => options with { LineCommentPrefix = value.GetString() },
                "block_start_string" => options with { BlockStart = value.GetString()! },
                "block_end_string" => options with { BlockEnd = value.GetString()! },
                "variable_start_string" => options with { VariableStart = value.GetString()! },
                "variable_end_string" => options with { VariableEnd = value.GetString()! },
                "comment_start_string" => options with { CommentStart = value.GetString()! },
                "comment_end_string" => options with { CommentEnd = value.GetString()! },
                "autoescape" => options with { Autoescape = value.GetBoolean() },
                "undefined" => options with { Undefined = Enum.Parse<UndefinedKind>(value.GetString()!, ignoreCase: true) },
                // This engine is always a sandbox.
                "sandbox" or "mode" => options,
                _ => throw new ArgumentException($"the option {name} is unknown", nameof(one)),
            };
        }

        return options;
    }
}
