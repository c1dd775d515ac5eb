namespace SalesforceJwt.Core.Apex;

/// <summary>Anonymous Apex did not compile, or threw.</summary>
public sealed class SfApexException : SfException
{
    /// <summary>Makes an error.</summary>
    /// <param name="kind">Its stable name.</param>
    /// <param name="message">What was wrong.</param>
    /// <param name="advice">What to do about it.</param>
    internal SfApexException(SfErrorKind kind, string message, Advice? advice)
        : base(kind, message, advice)
    {
    }

    /// <summary>The line of the code, from 1; null if Salesforce names none.</summary>
    public int? Line { get; init; }

    /// <summary>The column in it, from 1; null if Salesforce names none.</summary>
    public int? Column { get; init; }

    /// <summary>Where in the code an exception came from, as Salesforce reports it; null if it did not compile.</summary>
    public string? ApexStackTrace { get; init; }
}
