namespace SalesforceJwt.LocalOrg;

/// <summary>The results of anonymous Apex, which the org does not run. Thread-safe.</summary>
public sealed class AnonymousApex
{
    private readonly Lock _gate = new();
    private readonly List<AnonymousApexAnswer> _answers = [];
    private readonly List<string> _executed = [];

    /// <summary>The code received, oldest first.</summary>
    public IReadOnlyList<string> Executed
    {
        get
        {
            lock (_gate)
            {
                return [.. _executed];
            }
        }
    }

    /// <summary>Adds a result; of several that match, the newest is used.</summary>
    public void Add(AnonymousApexAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (_gate)
        {
            _answers.Add(answer);
        }
    }

    /// <summary>Removes all results: all code succeeds again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _answers.Clear();
        }
    }

    /// <summary>Records the code and returns its result.</summary>
    internal AnonymousApexAnswer Execute(string code)
    {
        lock (_gate)
        {
            _executed.Add(code);
            return _answers.FindLast(answer => answer.Contains is null || code.Contains(answer.Contains, StringComparison.Ordinal))
                ?? new AnonymousApexAnswer();
        }
    }
}
