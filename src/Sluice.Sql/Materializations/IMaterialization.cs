namespace Sluice.Sql.Materializations;

/// <summary>A way to keep a model in the database. Stateless; works inside of a transaction that the runner began and ends.</summary>
internal interface IMaterialization
{
    BuildResult Build(BuildRequest request);
}
