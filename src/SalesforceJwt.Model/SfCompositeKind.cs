namespace SalesforceJwt.Model;

/// <summary>The resource that takes several subrequests in one request (REST API Developer Guide: "Composite Resources").</summary>
public enum SfCompositeKind
{
    /// <summary>
    /// The one that fits: batch if no subrequest refers to another, graph if more than 25 depend on each other, else composite.
    /// </summary>
    Auto,

    /// <summary><c>composite</c>: up to 25, which may refer to each other's responses.</summary>
    Composite,

    /// <summary><c>composite/batch</c>: up to 25, independent of each other.</summary>
    Batch,

    /// <summary>
    /// <c>composite/graph</c>: up to 500, below <c>sobjects/</c> only; those that refer to each other are done as a whole or not at all.
    /// </summary>
    Graph,
}
