namespace SalesforceJwt.Model;

/// <summary>What became of a change.</summary>
public enum SfChangeOutcome
{
    /// <summary>It was made.</summary>
    Changed,

    /// <summary>It was not needed: the user already had that state.</summary>
    Unchanged,

    /// <summary>It was not made; there is an error.</summary>
    Failed,
}
