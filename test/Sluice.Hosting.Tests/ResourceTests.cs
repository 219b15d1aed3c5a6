using Microsoft.Extensions.Configuration.UserSecrets;
using Microsoft.Extensions.DependencyInjection;
using Sluice.DuckDb;

[assembly: UserSecretsId("sluice-hosting-tests")]

namespace Sluice.Hosting.Tests;

/// <summary>What assets take from outside: services and their lives, sources, files, settings.</summary>
public sealed class ResourceTests
{
    private sealed record Row(int Id);

    private sealed record Name(string Text);

    private sealed class Counter
    {
        internal List<string> Events { get; } = [];
    }

    private sealed class PerRun(Counter counter) : IDisposable
    {
        internal void Use() => counter.Events.Add("run used");

        public void Dispose() => counter.Events.Add("run disposed");
    }

    private sealed class PerStep(Counter counter) : IAsyncDisposable
    {
        internal void Use() => counter.Events.Add("step used");

        public ValueTask DisposeAsync()
        {
            counter.Events.Add("step disposed");
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_scoped_resource_lives_as_long_as_a_step_and_a_singleton_as_long_as_the_run()
    {
        using var bench = new Bench();
        var counter = new Counter();

        await bench.MustRunAsync(
            builder =>
            {
                builder.Services.AddSingleton(_ => new PerRun(counter));
                builder.Services.AddScoped(_ => new PerStep(counter));
                builder.AddAsset<Row>("first", Use);
                builder.AddAsset<Row>("second", (PerRun run, PerStep step, Table<Row> first) => Use(run, step));
            },
            "run");

        Assert.Equal(["step used", "run used", "step disposed", "step used", "run used", "step disposed", "run disposed"], counter.Events);

        static Row[] Use(PerRun run, PerStep step)
        {
            step.Use();
            run.Use();
            return [new Row(1)];
        }
    }

    [Fact]
    public async Task A_source_is_read_by_its_two_names()
    {
        using var bench = new Bench();
        bench.Write("models/sources.yml", "version: 2\nsources:\n  - name: register\n    tables:\n      - name: names\n");
        Execute($"Data Source={Path.Combine(bench.Folder, "shop.duckdb")}", "create schema register; create table register.names as select 'ann' as text");

        await bench.MustRunAsync(
            builder =>
            {
                builder.AddSqlProject("models");
                builder.AddAsset<Name>("greetings", ([From("register.names")] Table<Name> names) => names.Rows().Select(name => new Name($"hello {name.Text}")));
            },
            "run");

        Assert.Equal(["hello ann"], bench.Query("select text from greetings"));
    }

    [Fact]
    public async Task A_parquet_file_is_read_by_the_database_and_takes_the_types_of_the_record()
    {
        using var bench = new Bench();
        Execute("Data Source=:memory:", $"copy (select 7::utinyint as id) to '{Path.Combine(bench.Folder, "rows.parquet")}' (format parquet)");

        await bench.MustRunAsync(
            builder => builder.AddAsset<Row>("rows", (AssetContext asset, CancellationToken cancel) => asset.WriteParquetAsync("*.parquet", cancel)),
            "run");

        Assert.Equal(["7|INTEGER"], bench.Query("select id, typeof(id) from rows"));
    }

    [Fact]
    public void A_users_secrets_lie_above_the_files_and_below_the_environment_in_development()
    {
        using var bench = new Bench();
        bench.Write("appsettings.json", """{ "Shop": { "File": "file", "Secret": "file", "Environment": "file" } }""");
        bench.Write(".microsoft/usersecrets/sluice-hosting-tests/secrets.json", """{ "Shop": { "Secret": "secret", "Environment": "secret" } }""");
        using var home = new Variable("HOME", bench.Folder);
        using var variable = new Variable("Shop__Environment", "environment");

        string Read(string environment)
        {
            using var name = new Variable("DOTNET_ENVIRONMENT", environment);
            var settings = bench.Builder().Configuration;
            return $"{settings["Shop:File"]} {settings["Shop:Secret"]} {settings["Shop:Environment"]}";
        }

        Assert.Equal("file secret environment", Read("Development"));
        Assert.Equal("file file environment", Read("Production"));
    }

    private static void Execute(string source, string sql)
    {
        using var connection = new DuckDbConnection(source);
        connection.Open();
        using var command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>An environment variable for a while.</summary>
    private sealed class Variable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        internal Variable(string name, string value)
        {
            (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
