namespace Sluice.DuckDb.Statements;

/// <summary>
/// Finds the value for each parameter of a statement. Named ones are found by name. Unnamed ones are taken in order: <c>?</c> takes
/// the next over all statements of the command, <c>$n</c> takes the n-th in each of them.
/// </summary>
internal sealed class ParameterValues
{
    private readonly DuckDbParameterCollection _parameters;
    private readonly List<DuckDbParameter> _unnamed = [];
    private readonly WrittenParameters? _written;
    private int _taken;

    internal ParameterValues(DuckDbParameterCollection parameters, string sql, bool multiple)
    {
        _parameters = parameters;
        foreach (var parameter in (IReadOnlyList<DuckDbParameter>)parameters)
        {
            if (parameter.Name.Length == 0)
            {
                _unnamed.Add(parameter);
            }
        }

        if (multiple && parameters.Count > 0)
        {
            _written = WrittenParameters.In(sql);
            EnsureAllUsed(_written.Names, _written.Positions);
        }
    }

    internal void Bind(PreparedStatement statement)
    {
        var expected = statement.Parameters;
        if (_written is null && _parameters.Count > 0)
        {
            EnsureAllUsed(expected);
        }

        var offset = _written is { HasQuestionMarks: true } ? _taken : 0;
        for (var index = 0; index < expected.Count; index++)
        {
            ParameterBinder.Bind(statement, index, Find(expected[index], offset).BoundValue());
            _taken += expected[index].Position > 0 ? 1 : 0;
        }
    }

    private DuckDbParameter Find(StatementParameter wanted, int offset)
    {
        if (wanted.Position == 0)
        {
            return _parameters.Find(wanted.Name) ?? throw ParameterErrors.NoValue(wanted.Name, _parameters);
        }

        var place = offset + wanted.Position - 1;
        return place < _unnamed.Count ? _unnamed[place]
            : _parameters.Find(wanted.Name) ?? throw ParameterErrors.NoValue(wanted.Name, _parameters);
    }

    private void EnsureAllUsed(IReadOnlyList<StatementParameter> expected)
    {
        var positions = 0;
        foreach (var parameter in expected)
        {
            positions = Math.Max(positions, parameter.Position);
        }

        // Nothing is left over where there are as many values as places; Find tells what is missing.
        if (_parameters.Count > expected.Count || _unnamed.Count > positions || _unnamed.Count == 0)
        {
            EnsureAllUsed(expected.Select(parameter => parameter.Name), positions);
        }
    }

    private void EnsureAllUsed(IEnumerable<string> names, int positions)
    {
        HashSet<string>? known = null;
        foreach (var parameter in (IReadOnlyList<DuckDbParameter>)_parameters)
        {
            known ??= new(names, StringComparer.OrdinalIgnoreCase);
            if (parameter.Name.Length > 0 && !known.Contains(parameter.Name))
            {
                throw ParameterErrors.Unknown(parameter.Name, known);
            }
        }

        if (_unnamed.Count > positions)
        {
            throw ParameterErrors.TooMany(_unnamed.Count, positions);
        }
    }
}
