using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sluice.Engine.State;

/// <summary>How the store is connected to.</summary>
internal static class Connections
{
    static Connections() => Batteries.Init();

    internal static void Load()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
    }

    internal static string Writing(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false }.ToString();

    internal static string Reading(string path) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite }.ToString();
}
