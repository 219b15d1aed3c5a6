using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Hosting.Fingerprints;

/// <summary>Writes what one part of the code says: every token by the name of what it stands for.</summary>
/// <param name="own">The assembly whose code is followed.</param>
/// <param name="known">Names of what lies in other assemblies, by token; most occur often.</param>
internal sealed class CodeText(Assembly own, Dictionary<(Module Module, int Token), (string Name, Assembly[] Assemblies)> known)
{
    private const string Data = "<PrivateImplementationDetails>";

    private readonly StringBuilder _text = new();
    private readonly List<CodeNode> _leads = [];
    private readonly Dictionary<CodeNode, int> _numbers = [];
    private readonly HashSet<Assembly> _assemblies = [];
    private int _mentions;

    internal CodeFacts Facts() => new(SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString())), _leads, _assemblies);

    internal CodeText Add(string text)
    {
        _text.Append(text).Append('\n');
        return this;
    }

    internal void Add(Type type) => _text.Append(NameOf(type)).Append('\n');

    /// <summary>Leads to another part; its place among the parts is what is written.</summary>
    internal string Lead(CodePart part, MemberInfo member)
    {
        _mentions++;
        var node = new CodeNode(part, member);
        if (!_numbers.TryGetValue(node, out var number))
        {
            _numbers[node] = number = _leads.Count;
            _leads.Add(node);
        }

        return string.Create(CultureInfo.InvariantCulture, $"@{number}");
    }

    internal void AddBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } bytes)
        {
            Add("no body");
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Add(local.LocalType);
        }

        foreach (var clause in body.ExceptionHandlingClauses)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{clause.Flags} {clause.TryOffset} {clause.TryLength} {clause.HandlerOffset} {clause.HandlerLength}"));
            Add(clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType is { } caught ? NameOf(caught) : "");
        }

        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        foreach (var instruction in Instructions.Of(bytes))
        {
            _text.Append(instruction.Code.Name).Append(' ')
                .Append(instruction.Token == 0 ? Convert.ToHexString(bytes.AsSpan(instruction.Operand)) : NameOf(instruction, method.Module, ofType, ofMethod)).Append('\n');
        }
    }

    internal string NameOf(Type type)
    {
        if (type.IsGenericParameter)
        {
            return string.Create(CultureInfo.InvariantCulture, $"!{(type.DeclaringMethod is null ? "" : "!")}{type.GenericParameterPosition}");
        }

        if (type.HasElementType)
        {
            return NameOf(type.GetElementType()!) + type.Name[^1];
        }

        if (type.IsFunctionPointer)
        {
            return type.ToString();
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var arguments = type.IsGenericType && !type.IsGenericTypeDefinition ? $"<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>" : "";
        if (definition.Assembly != own)
        {
            _assemblies.Add(definition.Assembly);
            return definition.FullName + arguments;
        }

        return IsData(definition) ? definition.Name : PlainName(definition) + Lead(CodePart.Made, definition) + arguments;
    }

    private string NameOf(Instruction instruction, Module module, Type[]? ofType, Type[]? ofMethod) => instruction.Code.OperandType switch
    {
        System.Reflection.Emit.OperandType.InlineString => module.ResolveString(instruction.Token),
        System.Reflection.Emit.OperandType.InlineSig => Convert.ToHexString(module.ResolveSignature(instruction.Token)),
        _ when ofType is not null || ofMethod is not null => NameOf(module.ResolveMember(instruction.Token, ofType, ofMethod)),
        _ => NameOf(module, instruction.Token),
    };

    private string NameOf(Module module, int token)
    {
        if (known.TryGetValue((module, token), out var outside))
        {
            _assemblies.UnionWith(outside.Assemblies);
            return outside.Name;
        }

        var (before, leads) = (_assemblies.ToArray(), _mentions);
        _assemblies.Clear();
        var name = NameOf(module.ResolveMember(token));
        if (_mentions == leads)
        {
            known[(module, token)] = (name, [.. _assemblies]);
        }

        _assemblies.UnionWith(before);
        return name;
    }

    private string NameOf(MemberInfo? member) => member switch
    {
        Type type => NameOf(type),
        FieldInfo field => NameOf(field),
        MethodBase method => NameOf(method),
        _ => member?.ToString() ?? "",
    };

    private string NameOf(FieldInfo field)
    {
        var type = field.DeclaringType!;
        if (type.Assembly != own)
        {
            return $"{NameOf(type)}::{field.Name}";
        }

        // The name of constant data is a hash of it; that of a kept delegate is only a number.
        var name = field.Name.StartsWith("<>9", StringComparison.Ordinal) ? "<>9" : field.Name;
        return IsData(type) ? name : $"{PlainName(type)}{Lead(CodePart.Touched, DefinitionOf(type))}::{name}{ArgumentsOf(type)}";
    }

    private string NameOf(MethodBase method)
    {
        var type = method.DeclaringType!;
        var arguments = method.IsGenericMethod ? $"<{string.Join(',', method.GetGenericArguments().Select(NameOf))}>" : "";
        return type.Assembly == own
            ? $"{Lead(CodePart.Method, method.Module.ResolveMethod(method.MetadataToken)!)}{ArgumentsOf(type)}{arguments}"
            : $"{NameOf(type)}::{method.Name}{arguments}({string.Join(',', method.GetParameters().Select(parameter => NameOf(parameter.ParameterType)))})";
    }

    private string ArgumentsOf(Type type) => type.IsGenericType ? $"<{string.Join(',', type.GetGenericArguments().Select(NameOf))}>" : "";

    private static Type DefinitionOf(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    // The compiler numbers what it makes by the place of the member that needs it.
    private static string PlainName(Type type) => type.FullName is { } name && !name.Contains('<', StringComparison.Ordinal) ? name : "";

    private static bool IsData(Type type) => (type.DeclaringType ?? type).Name.StartsWith(Data, StringComparison.Ordinal);
}
