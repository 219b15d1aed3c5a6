namespace Sluice.DuckDb.Statements;

/// <summary>What can be wrong between a command's parameters and its SQL.</summary>
internal static class ParameterErrors
{
    internal static InvalidOperationException NoValue(string name, DuckDbParameterCollection parameters)
    {
        var given = parameters.Count == 0
            ? "the command has no parameters"
            : $"the command has {string.Join(", ", parameters.Cast<DuckDbParameter>().Select(parameter => parameter.Name is { Length: > 0 } known ? $"${known}" : "an unnamed one"))}";
        return new($"the parameter ${name} of the SQL has no value: {given}");
    }

    internal static InvalidOperationException Unknown(string name, IReadOnlyCollection<string> known)
    {
        var takes = known.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", known.Select(other => $"${other}"))}";
        return new($"the parameter ${name} of the command is not in its SQL: {takes}");
    }

    // The C API binds by place, and a statement with only $2 has but one.
    internal static InvalidOperationException Gap(int position) =>
        new($"a statement uses a greater number than ${position} without ${position}; number the parameters of each statement from $1, or name them");

    internal static InvalidOperationException TooMany(int given, int taken) =>
        new($"the command has {given} unnamed parameters, its SQL takes {taken}");
}
