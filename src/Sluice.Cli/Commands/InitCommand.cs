using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Starting;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice init [name]</c></summary>
internal sealed class InitCommand() : SluiceCommand("init", "Write a small project that runs at once.")
{
    private readonly Argument<string?> _name = new("name")
    {
        Description = "The project's name and folder. Default: this folder and its name.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Switch _skipProfile = new("skip-profile-setup", "Accepted without effect: the profile lies in the project.", "-s") { Hidden = true };

    private readonly Option<string?> _vars = new("--vars") { Hidden = true };
    private readonly Option<string?> _into = new("--project-dir") { Description = "The folder in which the project's folder is made. Default: this folder.", HelpName = "folder" };

    internal override IReadOnlyList<string> Examples => ["sluice init shop && cd shop && sluice build"];

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var given = call.Parsed.GetValue(_name);
        var into = Path.GetFullPath(call.Parsed.GetValue(_into) ?? ".", call.Host.StartFolder);
        var name = given ?? ProjectName.From(Path.GetFileName(Path.TrimEndingDirectorySeparator(into)));
        if (!ProjectName.IsValid(name))
        {
            call.Talk.Show([UsageErrors.BadProjectName(call.Line, call.Line.Find(name), name, ProjectName.From(name))]);
            return Task.FromResult(ExitCode.Usage);
        }

        var folder = given is null ? into : Path.Combine(into, given);
        var existing = StarterProject.Write(folder, name);
        if (existing.Count > 0)
        {
            call.Talk.Show([UsageErrors.ProjectExists(call.Line, call.Line.Count - 1, folder, existing[0])]);
            return Task.FromResult(ExitCode.Usage);
        }

        call.Talk.Info($"wrote the project `{name}` to {folder}");
        call.Talk.Info(folder == call.Host.StartFolder ? "next: sluice build" : $"next: cd {Path.GetRelativePath(call.Host.StartFolder, folder)} && sluice build");
        return Task.FromResult(ExitCode.Ok);
    }

    protected override void AddOptions()
    {
        Arguments.Add(_name);
        _skipProfile.AddTo(this);
        Options.Add(_into);
        Options.Add(_vars);
    }
}
