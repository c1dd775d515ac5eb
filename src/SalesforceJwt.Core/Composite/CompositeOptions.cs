namespace SalesforceJwt.Core.Composite;

/// <summary>How subrequests are sent.</summary>
internal sealed record CompositeOptions
{
    /// <summary>The resource.</summary>
    public SfCompositeKind Kind { get; init; }

    /// <summary>Whether one that fails rolls all others back.</summary>
    public bool AllOrNone { get; init; }
}
