namespace SalesforceJwt.PS.Models;

/// <summary>How <c>Invoke-SfComposite</c> sends subrequests.</summary>
public enum SfCompositeKind
{
    /// <summary>As fits: batch where none refers to another, composite where some do, graph where more than 25 do.</summary>
    Auto,

    /// <summary>Up to 25 in a request; they may refer to each other.</summary>
    Composite,

    /// <summary>Up to 25 in a request, independent of each other.</summary>
    Batch,

    /// <summary>Up to 500 in a request, below sobjects/ only; those that refer to each other are done as a whole or not at all.</summary>
    Graph,
}
