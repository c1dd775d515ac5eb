namespace SalesforceJwt.Core.Composite;

/// <summary>The resources that take several requests in one.</summary>
internal enum CompositeKind
{
    /// <summary><c>composite</c>: up to 25, which can use each other's answers.</summary>
    Composite,

    /// <summary><c>composite/batch</c>: up to 25, which are independent of each other.</summary>
    Batch,

    /// <summary><c>composite/graph</c>: up to 500 changes of records in graphs; each graph is all or none.</summary>
    Graph,
}
