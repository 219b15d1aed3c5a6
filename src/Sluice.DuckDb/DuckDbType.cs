using System.Globalization;
using System.Text;
using Sluice.DuckDb.Native;

namespace Sluice.DuckDb;

/// <summary>A DuckDB type with all its parts, such as <c>STRUCT(a INTEGER, b DECIMAL(18,2)[])</c>. Immutable.</summary>
public sealed class DuckDbType
{
    private DuckDbType(DuckDbTypeKind kind)
    {
        Kind = kind;
        Name = PlainName(kind);
    }

    /// <summary>What kind of type it is.</summary>
    public DuckDbTypeKind Kind { get; }

    /// <summary>The type as SQL writes it, which is what <c>typeof</c> returns; the alias where it has one (<c>JSON</c>).</summary>
    public string Name { get; private init; }

    /// <summary>All digits of a DECIMAL, 1 to 38; else 0.</summary>
    public int Precision { get; private init; }

    /// <summary>The digits after the point of a DECIMAL, 0 to 38; else 0.</summary>
    public int Scale { get; private init; }

    /// <summary>What a LIST or an ARRAY holds, or a MAP's value; else null.</summary>
    public DuckDbType? Element { get; private init; }

    /// <summary>A MAP's key; else null.</summary>
    public DuckDbType? Key { get; private init; }

    /// <summary>The length of an ARRAY; else 0.</summary>
    public int Length { get; private init; }

    /// <summary>The fields of a STRUCT or the members of a UNION, in order; else empty.</summary>
    public IReadOnlyList<DuckDbField> Fields { get; private init; } = [];

    /// <summary>The values of an ENUM, in order; else empty.</summary>
    public IReadOnlyList<string> EnumMembers { get; private init; } = [];

    /// <summary>True for JSON, which is a VARCHAR with that alias.</summary>
    public bool IsJson => Kind == DuckDbTypeKind.Varchar && Name == "JSON";

    /// <summary>The bytes of one ENUM index in a vector: 1, 2 or 4.</summary>
    internal int EnumWidth { get; private init; }

    /// <summary><see cref="Name"/>.</summary>
    public override string ToString() => Name;

    internal static DuckDbType Of(DuckDbTypeKind kind) => new(kind);

    /// <summary>Reads a native type and frees it.</summary>
    internal static DuckDbType Read(nint pointer)
    {
        using var handle = new LogicalTypeHandle(pointer);
        return handle.IsInvalid ? Of(DuckDbTypeKind.Unknown) : Read(handle);
    }

    internal static DuckDbType Read(LogicalTypeHandle handle)
    {
        var kind = (DuckDbTypeKind)NativeMethods.GetTypeId(handle);
        var type = kind switch
        {
            DuckDbTypeKind.Decimal => ReadDecimal(handle),
            DuckDbTypeKind.Enum => ReadEnum(handle),
            DuckDbTypeKind.List => ReadList(handle),
            DuckDbTypeKind.Array => ReadArray(handle),
            DuckDbTypeKind.Map => ReadMap(handle),
            DuckDbTypeKind.Struct => ReadStruct(handle),
            DuckDbTypeKind.Union => ReadUnion(handle),
            _ => Of(kind),
        };
        return Utf8.Owned(NativeMethods.GetTypeAlias(handle)) is { Length: > 0 } alias ? type.Named(alias) : type;
    }

    /// <summary>The native form of this type; the caller disposes it.</summary>
    internal LogicalTypeHandle ToNative() => NativeType.Create(this);

