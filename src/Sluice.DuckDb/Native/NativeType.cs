using System.Runtime.InteropServices;

namespace Sluice.DuckDb.Native;

/// <summary>Builds native types from <see cref="DuckDbType"/>.</summary>
internal static unsafe class NativeType
{
    internal static LogicalTypeHandle Create(DuckDbType type)
    {
        switch (type.Kind)
        {
            case DuckDbTypeKind.Decimal:
                return new(NativeMethods.CreateDecimalType((byte)type.Precision, (byte)type.Scale));
            case DuckDbTypeKind.List:
            {
                using var element = Create(type.Element!);
                return new(NativeMethods.CreateListType(element));
            }

            case DuckDbTypeKind.Array:
            {
                using var element = Create(type.Element!);
                return new(NativeMethods.CreateArrayType(element, (ulong)type.Length));
            }

            case DuckDbTypeKind.Map:
            {
                using var key = Create(type.Key!);
                using var value = Create(type.Element!);
                return new(NativeMethods.CreateMapType(key, value));
            }

            case DuckDbTypeKind.Struct:
                return WithFields(type.Fields, NativeMethods.CreateStructType);
            case DuckDbTypeKind.Union:
                return WithFields(type.Fields, NativeMethods.CreateUnionType);
            case DuckDbTypeKind.Enum:
                return WithNames(type.EnumMembers, names => NativeMethods.CreateEnumType((nint*)names, (ulong)type.EnumMembers.Count));
            default:
                return new(NativeMethods.CreateLogicalType((int)type.Kind));
        }
    }

    private delegate nint FieldsCreator(nint* types, nint* names, ulong count);

    private static LogicalTypeHandle WithFields(IReadOnlyList<DuckDbField> fields, FieldsCreator create)
    {
        var types = fields.Select(field => Create(field.Type)).ToArray();
        try
        {
            var pointers = types.Select(type => type.Pointer).ToArray();
            return WithNames([.. fields.Select(field => field.Name)], names =>
            {
                fixed (nint* first = pointers)
                {
                    return create(first, (nint*)names, (ulong)pointers.Length);
                }
            });
        }
        finally
        {
            foreach (var type in types)
            {
                type.Dispose();
            }
        }
    }

    private static LogicalTypeHandle WithNames(IReadOnlyList<string> names, Func<nint, nint> create)
    {
        var texts = new nint[names.Count];
        try
        {
            for (var index = 0; index < texts.Length; index++)
            {
                texts[index] = Marshal.StringToCoTaskMemUTF8(names[index]);
            }

            fixed (nint* first = texts)
            {
                return new(create((nint)first));
            }
        }
        finally
        {
            foreach (var text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }
        }
    }
}
