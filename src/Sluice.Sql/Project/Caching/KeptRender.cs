using Sluice.Diagnostics;
using Sluice.Jinja;
using Sluice.Partitions;
using Sluice.Sql.Context;
using Sluice.Sql.Nodes;

namespace Sluice.Sql.Project.Caching;

/// <summary>What rendering a template while parsing told, as it was kept.</summary>
/// <param name="Kinds">What else the template looked at.</param>
/// <param name="State">The hash of that.</param>
/// <param name="Partitions">The name of the partitions that it was rendered for; null for none.</param>
/// <param name="Calls">The calls of <c>config</c> that name partitions.</param>
/// <param name="All">What it told.</param>
/// <param name="First">What it told of the first partition; null where that is no different.</param>
internal sealed record KeptRender(RenderInput Kinds, Digest State, string? Partitions, IReadOnlyList<StaticCall> Calls, ParseCapture All, ParseCapture? First)
{
    /// <summary>Whether a node of this state, rendered for these partitions, would tell the same.</summary>
    internal bool Fits(SqlNode node, PartitionSet? set, ParseSurroundings surroundings) =>
        Partitions == set?.Name && State == surroundings.Of(Kinds, node);
}

/// <summary>Turns what a render told into bytes, and back.</summary>
/// <param name="surroundings">What it depends on.</param>
/// <param name="macroFile">Finds a file that defines macros by its path.</param>
internal sealed class RenderCodec(ParseSurroundings surroundings, Func<string, SourceText?> macroFile)
{
    /// <summary>The bytes; null where the next render may tell something else, or tells what cannot be kept.</summary>
    internal byte[]? Write(SqlNode node, SourceText own, PartitionSet? set, IReadOnlyList<StaticCall> calls, ParseCapture all, ParseCapture? first)
    {
        var inputs = all.Inputs;
        if (inputs.Kinds.HasFlag(RenderInput.Once))
        {
            return null;
        }

        using var buffer = new MemoryStream();
        using var writer = new CacheWriter(buffer);
        WriteValues(writer, inputs.Variables, name => surroundings.Variable(node.PackageName, name));
        WriteValues(writer, inputs.EnvironmentVariables, surroundings.EnvironmentVariable);
        writer.Write((byte)inputs.Kinds);
        surroundings.Of(inputs.Kinds, node).Write(writer);
        writer.Text(set?.Name);
        WriteCalls(writer, calls);
        if (!TryWrite(writer, all, own))
        {
            return null;
        }

        writer.Write(first is not null);
        return first is null || TryWrite(writer, first, own) ? Bytes(writer, buffer) : null;
    }

    /// <summary>What was kept; null where a variable has another value now, or a file of a call is no more.</summary>
    internal KeptRender? Read(byte[] bytes, string package, SourceText own)
    {
        using var reader = new CacheReader(new MemoryStream(bytes, writable: false));
        var hasSameValues = HasSameValues(reader, name => surroundings.Variable(package, name)) && HasSameValues(reader, surroundings.EnvironmentVariable);
        if (!hasSameValues)
        {
            return null;
        }

        var kinds = (RenderInput)reader.ReadByte();
        var state = Digest.Read(reader);
        var set = reader.Text();
        var calls = ReadCalls(reader);
        return ReadCapture(reader, own) is not { } all ? null
            : !reader.ReadBoolean() ? new KeptRender(kinds, state, set, calls, all, null)
            : ReadCapture(reader, own) is { } first ? new KeptRender(kinds, state, set, calls, all, first)
            : null;
    }

    private static byte[] Bytes(CacheWriter writer, MemoryStream buffer)
    {
        writer.Flush();
        return buffer.ToArray();
    }

    private static void WriteValues(CacheWriter writer, HashSet<string> names, Func<string, Digest> value)
    {
        writer.Count(names.Count);
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            writer.Write(name);
            value(name).Write(writer);
        }
    }

    private static bool HasSameValues(CacheReader reader, Func<string, Digest> value)
    {
        var isSame = true;
        for (var left = reader.Count(); left > 0 && isSame; left--)
        {
            var name = reader.ReadString();
            isSame = Digest.Read(reader) == value(name);
        }

        return isSame;
    }

    // Of the calls, only what a config says of partitions is asked for later.
    private static void WriteCalls(CacheWriter writer, IReadOnlyList<StaticCall> calls)
    {
        var arguments = calls.Where(call => call.Name == "config").SelectMany(call => call.Arguments).Where(argument => argument.Name == "partition_by").ToList();
        writer.Count(arguments.Count);
        foreach (var argument in arguments)
        {
            writer.Text(argument is { IsConstant: true, Value: string name } ? name : null);
            writer.Span(argument.Span);
        }
    }

    private static List<StaticCall> ReadCalls(CacheReader reader)
    {
        var calls = new List<StaticCall>();
        for (var left = reader.Count(); left > 0; left--)
        {
            var name = reader.Text();
            calls.Add(new StaticCall("config", default, default, [new StaticArgument("partition_by", name is not null, name, reader.Span())], IsComplete: true));
        }

        return calls;
    }

    private static void WriteNames(CacheWriter writer, HashSet<string> names)
    {
        writer.Count(names.Count);
        foreach (var name in names)
        {
            writer.Write(name);
        }
    }

    private static void ReadNames(CacheReader reader, HashSet<string> names)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            names.Add(reader.ReadString());
        }
    }

    // Warnings are given again by the render itself.
    private bool TryWrite(CacheWriter writer, ParseCapture capture, SourceText own)
    {
        if (capture.Warnings.Count > 0 || capture.Unguarded.Count > 0)
        {
            return false;
        }

        writer.Count(capture.Reads.Count);
        foreach (var read in capture.Reads)
        {
            var isOwn = ReferenceEquals(read.Source, own);
            if (!isOwn && !ReferenceEquals(macroFile(read.Source.Path), read.Source))
            {
                return false;
            }

            writer.Write((byte)read.Kind);
            writer.Text(read.Package);
            writer.Write(read.Name);
            writer.Text(read.Version);
            writer.Count(read.Count);
            writer.Text(isOwn ? null : read.Source.Path);
            writer.Span(read.Span);
        }

        writer.Count(capture.Config.Count);
        foreach (var (key, value) in capture.Config)
        {
            writer.Write(key);
            if (!writer.TryValue(value))
            {
                return false;
            }
        }

        WriteNames(writer, capture.Variables);
        WriteNames(writer, capture.EnvironmentVariables);
        WriteNames(writer, capture.Macros);
        return true;
    }

    private ParseCapture? ReadCapture(CacheReader reader, SourceText own)
    {
        var capture = new ParseCapture();
        for (var left = reader.Count(); left > 0; left--)
        {
            var kind = (ReadKind)reader.ReadByte();
            var (package, name, version, count, path) = (reader.Text(), reader.ReadString(), reader.Text(), reader.Count(), reader.Text());
            if ((path is null ? own : macroFile(path)) is not { } source)
            {
                return null;
            }

            capture.Reads.Add(new CapturedRead(kind, package, name, count, source, reader.Span()) { Version = version });
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            capture.Config.Add(new(reader.ReadString(), reader.Value()));
        }

        ReadNames(reader, capture.Variables);
        ReadNames(reader, capture.EnvironmentVariables);
        ReadNames(reader, capture.Macros);
        return capture;
    }
}
