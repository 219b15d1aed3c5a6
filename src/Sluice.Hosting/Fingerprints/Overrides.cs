using System.Reflection;

namespace Sluice.Hosting.Fingerprints;

/// <summary>Which methods of an assembly may run where one of its virtual methods is called.</summary>
internal sealed class Overrides
{
    private readonly ILookup<MethodInfo, MethodInfo> _methods;

    internal Overrides(Assembly assembly) => _methods = assembly.GetTypes().Where(type => !type.IsInterface)
        .SelectMany(type => Interfaces(type, assembly).Concat(Bases(type, assembly)))
        .ToLookup(pair => pair.Called, pair => pair.Runs);

    internal IEnumerable<MethodInfo> Of(MethodInfo method) => _methods[method].OrderBy(found => found.MetadataToken);

    private static IEnumerable<(MethodInfo Called, MethodInfo Runs)> Interfaces(Type type, Assembly assembly) =>
        type.GetInterfaces().Where(one => one.Assembly == assembly && !type.ContainsGenericParameters)
            .Select(type.GetInterfaceMap)
            .SelectMany(map => map.InterfaceMethods.Zip(map.TargetMethods))
            .Where(pair => pair.Second.Module.Assembly == assembly)
            .Select(pair => (Definition(pair.First), Definition(pair.Second)));

    private static IEnumerable<(MethodInfo Called, MethodInfo Runs)> Bases(Type type, Assembly assembly) =>
        type.BaseType?.Assembly != assembly ? [] : type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.IsVirtual)
            .Select(method => (Called: method.GetBaseDefinition(), Runs: method))
            .Where(pair => pair.Called != pair.Runs && pair.Called.Module.Assembly == assembly)
            .Select(pair => (Definition(pair.Called), Definition(pair.Runs)));

    private static MethodInfo Definition(MethodInfo method) => (MethodInfo)method.Module.ResolveMethod(method.MetadataToken)!;
}
