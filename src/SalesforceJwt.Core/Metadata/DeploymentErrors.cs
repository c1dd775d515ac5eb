using System.Globalization;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Metadata;

/// <summary>The errors of deployments: of requests that Salesforce refuses, and of answers that do not come.</summary>
internal static class DeploymentErrors
{
    private const string Permission = "The user needs 'Modify Metadata Through Metadata API Functions' or 'Modify All Data', "
        + "'API Enabled', and for what is deployed its own permissions, such as 'Author Apex' or 'Customize Application'.";

    private const string Unvalidated = "A validation can be deployed for ten days after it succeeded, if tests ran in it, and only until "
        + "something else is deployed. Validate again, with tests, and deploy that one.";

    // Salesforce's code for an id that it does not know depends on the id.
    private static readonly string[] UnknownId = ["INVALID_CROSS_REFERENCE_KEY", "INVALID_ID_FIELD", "MALFORMED_ID", "NOT_FOUND"];

    // Words in Salesforce's message about a component for which the user lacks a permission.
    private const string NoRights = "insufficient access";

    // Words in Salesforce's messages about an org, such as production, in which a deployment must run tests.
    private static readonly string[] TestWords = ["NoTestRun", "requires tests", "tests must be run", "must run tests"];

    /// <summary>Explains an error of a request, if there is more to say about it than about an error of any other request.</summary>
    /// <param name="error">The error.</param>
    /// <param name="id">The deployment that the request names; null if it starts a new one.</param>
    public static SfException Explain(SfException error, string? id)
    {
        if (error is not SfRestException refused)
        {
            return error;
        }

        if (refused.Kind == SfErrorKind.PermissionDenied)
        {
            return refused.With(refused.Kind, refused.Message, Permission, refused.InnerException);
        }

        if (id is null && refused.Errors.Any(e => MentionsTests(e.Message)))
        {
            return refused.With(
                refused.Kind, refused.Message, new Advice("This org demands tests.", NextStep.SetTestLevel), refused.InnerException);
        }

        var isQuick = refused.Method == HttpMethod.Post.Method && id is not null;
        return isQuick && refused.Kind is SfErrorKind.RequestInvalid or SfErrorKind.NotFound or SfErrorKind.Conflict
            ? refused.With(SfErrorKind.RequestInvalid, refused.Message, new Advice(Unvalidated, NextStep.Validate), refused.InnerException)
            : id is not null && !isQuick && IsUnknownId(refused)
            ? refused.With(
                SfErrorKind.NotFound,
                $"There is no deployment {id}: {refused.Message}",
                new Advice("Salesforce keeps deployments for 30 days.", NextStep.ListDeployments),
                refused.InnerException)
            : refused;
    }

    /// <summary>The error of a cancellation that came too late.</summary>
    public static SfException Ended(SfDeployment deployment) => new(
        SfErrorKind.DeploymentEnded,
        $"Deployment {deployment.Id} cannot be canceled: it has ended ({deployment.Status}).",
        new Advice("Look at what it did.", NextStep.GetDeployment, deployment.Id));

    /// <summary>The error of a cancellation that comes too late, although the deployment has not ended.</summary>
    public static SfException Finalizing(SfDeployment deployment) => new(
        SfErrorKind.RequestInvalid,
        $"Deployment {deployment.Id} cannot be canceled: Salesforce is saving what it deployed ({deployment.Status}).",
        new Advice("It ends by itself.", NextStep.GetDeployment, deployment.Id));

    /// <summary>The error of an answer that names the validation in place of the deployment.</summary>
    public static SfException SameId(string validatedId) => new(
        SfErrorKind.ResponseInvalid,
        $"Salesforce answered with the id of the validation {validatedId} in place of that of its deployment.",
        new Advice("Look for the deployment.", NextStep.ListDeployments));

