namespace Sluice.Hosting;

/// <summary>What an asset's context knows of its application.</summary>
/// <param name="Folder">The project's folder.</param>
/// <param name="Time">The clock.</param>
/// <param name="IsTracked">True where all that the asset reads can be tracked.</param>
/// <param name="MemoryBudget">The memory that the process may use, in bytes.</param>
internal sealed record ContextSettings(string Folder, TimeProvider Time, bool IsTracked, long MemoryBudget);
