using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Sluice.Hosting.Fingerprints;

/// <summary>One instruction of a compiled method.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Token">The member, type, text or signature that it names; 0 where it names none.</param>
/// <param name="Operand">Where its other operand lies; empty where it names something.</param>
internal readonly record struct Instruction(OpCode Code, int Token, Range Operand);

/// <summary>The instructions of a compiled method, one after the other.</summary>
internal static class Instructions
{
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    internal static IEnumerable<Instruction> Of(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var code = Codes[body[at] == TwoBytes ? BinaryPrimitives.ReadInt16BigEndian(body.AsSpan(at)) : body[at]];
            at += code.Size;
            var length = Length(code.OperandType, body, at);
            yield return NamesSomething(code.OperandType)
                ? new Instruction(code, BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)), default)
                : new Instruction(code, 0, at..(at + length));
            at += length;
        }
    }

    private static bool NamesSomething(OperandType operand) =>
        operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineString or OperandType.InlineSig;

    private static int Length(OperandType operand, byte[] body, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at))),
        _ => 4,
    };
}
