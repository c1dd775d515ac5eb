using System.Globalization;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Metadata;

/// <summary>Starts, finds and cancels deployments (Metadata API Developer Guide: "Deploying Metadata Using REST Resources").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class DeployClient(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const string Resource = "metadata/deployRequest";
    private const string IdPrefix = "0Af";
    private const string Fields = "Id, Status, StateDetail, CheckOnly, NumberComponentsTotal, NumberComponentsDeployed, "
        + "NumberComponentErrors, NumberTestsTotal, NumberTestsCompleted, NumberTestErrors, RunTestsEnabled, RollbackOnError, "
        + "IgnoreWarnings, ErrorStatusCode, ErrorMessage, CreatedDate, StartDate, CompletedDate, CreatedById, CreatedBy.Name, CanceledById";

    private const int MostAhead = 200;

    private static readonly SfDeploymentStatus[] Open =
    [
        SfDeploymentStatus.Pending, SfDeploymentStatus.InProgress, SfDeploymentStatus.FinalizingDeploy, SfDeploymentStatus.Canceling,
    ];

    // Cancelling is accepted (202) and carried out later.
    private static readonly ExpectedAnswer Accepted = new(ExpectedBody.Json, 202, 200);

    internal SfSession Session => session;

    /// <summary>Sends a package and starts its deployment.</summary>
    /// <param name="progress">Receives the number of bytes sent so far; null if not needed.</param>
    /// <exception cref="SfException">
    /// Salesforce refused it; or <see cref="SfErrorKind.OutcomeUnknown"/>: it may have started, or not.
    /// </exception>
    public Task<SfDeployment> StartAsync(
        MetadataZip zip, DeployOptions options, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        options.RequireConsistent();
        var json = new FormPart("json", RequestBody.Json) { Bytes = options.ToJson(zip.IsSinglePackage) };
        return new DeployCreation(this, options.CheckOnly).CreateAsync(
            Post(RequestBody.FromForm([json, zip.Part], progress)), $"the deployment of '{zip.Name}'", cancellationToken);
    }

    /// <summary>Deploys what was validated within the last ten days, without running the tests again.</summary>
    /// <param name="validatedId">Id of the validation.</param>
    /// <returns>The deployment, which has an id of its own.</returns>
    /// <exception cref="SfException">
    /// Salesforce refused it; or <see cref="SfErrorKind.OutcomeUnknown"/>: it may have started, or not.
    /// </exception>
    public Task<SfDeployment> QuickDeployAsync(string validatedId, CancellationToken cancellationToken = default)
    {
        RequireId(validatedId);
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string> { ["validatedDeployRequestId"] = validatedId });
        return new DeployCreation(this, checkOnly: false) { ValidatedId = validatedId }.CreateAsync(
            Post(RequestBody.FromBytes(json, RequestBody.Json)), $"the quick deployment of {validatedId}", cancellationToken);
    }

    /// <summary>Gets a deployment in its current state.</summary>
    /// <param name="withDetails">Whether with components, tests and coverage, which can be long.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.NotFound"/>, or another error.</exception>
    public async Task<SfDeployment> GetAsync(string id, bool withDetails = true, CancellationToken cancellationToken = default)
    {
        RequireId(id);
        var (deployment, _) = await PollAsync(id, withDetails, session.Defaults.Retry, cancellationToken).ConfigureAwait(false);
        return deployment;
    }

    /// <summary>Cancels a deployment. One that waits ends at once, one that runs a little later: wait for it.</summary>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.DeploymentEnded"/>, <see cref="SfErrorKind.NotFound"/>, or another error.
    /// </exception>
    public async Task<SfDeployment> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        RequireId(id);
        SfDeployment deployment;
        try
        {
            deployment = await session.Rest.SendAsync(
                new SfRequest
                {
                    Method = HttpMethod.Patch,
                    Uri = $"{Resource}/{id}",
                    Content = RequestBody.FromBytes("""{"deployResult":{"status":"Canceling"}}"""u8.ToArray(), RequestBody.Json),
                    ApiVersion = apiVersion,
                    Expect = Accepted,
                    RetrySafety = RetrySafety.Idempotent,
                },
                (response, cancel) => DeploymentJson.ReadAsync(response, id, cancel),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e is SfRestException || e.Kind is SfErrorKind.OutcomeUnknown or SfErrorKind.ResponseInvalid)
        {
            // A first attempt whose answer was lost can have canceled it, or it ended in the meantime.
            var now = await LookUpAsync(id, DeploymentErrors.Explain(e, id), cancellationToken).ConfigureAwait(false);
            if (!IsCanceled(now) && !now.Done)
            {
                throw now.Status == SfDeploymentStatus.FinalizingDeploy
                    ? DeploymentErrors.Finalizing(now)
                    : DeploymentErrors.Explain(UnknownOutcome.Cause(e), id);
            }

            deployment = now;
        }

        return IsCanceled(deployment) || !deployment.Done ? deployment : throw DeploymentErrors.Ended(deployment);
    }

    /// <summary>Lists deployments of the org, change sets and package installations included, the newest first.</summary>
    /// <param name="most">The most to list, up to 2,000.</param>
    /// <param name="statuses">Their statuses; null for any.</param>
    /// <param name="since">The earliest time at which Salesforce received them; null for any.</param>
    public Task<List<SfDeployment>> ListAsync(
        int most,
        IReadOnlyList<SfDeploymentStatus>? statuses = null,
        DateTimeOffset? since = null,
        CancellationToken cancellationToken = default)
    {
        string?[] conditions =
        [
            statuses is null ? null : $"Status IN ({SoqlLiteral.ListOf(statuses.Select(status => status.ToString()))})",
            since is null ? null : $"CreatedDate >= {SoqlLiteral.Of(since)}",
        ];
        var condition = string.Join(" AND ", conditions.OfType<string>());
        return QueryAsync(most, condition, static (_, list) => list, cancellationToken);
    }

    /// <summary>The deployments that a user started within the last time, and are not known otherwise.</summary>
    /// <param name="elapsed">The time. It counts from what the server says the time is: clocks may differ.</param>
    internal async Task<List<SfDeployment>> ListRecentAsync(Func<TimeSpan> elapsed, int most, CancellationToken cancellationToken)
    {
        var user = session.UserId ?? (await session.GetUserInfoAsync(observer, cancellationToken).ConfigureAwait(false)).UserId;
        return await QueryAsync(
            most,
            $"CreatedById = {SoqlLiteral.Of(user)}",
            (response, list) =>
            {
                // A server's date has whole seconds, and Salesforce's servers have clocks of their own.
                var since = (response.Date ?? session.Transport.Time.GetUtcNow()) - elapsed() - TimeSpan.FromSeconds(1);
                return list.FindAll(deployment => deployment.CreatedAt >= since);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Counts the deployments that are ahead of one in the org's queue.</summary>
    internal async Task<int> CountAheadAsync(SfDeployment deployment, CancellationToken cancellationToken)
    {
        var open = await ListAsync(MostAhead, Open, null, cancellationToken).ConfigureAwait(false);
        var created = open.Find(other => DeploymentJson.IsSame(other.Id, deployment.Id))?.CreatedAt ?? deployment.CreatedAt;
        return open.Count(other => other.CreatedAt < created && !DeploymentJson.IsSame(other.Id, deployment.Id));
    }

    internal Task<SfDeployment> PostAsync(SfRequest request, string? validatedId, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(
            request,
            async (response, cancel) =>
            {
                var started = await DeploymentJson.ReadAsync(response, null, cancel).ConfigureAwait(false);
                return validatedId is not null && DeploymentJson.IsSame(started.Id, validatedId)
                    ? throw DeploymentErrors.SameId(validatedId) : started;
            },
            observer,
            cancellationToken);

    internal async Task<(SfDeployment Deployment, TimeSpan? Pause)> PollAsync(
        string id, bool withDetails, RetryPolicy retry, CancellationToken cancellationToken)
    {
        var request = new SfRequest
        {
            Uri = $"{Resource}/{id}",
            Query = withDetails ? [new("includeDetails", "true")] : [],
            ApiVersion = apiVersion,
            Retry = retry,
        };
        try
        {
            return await session.Rest.SendAsync(
                request,
                async (response, cancel) =>
                {
                    var deployment = await DeploymentJson.ReadAsync(response, id, cancel).ConfigureAwait(false);
                    return (deployment, response.RetryAfter(session.Transport.Time.GetUtcNow()));
                },
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e)
        {
            throw DeploymentErrors.Explain(e, id);
        }
    }

    private static bool IsCanceled(SfDeployment deployment) =>
        deployment.Status is SfDeploymentStatus.Canceling or SfDeploymentStatus.Canceled;

    private static void RequireId(string id)
    {
        if (RecordId.Check(id) is { } fault)
        {
            throw fault;
        }

        if (!id.StartsWith(IdPrefix, StringComparison.Ordinal))
        {
            throw new SfException(
                SfErrorKind.IdInvalid,
                $"'{id}' is not the id of a deployment.",
                new Advice($"It begins with {IdPrefix}.", NextStep.ListDeployments));
        }
    }

    private SfRequest Post(Func<HttpContent> content) =>
        new() { Method = HttpMethod.Post, Uri = Resource, Content = content, ApiVersion = apiVersion };

    private async Task<SfDeployment> LookUpAsync(string id, SfException failure, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(id, withDetails: false, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (failure.Kind is SfErrorKind.OutcomeUnknown or SfErrorKind.ResponseInvalid)
        {
            throw new SfException(
                SfErrorKind.OutcomeUnknown,
                $"Deployment {id} may have been canceled, or not: {UnknownOutcome.Cause(failure).Message} "
                    + $"It could not be looked up: {e.Message}",
                new Advice("Look it up.", NextStep.GetDeployment, id),
                UnknownOutcome.Cause(failure));
        }
        catch (SfException)
        {
            throw failure;
        }
    }

    private Task<List<SfDeployment>> QueryAsync(
        int most,
        string condition,
        Func<SfResponse, List<SfDeployment>, List<SfDeployment>> select,
        CancellationToken cancellationToken)
    {
        var soql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {Fields} FROM DeployRequest{(condition.Length == 0 ? string.Empty : " WHERE " + condition)} "
                + $"ORDER BY CreatedDate DESC LIMIT {most}");
        return session.Rest.SendAsync(
            new SfRequest { Uri = "tooling/query", Query = [new("q", soql)], ApiVersion = apiVersion },
            async (response, cancel) =>
            {
                var list = await response.ReadJsonAsync(
                    "a list of deployments",
                    static root => root.GetProperty("records").EnumerateArray()
                        .Select(DeploymentJson.FromRecord).OfType<SfDeployment>().ToList(),
                    cancel).ConfigureAwait(false);
                return select(response, list);
            },
            observer,
            cancellationToken);
    }
}
