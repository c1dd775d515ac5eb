namespace SalesforceJwt.LocalOrg;

/// <summary>Which Apex tests fail, since the org does not run them. Thread-safe.</summary>
public sealed class ApexTestFailures
{
    private readonly Lock _gate = new();
    private readonly List<ApexTestFailure> _failures = [];

    /// <summary>Lets a test fail from now on.</summary>
    public void Add(ApexTestFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        lock (_gate)
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Lets all tests pass again that do not fail by their code.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _failures.Clear();
        }
    }

    internal ApexTestFailure? Find(string className, string methodName)
    {
        lock (_gate)
        {
            return _failures.FindLast(failure => failure.ClassName.Equals(className, StringComparison.OrdinalIgnoreCase)
                && (failure.MethodName?.Equals(methodName, StringComparison.OrdinalIgnoreCase) ?? true));
        }
    }
}