    internal static DuckDbType DecimalOf(int precision, int scale) => new(DuckDbTypeKind.Decimal)
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"DECIMAL({precision},{scale})"),
        Precision = precision,
        Scale = scale,
    };

    internal static DuckDbType ListOf(DuckDbType element) =>
        new(DuckDbTypeKind.List) { Name = element.Name + "[]", Element = element };

    internal static DuckDbType MapOf(DuckDbType key, DuckDbType value) =>
        new(DuckDbTypeKind.Map) { Name = $"MAP({key.Name}, {value.Name})", Key = key, Element = value };

    internal static DuckDbType StructOf(IReadOnlyList<DuckDbField> fields) =>
        new(DuckDbTypeKind.Struct) { Name = "STRUCT" + FieldList(fields), Fields = fields };

    private static DuckDbType ReadDecimal(LogicalTypeHandle handle) =>
        DecimalOf(NativeMethods.DecimalWidth(handle), NativeMethods.DecimalScale(handle));

    private static DuckDbType ReadEnum(LogicalTypeHandle handle)
    {
        var members = new string[NativeMethods.EnumDictionarySize(handle)];
        for (var index = 0; index < members.Length; index++)
        {
            members[index] = Utf8.Owned(NativeMethods.EnumDictionaryValue(handle, (ulong)index))!;
        }

        var quoted = members.Select(member => $"'{member.Replace("'", "''", StringComparison.Ordinal)}'");
        return new(DuckDbTypeKind.Enum)
        {
            Name = $"ENUM({string.Join(", ", quoted)})",
            EnumMembers = members,
            EnumWidth = (DuckDbTypeKind)NativeMethods.EnumInternalType(handle) switch
            {
                DuckDbTypeKind.UTinyInt => sizeof(byte),
                DuckDbTypeKind.USmallInt => sizeof(ushort),
                _ => sizeof(uint),
            },
        };
    }

    private static DuckDbType ReadList(LogicalTypeHandle handle) => ListOf(Read(NativeMethods.ListTypeChild(handle)));

    private static DuckDbType ReadArray(LogicalTypeHandle handle)
    {
        var element = Read(NativeMethods.ArrayTypeChild(handle));
        var length = (int)NativeMethods.ArrayTypeSize(handle);
        return new(DuckDbTypeKind.Array)
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{element.Name}[{length}]"),
            Element = element,
            Length = length,
        };
    }

    private static DuckDbType ReadMap(LogicalTypeHandle handle) =>
        MapOf(Read(NativeMethods.MapTypeKey(handle)), Read(NativeMethods.MapTypeValue(handle)));

    private static DuckDbType ReadStruct(LogicalTypeHandle handle)
    {
        var fields = new DuckDbField[NativeMethods.StructTypeChildCount(handle)];
        for (var index = 0UL; index < (ulong)fields.Length; index++)
        {
            var name = Utf8.Owned(NativeMethods.StructTypeChildName(handle, index))!;
            fields[index] = new DuckDbField(name, Read(NativeMethods.StructTypeChild(handle, index)));
        }

        return StructOf(fields);
    }

    private static DuckDbType ReadUnion(LogicalTypeHandle handle)
    {
        var members = new DuckDbField[NativeMethods.UnionTypeMemberCount(handle)];
        for (var index = 0UL; index < (ulong)members.Length; index++)
        {
            var name = Utf8.Owned(NativeMethods.UnionTypeMemberName(handle, index))!;
            members[index] = new DuckDbField(name, Read(NativeMethods.UnionTypeMember(handle, index)));
        }

        return new(DuckDbTypeKind.Union) { Name = "UNION" + FieldList(members), Fields = members };
    }

    private static string FieldList(IReadOnlyList<DuckDbField> fields)
    {
        var text = new StringBuilder("(");
        foreach (var field in fields)
        {
            var separator = text.Length == 1 ? "" : ", ";
            text.Append(separator);
            if (field.Name.Length > 0) // row(1, 2) has fields without names
            {
                text.Append(SqlText.QuoteWhereNeeded(field.Name)).Append(' ');
            }

            text.Append(field.Type.Name);
        }

        return text.Append(')').ToString();
    }

    private static string PlainName(DuckDbTypeKind kind) => kind switch
    {
        DuckDbTypeKind.Timestamp => "TIMESTAMP",
        DuckDbTypeKind.TimestampSeconds => "TIMESTAMP_S",
        DuckDbTypeKind.TimestampMilliseconds => "TIMESTAMP_MS",
        DuckDbTypeKind.TimestampNanoseconds => "TIMESTAMP_NS",
        DuckDbTypeKind.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeKind.TimeTz => "TIME WITH TIME ZONE",
        DuckDbTypeKind.TimeNanoseconds => "TIME_NS",
        DuckDbTypeKind.SqlNull => "\"NULL\"",
        _ => kind.ToString().ToUpperInvariant(),
    };

    private DuckDbType Named(string alias) => new(Kind)
    {
        Name = alias,
        Precision = Precision,
        Scale = Scale,
        Element = Element,
        Key = Key,
        Length = Length,
        Fields = Fields,
        EnumMembers = EnumMembers,
        EnumWidth = EnumWidth,
    };
}

/// <summary>A field of a STRUCT or a member of a UNION.</summary>
/// <param name="Name">The name as declared; empty for the fields of <c>row(…)</c>.</param>
/// <param name="Type">What it holds.</param>
public sealed record DuckDbField(string Name, DuckDbType Type);