    /// <summary>The error of an answer that was lost, where no deployment was found.</summary>
    /// <param name="what">What was to be started.</param>
    /// <param name="failure">The error of the request.</param>
    /// <param name="lookUp">Why the deployments could not be listed; null if there is none.</param>
    public static SfException NotFound(string what, SfException failure, SfException? lookUp)
    {
        var cause = UnknownOutcome.Cause(failure);
        return UnknownOutcome.Of(
            lookUp is null
                ? $"Salesforce lists no deployment of this user since {what} was sent: it has probably not begun, and was not sent again"
                : $"Whether {what} has begun is not known, it was not sent again, and Salesforce's deployments could not be listed "
                    + $"({lookUp.Message.TrimEnd('.')})",
            cause,
            "Look again in a minute, before you deploy again (Setup > Deployment Status): two deployments would run one after the other.");
    }

    /// <summary>The error of an answer that was lost, where several deployments may be the one.</summary>
    public static SfException Several(string what, IReadOnlyList<SfDeployment> found, SfException failure) => UnknownOutcome.Of(
        $"The answer to {what} was lost, it was not sent again, and this user has started {found.Count} deployments since: "
            + string.Join(", ", found.Select(deployment => deployment.Id)),
        UnknownOutcome.Cause(failure),
        "One of them may be it: compare their components, or what else deploys with this user (Setup > Deployment Status).");

    /// <summary>Checks that a deployment is a validation that can be deployed.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RequestInvalid"/>.</exception>
    public static void RequireValidated(SfDeployment validation)
    {
        var fault = !validation.CheckOnly ? "is not a validation: it deployed, or was meant to deploy"
            : !validation.Done ? $"has not ended yet ({validation.Status})"
            : !validation.Success && validation.Status != SfDeploymentStatus.Succeeded ? $"did not succeed ({validation.Status})"
            : null;
        if (fault is not null)
        {
            throw new SfException(
                SfErrorKind.RequestInvalid,
                $"{validation.Id} {fault}. Only a validation that succeeded can be deployed like this.",
                new Advice(Unvalidated, NextStep.Validate));
        }
    }

    /// <summary>The error of a deployment that did not succeed; null for one that did, or has not ended.</summary>
    /// <param name="most">The most failures to quote.</param>
    public static SfException? Of(SfDeployment deployment, int most = 1)
    {
        var what = deployment.CheckOnly ? "Validation" : "Deployment";
        return !deployment.Done || deployment.Success || deployment.Status == SfDeploymentStatus.Succeeded ? null
            : deployment.Status == SfDeploymentStatus.Canceled ? new SfException(
                SfErrorKind.DeploymentCanceled,
                $"{what} {deployment.Id} was canceled{(deployment.CanceledBy is { } user ? " by " + user : string.Empty)}.",
                deployment.CheckOnly ? "Validate again." : "Nothing was deployed. Deploy again.")
            : new SfException(
                SfErrorKind.DeploymentFailed,
                $"{what} {deployment.Id} {Ending(deployment.Status)}: {Reasons(deployment, most)}",
                Remedy(deployment));
    }

    /// <summary>The error of a component that failed.</summary>
    public static SfException OfComponent(SfDeploymentComponent component)
    {
        var place = component is { Line: { } line, Column: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $", line {line}, column {column}") : string.Empty;
        return new SfException(
            SfErrorKind.DeploymentComponentFailed,
            $"{component}{(string.IsNullOrEmpty(component.File) ? string.Empty : $" ({component.File}{place})")}: "
                + Sentence(component.Problem ?? "Salesforce does not say what is wrong"),
            RemedyFor(component.Problem ?? string.Empty));
    }

    /// <summary>The error of a test that failed.</summary>
    public static SfException OfTest(SfDeploymentTest test) => new(
        SfErrorKind.DeploymentTestFailed,
        $"Test {test} failed: {Sentence(test.Message ?? "Salesforce does not say why")}"
            + (string.IsNullOrWhiteSpace(test.StackTrace) ? string.Empty : "\n" + test.StackTrace.Trim()),
        "Correct the test, or what it tests.");

    /// <summary>The error of coverage that is too low.</summary>
    public static SfException OfCoverage(string warning) => new(
        SfErrorKind.DeploymentCoverageTooLow,
        Sentence(warning),
        "Write tests for what they do not run yet, and run them with the deployment; the coverage of each class lists its lines.");

