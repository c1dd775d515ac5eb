namespace SalesforceJwt.Model;

/// <summary>
/// A deployment of metadata, as it was when Salesforce was asked (Metadata API Developer Guide: "DeployResult"). In a list of deployments,
/// components, tests and coverage are empty.
/// </summary>
public sealed class SfDeployment
{
    internal SfDeployment(string id)
    {
        Id = id;
    }

    /// <summary>Its 18-character id (<c>0Af…</c>).</summary>
    public string Id { get; }

    /// <summary>Its status.</summary>
    public SfDeploymentStatus Status { get; internal init; }

    /// <summary>Where Salesforce is with it, in its own words.</summary>
    public string? StateDetail { get; internal init; }

    /// <summary>Whether it only validates, and changes nothing in the org.</summary>
    public bool CheckOnly { get; internal init; }

    /// <summary>Whether it has ended.</summary>
    public bool Done { get; internal init; }

    /// <summary>Whether everything was deployed (or, in a validation, could be).</summary>
    public bool Success { get; internal init; }

    /// <summary>Deployments that are ahead of it in the org's queue; empty if it is not waiting, or that is unknown.</summary>
    public int? DeploymentsAhead { get; internal set; }

    /// <summary>Components in the package.</summary>
    public long ComponentsTotal { get; internal init; }

    /// <summary>Components deployed so far.</summary>
    public long ComponentsDeployed { get; internal init; }

    /// <summary>Components with errors so far.</summary>
    public long ComponentErrors { get; internal init; }

    /// <summary>Test methods to run.</summary>
    public long TestsTotal { get; internal init; }

    /// <summary>Test methods that passed so far.</summary>
    public long TestsCompleted { get; internal init; }

    /// <summary>Test methods that failed so far.</summary>
    public long TestErrors { get; internal init; }

    /// <summary>Whether tests run.</summary>
    public bool RunTestsEnabled { get; internal init; }

    /// <summary>Which tests; empty where Salesforce does not say.</summary>
    public string? TestLevel { get; internal init; }

    /// <summary>Whether an error undoes all of it.</summary>
    public bool RollbackOnError { get; internal init; }

    /// <summary>Whether warnings are ignored.</summary>
    public bool IgnoreWarnings { get; internal init; }

    /// <summary>Code of the error that ended it as a whole.</summary>
    public string? ErrorCode { get; internal init; }

    /// <summary>Why it failed as a whole.</summary>
    public string? ErrorMessage { get; internal init; }

    /// <summary>When Salesforce received it.</summary>
    public DateTimeOffset? CreatedAt { get; internal init; }

    /// <summary>When Salesforce began with it.</summary>
    public DateTimeOffset? StartedAt { get; internal init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; internal init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? CompletedAt { get; internal init; }

    /// <summary>From its start to its end.</summary>
    public TimeSpan? Duration => CompletedAt - (StartedAt ?? CreatedAt);

    /// <summary>Id of the user who started it.</summary>
    public string? CreatedById { get; internal init; }

    /// <summary>Full name of that user.</summary>
    public string? CreatedBy { get; internal init; }

    /// <summary>Id of the user who canceled it.</summary>
    public string? CanceledById { get; internal init; }

    /// <summary>Full name of that user.</summary>
    public string? CanceledBy { get; internal init; }

    /// <summary>Its components, those with problems first.</summary>
    public SfList<SfDeploymentComponent> Components { get; internal init; } = new([]);

    /// <summary>The components that failed.</summary>
    public SfList<SfDeploymentComponent> ComponentFailures => new(Components.Where(c => !c.Success));

    /// <summary>The results of its tests, failures first.</summary>
    public SfList<SfDeploymentTest> Tests { get; internal init; } = new([]);

    /// <summary>The tests that failed.</summary>
    public SfList<SfDeploymentTest> TestFailures => new(Tests.Where(t => !t.Success));

    /// <summary>How long its tests ran.</summary>
    public TimeSpan? TestDuration { get; internal init; }

    /// <summary>What of the org's classes and triggers its tests ran.</summary>
    public SfList<SfDeploymentCoverage> Coverage { get; internal init; } = new([]);

    /// <summary>What Salesforce says about coverage that is too low.</summary>
    public SfList<string> CoverageWarnings { get; internal init; } = new([]);

    /// <summary>Its id, so that deployments stand for their ids in a pipeline.</summary>
    public override string ToString() => Id;
}
