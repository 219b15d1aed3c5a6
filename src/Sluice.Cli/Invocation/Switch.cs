using System.CommandLine;

namespace Sluice.Cli.Invocation;

/// <summary>A yes-or-no option that has a negation and a form in the environment: <c>--quiet</c>, <c>--no-quiet</c>, <c>DBT_QUIET</c>.</summary>
internal sealed class Switch
{
    private readonly Option<bool> _on;
    private readonly Option<bool> _off;
    private readonly string _variable;

    /// <summary>Names the option.</summary>
    /// <param name="name">Without dashes, such as <c>fail-fast</c>.</param>
    /// <param name="description">One sentence for the help page.</param>
    /// <param name="aliases">Short forms, such as <c>-x</c>.</param>
    internal Switch(string name, string description, params string[] aliases)
    {
        _on = new Option<bool>($"--{name}", aliases) { Description = description, Arity = ArgumentArity.Zero };
        _off = new Option<bool>($"--no-{name}") { Hidden = true, Arity = ArgumentArity.Zero };
        _variable = name.Replace('-', '_').ToUpperInvariant();
    }

    /// <summary>Where only the negation is of use, it is the one that the help page shows.</summary>
    internal bool ShowsNegation
    {
        init
        {
            _off.Hidden = !value;
            _off.Description = _on.Description;
            _on.Hidden = value;
        }
    }

    /// <summary>Accepted for the sake of existing scripts, without effect and not shown.</summary>
    internal bool Hidden
    {
        init => _on.Hidden = value;
    }

    internal bool Recursive
    {
        init
        {
            _on.Recursive = value;
            _off.Recursive = value;
        }
    }

    internal void AddTo(Command command)
    {
        command.Options.Add(_on);
        command.Options.Add(_off);
    }

    /// <summary>What the command line says, else the environment; null where neither does. Of both forms the last one counts.</summary>
    internal bool? Read(ParseResult parsed, EnvironmentFlags environment)
    {
        var on = parsed.GetResult(_on) is { Implicit: false };
        var off = parsed.GetResult(_off) is { Implicit: false };
        return (on, off) switch
        {
            (true, true) => parsed.Tokens.Last(token => token.Value == _off.Name || token.Value == _on.Name || _on.Aliases.Contains(token.Value)).Value != _off.Name,
            (true, false) => true,
            (false, true) => false,
            _ => environment.Truth(_variable),
        };
    }
}
