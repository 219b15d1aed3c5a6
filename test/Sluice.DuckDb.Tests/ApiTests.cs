using System.Reflection;
using System.Text;
using Sluice.DuckDb.Tests.Connections;

namespace Sluice.DuckDb.Tests;

/// <summary>The public API as text: a change to it is seen in review. SLUICE_ACCEPT=1 rewrites the file.</summary>
public class ApiTests
{
    [Fact]
    public void The_public_api_is_the_accepted_one()
    {
        var path = Path.Combine(ConnectionTests.RepositoryRoot(), "test/Sluice.DuckDb.Tests/golden/api.txt");
        var api = Describe(typeof(DuckDbConnection).Assembly);
        if (Environment.GetEnvironmentVariable("SLUICE_ACCEPT") == "1")
        {
            File.WriteAllText(path, api);
        }

        Assert.Equal(File.ReadAllText(path), api, ignoreLineEndingDifferences: true);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(type).Append(type.BaseType is { } parent ? $" : {parent}" : "").Append('\n');
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(member => member is not MethodInfo { IsSpecialName: true })
                .Select(member => $"  {member.MemberType.ToString().ToLowerInvariant()} {member}")
                .Order(StringComparer.Ordinal);
            foreach (var member in members)
            {
                text.Append(member).Append('\n');
            }
        }

        return text.ToString();
    }
}
