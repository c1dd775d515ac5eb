namespace SalesforceJwt.LocalOrg.Tooling;

/// <summary>The org's answers to anonymous Apex, which it does not run. Safe to use from several threads.</summary>
public sealed class AnonymousApex
{
    private readonly Lock gate = new();
    private readonly List<AnonymousApexAnswer> answers = [];
    private readonly List<string> executed = [];

    /// <summary>The code that was sent, oldest first.</summary>
    public IReadOnlyList<string> Executed
    {
        get
        {
            lock (gate)
            {
                return [.. executed];
            }
        }
    }

    /// <summary>Adds an answer; the newest that matches is given.</summary>
    public void Add(AnonymousApexAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        lock (gate)
        {
            answers.Add(answer);
        }
    }

    /// <summary>Removes all answers: from here on everything succeeds.</summary>
    public void Clear()
    {
        lock (gate)
        {
            answers.Clear();
        }
    }

    /// <summary>The answer to some code.</summary>
    internal AnonymousApexAnswer Execute(string code)
    {
        lock (gate)
        {
            executed.Add(code);
            return answers.FindLast(answer => answer.Contains is null || code.Contains(answer.Contains, StringComparison.Ordinal))
                ?? new AnonymousApexAnswer();
        }
    }
}
