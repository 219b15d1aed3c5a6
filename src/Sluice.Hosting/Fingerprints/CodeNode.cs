using System.Reflection;

namespace Sluice.Hosting.Fingerprints;

/// <summary>Which part of a member is meant.</summary>
internal enum CodePart
{
    /// <summary>A method's instructions.</summary>
    Method,

    /// <summary>What runs because a type is there: its static constructor, and how the service of that type is made.</summary>
    Touched,

    /// <summary>What runs because there is an instance: constructors, and what others may call through a base or an interface.</summary>
    Made,

    /// <summary>All methods of a type: rows are read and written through its properties.</summary>
    Whole,
}

/// <summary>A part of the code whose content counts.</summary>
internal readonly record struct CodeNode(CodePart Part, MemberInfo Member);

/// <summary>What one part of the code says by itself, and which other parts it leads to.</summary>
/// <param name="Digest">Of its text, in which parts of the same assembly are numbers: names that the compiler has chosen change with their neighbours.</param>
/// <param name="Leads">The parts behind the numbers, in order.</param>
/// <param name="Assemblies">The other assemblies that it names.</param>
internal sealed record CodeFacts(byte[] Digest, IReadOnlyList<CodeNode> Leads, IReadOnlySet<Assembly> Assemblies);
