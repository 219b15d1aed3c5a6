using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Hosting.Fingerprints;

/// <summary>
/// Names what code compiles to: its own instructions, and those of everything in its assembly that they lead to, with each token resolved to a name. A
/// change elsewhere in the assembly leaves it as it is. Other assemblies count as a whole: those of the framework and of Sluice by version, all
/// others by the id that their compilation gives them.
/// </summary>
/// <remarks>What is reached by reflection alone is not seen. Each part of the code is read once for all assets.</remarks>
internal sealed class CodeFingerprint(IServiceCollection services)
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private readonly Dictionary<CodeNode, CodeFacts> _facts = [];
    private readonly Dictionary<(Module Module, int Token), (string Name, Assembly[] Assemblies)> _names = [];
    private readonly Dictionary<Assembly, Overrides> _overrides = [];
    private readonly Dictionary<Assembly, string> _versions = [];
    private readonly ILookup<Type, ServiceDescriptor> _services = services.ToLookup(service => service.ServiceType);

    /// <summary>The fingerprint of a method; that of its whole assembly where its instructions do not say all.</summary>
    /// <param name="method">The code.</param>
    /// <param name="target">What it is called on; values that it holds may come from anywhere in the assembly.</param>
    /// <param name="rows">The records that it reads and writes.</param>
    /// <param name="taken">The services that it takes.</param>
    internal string Of(MethodInfo method, object? target, IEnumerable<Type> rows, IEnumerable<Type> taken)
    {
        var whole = $"assembly {method.Module.ModuleVersionId:N}";
        if (target is not null && (!IsMadeByCompiler(target.GetType()) || target.GetType().GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Length > 0))
        {
            return whole;
        }

        try
        {
            var own = method.Module.Assembly;
            var first = new CodeText(own, _names);
            first.Lead(CodePart.Method, method.Module.ResolveMethod(method.MetadataToken)!);
            foreach (var row in rows.SelectMany(Parts))
            {
                Add(first, row, own, CodePart.Whole);
            }

            foreach (var service in taken.SelectMany(Parts))
            {
                Add(first, service, own, CodePart.Made);
            }

            return $"code {Convert.ToHexStringLower(Walk(first.Facts(), own).AsSpan(0, 16))}";
        }
        catch (Exception error) when (error is ArgumentException or BadImageFormatException or TypeLoadException or IOException or ReflectionTypeLoadException or NotSupportedException)
        {
            return whole;
        }
    }

    private byte[] Walk(CodeFacts first, Assembly own)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var numbers = new Dictionary<CodeNode, int>();
        var waiting = new Queue<CodeNode>();
        var assemblies = new HashSet<Assembly>();
        Take(first);
        while (waiting.TryDequeue(out var node))
        {
            Take(FactsOf(node, own));
        }

        foreach (var version in assemblies.Select(VersionOf).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(version));
        }

        return hash.GetHashAndReset();

        void Take(CodeFacts facts)
        {
            hash.AppendData(facts.Digest);
            assemblies.UnionWith(facts.Assemblies);
            Span<byte> number = stackalloc byte[sizeof(int)];
            foreach (var lead in facts.Leads)
            {
                if (!numbers.TryGetValue(lead, out var place))
                {
                    numbers[lead] = place = numbers.Count;
                    waiting.Enqueue(lead);
                }

                BinaryPrimitives.WriteInt32LittleEndian(number, place);
                hash.AppendData(number);
            }
        }
    }

    private CodeFacts FactsOf(CodeNode node, Assembly own)
    {
        if (!_facts.TryGetValue(node, out var facts))
        {
            var text = new CodeText(own, _names).Add(node.Part.ToString());
            if (node.Part == CodePart.Method)
            {
                Write(text, (MethodBase)node.Member);
            }
            else
            {
                Write(text, (Type)node.Member, node.Part);
            }

            _facts[node] = facts = text.Facts();
        }

        return facts;
    }

    private void Write(CodeText text, MethodBase method)
    {
        text.AddBody(method);
        var type = method.DeclaringType!;
        if (!method.IsStatic || !RunsWithFields(type))
        {
            text.Lead(method.IsStatic ? CodePart.Touched : CodePart.Made, type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        }

        if (method is MethodInfo { IsVirtual: true, IsFinal: false } called)
        {
            if (!_overrides.TryGetValue(type.Assembly, out var overrides))
            {
                _overrides[type.Assembly] = overrides = new Overrides(type.Assembly);
            }

            foreach (var runs in overrides.Of(called))
            {
                text.Lead(CodePart.Method, runs);
            }
        }
    }

    private void Write(CodeText text, Type type, CodePart part)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.BaseType is { } above)
        {
            text.Add(above);
        }

        var isRecord = type.GetMethod("<Clone>$", Declared) is not null;
        if (isRecord)
        {
            foreach (var field in type.GetFields(Declared))
            {
                text.Add($"{field.Name} {text.NameOf(field.FieldType)}");
            }
        }

        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).OrderBy(method => method.MetadataToken))
        {
            var counts = method is ConstructorInfo
                ? method.IsStatic ? part != CodePart.Made || !RunsWithFields(type) : part != CodePart.Touched
                : part == CodePart.Whole || (part == CodePart.Made && method.IsVirtual);
            // What the compiler writes for a record follows from its properties.
            if (counts && !(isRecord && method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)))
            {
                text.Lead(CodePart.Method, method);
            }
        }

        foreach (var service in _services[type].Where(service => !service.IsKeyedService))
        {
            if (service.ImplementationFactory is { } factory)
            {
                Add(text, factory.Method, type.Assembly);
            }
            else
            {
                Add(text, service.ImplementationType ?? service.ImplementationInstance!.GetType(), type.Assembly, CodePart.Made);
            }
        }
    }

    private static void Add(CodeText text, MethodInfo factory, Assembly own)
    {
        if (factory.Module.Assembly == own && factory.DeclaringType is not null)
        {
            text.Lead(CodePart.Method, factory.Module.ResolveMethod(factory.MetadataToken)!);
        }
    }

    private void Add(CodeText text, Type type, Assembly own, CodePart part)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        text.Add(text.NameOf(definition));
        if (definition.Assembly == own)
        {
            text.Lead(part, definition);
            return;
        }

        // A service of a type from elsewhere may be made by code from here.
        foreach (var made in _services[type].Where(service => !service.IsKeyedService).Select(service => service.ImplementationType).OfType<Type>().Where(made => made != type && made.Assembly == own))
        {
            text.Lead(CodePart.Made, made.IsGenericType ? made.GetGenericTypeDefinition() : made);
        }
    }

    // A list of orders is also the order.
    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type) : [type];

    private string VersionOf(Assembly assembly)
    {
        if (!_versions.TryGetValue(assembly, out var version))
        {
            var name = assembly.GetName();
            var isStable = Path.GetDirectoryName(assembly.Location) == Framework || name.Name == "Sluice" || name.Name!.StartsWith("Sluice.", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal);
            _versions[assembly] = version = isStable ? $"{name.Name} {name.Version}" : $"{name.Name} {assembly.ManifestModule.ModuleVersionId:N}";
        }

        return version;
    }

    // Without a static constructor of its own, a type's fields get their values when one of them is used, and not when a method is called.
    private static bool RunsWithFields(Type type) => type.Attributes.HasFlag(TypeAttributes.BeforeFieldInit);

    private static bool IsMadeByCompiler(Type type) => type.Name.StartsWith("<>", StringComparison.Ordinal);
}