    private static string Ending(SfDeploymentStatus status) => status switch
    {
        SfDeploymentStatus.SucceededPartial => "succeeded in part",
        SfDeploymentStatus.FinalizingDeployFailed => "failed while Salesforce was saving it",
        SfDeploymentStatus.Unknown => "did not succeed, and ended with a status that this version does not know",
        _ => "failed",
    };

    private static bool IsUnknownId(SfRestException refused) =>
        refused.Kind == SfErrorKind.NotFound || refused.Errors.Any(e => UnknownId.Contains(e.ErrorCode));

    private static string Reasons(SfDeployment deployment, int most)
    {
        var reasons = new List<string>();
        if (deployment.ComponentErrors > 0)
        {
            reasons.Add($"{Count(deployment.ComponentErrors, deployment.ComponentsTotal)} components failed");
        }

        if (deployment.TestErrors > 0)
        {
            reasons.Add($"{Count(deployment.TestErrors, deployment.TestsTotal)} tests failed");
        }

        if (deployment.CoverageWarnings.Count > 0)
        {
            reasons.Add("test coverage is too low");
        }

        if (!string.IsNullOrEmpty(deployment.ErrorMessage))
        {
            reasons.Add(deployment.ErrorMessage.TrimEnd('.'));
        }

        string[] failures =
        [
            .. deployment.ComponentFailures.Select(component => OfComponent(component).Message),
            .. deployment.TestFailures.Select(test => $"{test}: {Sentence(test.Message ?? "it failed")}"),
            .. deployment.CoverageWarnings.Select(Sentence),
        ];
        var summary = reasons.Count > 0 ? Sentence(string.Join(", ", reasons))
            : failures.Length == 0 ? "Salesforce gives no reason." : string.Empty;
        return failures.Length == 0 ? summary
            : most == 1 ? $"{summary} The first: {failures[0]}".TrimStart()
            : string.Join("\n  ", [summary, .. failures.Take(most)])
                + (failures.Length > most ? FormattableString.Invariant($"\n  and {failures.Length - most} more") : string.Empty);
    }

    private static Advice Remedy(SfDeployment deployment)
    {
        string[] texts =
        [
            deployment.ErrorMessage ?? string.Empty, deployment.ErrorCode ?? string.Empty, .. deployment.CoverageWarnings,
            .. deployment.ComponentFailures.Select(component => component.Problem ?? string.Empty),
        ];
        var undone = deployment.CheckOnly || deployment.Status == SfDeploymentStatus.SucceededPartial ? string.Empty
            : deployment.Status == SfDeploymentStatus.Failed ? "Nothing was deployed. "
            : "Look at what is in the org, since some of it may have been deployed. ";
        return Mentions(NoRights) ? undone + Permission
            : texts.Any(MentionsTests)
            ? new Advice(undone + "Production demands tests, of what the package contains at least.", NextStep.SetTestLevel)
            : Mentions("coverage") ? new Advice(
                undone + "Run tests that cover 75% of the Apex: of each class and trigger of the package if single test classes are "
                    + "named, else of the whole org.",
                NextStep.SetTests)
            : Mentions("package.xml", "zip") ? undone + "Correct the package: package.xml lists each component, and each has its file."
            : new Advice(undone + "Correct what the errors name.", NextStep.GetDeployment, deployment.Id);

        bool Mentions(params string[] words) =>
            words.Any(word => texts.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static Advice RemedyFor(string problem)
    {
        return Says(NoRights) ? Permission
            : Says("Invalid version")
            ? new Advice("The <version> in package.xml must be an API version that the org has.", NextStep.ListApiVersions)
            : Says("named in package.xml, but was not found")
            ? new Advice("Add its file, or leave it out of package.xml.", NextStep.AllowMissingFile)
            : Says("Not in package.xml") ? "Name it in package.xml, or remove the file."
            : "Correct it in the package.";

        bool Says(string words) => problem.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    private static bool MentionsTests(string text) => TestWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Count(long part, long total) => part > total
        ? part.ToString("N0", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {total:N0}");

    private static string Sentence(string text) => text.TrimEnd() is var trimmed && trimmed.EndsWith('.') ? trimmed : trimmed + ".";
}
