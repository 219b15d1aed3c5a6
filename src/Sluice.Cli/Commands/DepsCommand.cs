using System.CommandLine;
using Sluice.Cli.Invocation;
using Sluice.Cli.Options;
using Sluice.Cli.Projects;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice deps [--upgrade] [--lock] [--add-package NAME@VERSION]</c></summary>
internal sealed class DepsCommand() : SluiceCommand("deps", "Install the packages that packages.yml names.")
{
    private static readonly string[] Sources = ["hub", "git", "local"];

    private readonly ProjectOptions _project = new();
    private readonly Option<bool> _upgrade = new("--upgrade") { Description = "Look for newer versions, and write package-lock.yml anew.", Arity = ArgumentArity.Zero };
    private readonly Option<bool> _lock = new("--lock") { Description = "Write package-lock.yml, and install nothing.", Arity = ArgumentArity.Zero };
    private readonly Option<string?> _add = new("--add-package") { Description = "Add a package to packages.yml, then install.", HelpName = "name@version" };
    private readonly Option<string?> _source = new("--source") { Description = "What --add-package names: hub, git or local. Default: hub.", HelpName = "kind" };

    internal override IReadOnlyList<string> Examples => ["sluice deps --add-package dbt-labs/dbt_utils@1.3.0"];

    internal override Task<int> ExecuteAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var source = UsageErrors.OneOf(call.Parsed.GetValue(_source) ?? Sources[0], Sources, kind => kind, "source", call.Line);
        return Dependencies.InstallAsync(
            call,
            _project.Read(call.Parsed, call.Line, call.Host),
            new DependencyRequest(call.Parsed.GetValue(_add), source, call.Parsed.GetValue(_upgrade), call.Parsed.GetValue(_lock)),
            cancellationToken);
    }

    protected override void AddOptions()
    {
        Options.Add(_upgrade);
        Options.Add(_lock);
        Options.Add(_add);
        Options.Add(_source);
        _project.AddTo(this);
    }
}
