namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>A deploy. <see cref="DeployQueue"/> locks it.</summary>
internal sealed class Deploy(string id, OrgUser user, DeployOptions options, DeployInput input, DateTimeOffset createdAt)
{
    public string Id => id;

    public OrgUser User => user;

    public DeployOptions Options => options;

    public DeployInput Input => input;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>The validation whose components a quick deploy saves.</summary>
    public string? ValidatedId { get; init; }

    public DeployStatus Status { get; set; } = DeployStatus.Pending;

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public DateTimeOffset? CanceledAt { get; set; }

    public OrgUser? CanceledBy { get; set; }

    /// <summary>The result; null until it has run.</summary>
    public DeployOutcome? Outcome { get; set; }

    public bool IsDone => Status is DeployStatus.Succeeded or DeployStatus.SucceededPartial or DeployStatus.Failed
        or DeployStatus.FinalizingDeployFailed or DeployStatus.Canceled;

    /// <summary>Where it is, in words; null if there is nothing to say.</summary>
    public string? StateDetail => Status == DeployStatus.InProgress ? "Processing components" : null;

    /// <summary>The tests to run: Salesforce's default depends on the org and on the components.</summary>
    public TestLevel TestLevelIn(MetadataOptions org) => ValidatedId is not null
        ? TestLevel.NoTestRun
        : options.TestLevel ?? (org.IsProduction && input.Classes.Any() ? TestLevel.RunLocalTests : TestLevel.NoTestRun);
}
