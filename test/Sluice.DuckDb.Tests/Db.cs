namespace Sluice.DuckDb.Tests;

/// <summary>Short ways to say what most tests do first.</summary>
internal static class Db
{
    internal static DuckDbConnection Open(string connectionString = "")
    {
        var connection = new DuckDbConnection(connectionString);
        connection.Open();
        return connection;
    }

    internal static int Execute(this DuckDbConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    internal static object? Scalar(this DuckDbConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteScalar();
    }

    internal static DuckDbCommand Command(this DuckDbConnection connection, string sql, params object?[] values)
    {
        var command = connection.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }

        return command;
    }

    /// <summary>The first value of the first row as T.</summary>
    internal static T Read<T>(this DuckDbConnection connection, string sql, params object?[] values)
    {
        using var command = connection.Command(sql, values);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetFieldValue<T>(0);
    }
}
