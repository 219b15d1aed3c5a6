namespace Sluice.Hosting;

/// <summary>Says whether something that assets need is there: a service, a folder, a licence. All checks are asked before the first step of a run.</summary>
public interface IResourceCheck
{
    /// <summary>The resource, for messages.</summary>
    string Name { get; }

    /// <summary>Returns where the resource can be used, and throws where it cannot; the message says why. It is given 30 seconds.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
