namespace SalesforceJwt.Model;

/// <summary>How the difference side departs from the reference side.</summary>
public enum SfDifferenceKind
{
    /// <summary>Only the reference side has it.</summary>
    Missing,

    /// <summary>Only the difference side has it.</summary>
    Added,

    /// <summary>Both sides have it, with different values.</summary>
    Changed,
}
