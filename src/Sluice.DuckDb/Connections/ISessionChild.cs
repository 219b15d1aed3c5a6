namespace Sluice.DuckDb.Connections;

/// <summary>Something native that must be freed before its connection closes.</summary>
internal interface ISessionChild
{
    /// <summary>Frees it; runs nothing more.</summary>
    void Abandon();
}
