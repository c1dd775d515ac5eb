namespace SalesforceJwt.Core.Comparison;

/// <summary>One side of a comparison: the objects of an org, or those of a snapshot.</summary>
internal interface ISchema
{
    /// <summary>The names of its objects, and the namespaces of the org.</summary>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    Task<SchemaNames> GetNamesAsync(CancellationToken cancellationToken);

    /// <summary>Requests several objects together, for later calls of <see cref="GetObjectAsync"/>.</summary>
    /// <param name="names">Their API names.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    Task PrepareAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>One of its objects.</summary>
    /// <param name="name">Its API name.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    Task<SfObject> GetObjectAsync(string name, CancellationToken cancellationToken);
}
