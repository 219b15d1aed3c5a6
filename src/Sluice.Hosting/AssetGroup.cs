using System.Runtime.CompilerServices;
using Sluice.Hosting.Assets;

namespace Sluice.Hosting;

/// <summary>Assets that belong together. A group is a folder in selections and config trees: <c>--select sbir_ingestion</c> means all of it.</summary>
public sealed class AssetGroup
{
    private readonly SluiceApplicationBuilder _builder;

    internal AssetGroup(SluiceApplicationBuilder builder, string name) => (_builder, Name) = (builder, name);

    /// <summary>The group's name.</summary>
    public string Name { get; }

    /// <inheritdoc cref="SluiceApplicationBuilder.AddAsset{TRow}(string, Delegate, string, int)"/>
    public AssetBuilder AddAsset<TRow>(string name, Delegate code, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _builder.Add(new AssetDeclaration { Name = name, Group = Name, Row = typeof(TRow), Code = code, File = file, Line = line });

    /// <inheritdoc cref="SluiceApplicationBuilder.AddAsset(string, Delegate, string, int)"/>
    public AssetBuilder AddAsset(string name, Delegate code, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _builder.Add(new AssetDeclaration { Name = name, Group = Name, Code = code, File = file, Line = line });

    /// <inheritdoc cref="SluiceApplicationBuilder.AddAsset{TRow, TAsset}(string, string, int)"/>
    public AssetBuilder AddAsset<TRow, TAsset>(string name, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TAsset : class => _builder.Add(new AssetDeclaration { Name = name, Group = Name, Row = typeof(TRow), CodeType = typeof(TAsset), File = file, Line = line });

    /// <inheritdoc cref="SluiceApplicationBuilder.AddExternal{TRow}(string, string, string, int)"/>
    public AssetBuilder AddExternal<TRow>(string name, string sql, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _builder.Add(new AssetDeclaration { Name = name, Group = Name, Row = typeof(TRow), Sql = sql, File = file, Line = line });
}
