using SalesforceJwt.Core.Metadata;

namespace SalesforceJwt.Core.Apps;

/// <summary>The errors of making and changing apps, with what to do about each.</summary>
internal static class AppErrors
{
    private const string Permissions =
        "The user needs 'Modify Metadata Through Metadata API Functions', 'Customize Application' and 'Manage External Client Apps' "
            + "(System Administrator has them), and 'Manage Users' to assign permission sets.";

    private const string Feature =
        "External client apps are switched on in Setup > External Client Apps > Settings, and need API version 59.0 or later. "
            + "Editions without API access have none.";

    // What a problem of a component contains, and what it means. Salesforce words problems differently between versions, so
    // these are parts of sentences, and the sentence itself is always shown.
    private static readonly (string[] Words, SfErrorKind Kind, Advice Advice)[] Problems =
    [
        (["consumer key", "already"], SfErrorKind.Conflict,
            "Salesforce has this consumer key already, perhaps for an app that was deleted. It is made from the names of org and app and "
                + "from the certificate: use another certificate or another name."),
        (["OauthSettingsId", "duplicates"], SfErrorKind.Conflict,
            "Salesforce has created the app's policies in the meantime, with the name in its message."),
        (["duplicate"], SfErrorKind.Conflict, new Advice(
            "The name is taken, by a connected app for example. Choose another.", NextStep.ListApps)),
        (["already in use"], SfErrorKind.Conflict, new Advice("The name is taken. Choose another.", NextStep.ListApps)),
        (["certificate"], SfErrorKind.CertificateInvalid, new Advice(
            "Salesforce accepts an X.509 certificate in PEM, of an RSA key of 2048 bits or more, that has not expired, of up to 4 KB.",
            NextStep.CreateCertificate)),
        (["not available"], SfErrorKind.AppsUnavailable, Feature),
        (["unknown type"], SfErrorKind.AppsUnavailable, Feature),
        (["not enabled"], SfErrorKind.AppsUnavailable, Feature),
        (["insufficient"], SfErrorKind.PermissionDenied, Permissions),
        (["permission", "required"], SfErrorKind.PermissionDenied, Permissions),
        (["contact", "email"], SfErrorKind.NameInvalid, new Advice(
            "Give the e-mail address of the person who is responsible for the app.", NextStep.SetContactEmail)),
        (["callback", "missing"], SfErrorKind.ValueMissing, new Advice("An app needs a callback URL.", NextStep.SetAppCallbackUrl)),
        (["callback"], SfErrorKind.CallbackUrlInvalid, new Advice(
            "Use https, a scheme of your own, or http://localhost.", NextStep.SetAppCallbackUrl)),
        (["execution user"], SfErrorKind.UserUnsuitable,
            "The client credentials flow runs as the first user that is named: name another."),
        (["scope"], SfErrorKind.LoginScopeInvalid, new Advice("Choose other scopes.", NextStep.SetScope)),
    ];

    /// <summary>What to do after a step that failed for a reason that is not known.</summary>
    public static Advice RunAgain { get; } = new("Run the same again: it continues where it stopped.");

    /// <summary>The same for making an app, which may be given up as well.</summary>
    public static Advice RunRegistrationAgain(string name) => RunAgain with { Step = NextStep.RunAppAgain, Facts = [name] };

    /// <summary>The error of a name that no app can have.</summary>
    public static SfException Name(string name) => new(
        SfErrorKind.NameInvalid,
        $"{Security.SecretText.Quote(name)} cannot be the API name of an app.",
        "It begins with a letter, has letters, digits and single underscores, does not end with one, and has up to 80 characters: "
            + "ci_deploy.");

    /// <summary>The error of an app that was made in another way.</summary>
    public static SfException ForeignApp(string name) => new(
        SfErrorKind.Conflict,
        $"There is an external client app '{name}' already, which was made in another way: its certificate and policies would be replaced.",
        new Advice("Choose another name, or change that app.", NextStep.ChangeApp, name));

    /// <summary>The error of an app whose certificate is not here.</summary>
    public static SfException CertificateElsewhere(string name, string path) => new(
        SfErrorKind.ValueMissing,
        $"The app '{name}' is there already, and its certificate is not here ('{path}'). A new one would end the sign-ins of those who "
            + "have the present key. Nothing was changed.",
        new Advice("Give the app's certificate, or change the app without it.", NextStep.ChangeApp, name));

    /// <summary>The error of certificate and key that another run of the same command made at the same time.</summary>
    public static SfException MadeByAnotherRun(string name, SfException cause) => new(
        SfErrorKind.Conflict,
        $"Certificate and key of the app '{name}' have just been made by another run of the same command. Nothing was changed.",
        new Advice("Run the same again when the other has ended: it takes those files.", NextStep.RunAppAgain, name),
        cause);

    /// <summary>The error of an app that cannot be read, and of whose settings one would reset another.</summary>
    public static SfException OneComponent(string name, SfException cause) => Unread(
        cause,
        $"The settings of '{name}' cannot be read. Callback URLs and flows are deployed together, so that one alone would reset the other.",
        "Give both, or sign in as a user who may read them.");

    /// <summary>The error of a certificate that is not the one of an app that cannot be read.</summary>
    public static SfException OtherCertificate(string name, SfException cause) => Unread(
        cause,
        $"The app '{name}' has another certificate or another consumer key. Which of the two it is cannot be read.",
        "Give the certificate with which it was made, or sign in as a user who may read the app.");

    /// <summary>The error of an app with the client credentials flow and without a user to run as.</summary>
    public static SfException ExecutionUserMissing() => new(
        SfErrorKind.ValueMissing,
        "The client credentials flow runs as a user of the org, and none is named. Nothing was changed.",
        new Advice("Name the user: the app may do what this user may.", NextStep.NameUser));

    /// <summary>The error of a key whose certificate is not beside it.</summary>
    public static SfException HalfOfPair(string path, string certificatePath) => new(
        SfErrorKind.FileExists,
        $"'{path}' is there without its certificate '{certificatePath}', and is not overwritten. Nothing was changed.",
        new Advice("Give the certificate, or move the file away.", NextStep.SetCertificatePath));

    /// <summary>The error of an app that is not there.</summary>
    public static SfException NotFound(string name) => new(
        SfErrorKind.AppNotFound,
        $"The org has no app with the name or consumer key {Security.SecretText.Quote(name)}.",
        new Advice("List them.", NextStep.ListApps));

    /// <summary>The error of an org without external client apps.</summary>
    public static SfException NoApps(SfException cause) => new(
        SfErrorKind.AppsUnavailable, $"This org, or this user, has no external client apps: {cause.Message}", Feature, cause);

    /// <summary>The error of an app that cannot be changed here.</summary>
    public static SfException IsConnectedApp(string name) => new(
        SfErrorKind.RequestInvalid,
        $"'{name}' is a connected app, and these can only be changed in Setup > App Manager.",
        new Advice("Make an external client app in its place.", NextStep.RegisterApp));

    /// <summary>The error of an app whose settings have to be read before they are changed, where the session may not.</summary>
    public static SfException Unreadable(string name, SfException cause) => Unread(
        cause,
        $"The settings of '{name}' cannot be read, and a change would clear those that it does not name.",
        "Sign in through a browser: the SOAP API refuses tokens in JWT format.");

    /// <summary>The error of a change that would remove the certificate.</summary>
    public static SfException CertificateMissing(string name) => new(
        SfErrorKind.ValueMissing,
        $"This change of '{name}' needs the app's certificate: Salesforce does not return it, and a deployment without it removes it, "
            + "so that sign-ins with its key would fail. Nothing was changed.",
        new Advice("Give the certificate that the app has, or a new one.", NextStep.SetCertificatePath));

    /// <summary>The error of a certificate that Salesforce would refuse.</summary>
    public static SfException Certificate(string path, string problem) => new(
        SfErrorKind.CertificateInvalid,
        $"The certificate '{path}' cannot be used: {problem}.",
        new Advice("Make a new pair of key and certificate.", NextStep.CreateCertificate));

    /// <summary>The error of a user who would be both added and removed.</summary>
    public static SfException AddedAndRemoved(string username) => new(
        SfErrorKind.ArgumentConflict,
        $"{username} is among the users to add and among those to remove. Nothing was changed.",
        "Leave the user out of one of them.");

    /// <summary>The error of a deletion that deleted nothing.</summary>
    public static SfException NotDeleted(string name) => new(
        SfErrorKind.DeploymentFailed,
        $"Salesforce accepted the deletion of '{name}', and deleted nothing.",
        "Delete it in Setup > External Client App Manager.");

    /// <summary>The error of users that are not there, or could not sign in.</summary>
    public static SfException Unsuitable(IReadOnlyList<string> missing, IReadOnlyList<string> inactive, IReadOnlyList<string> barred)
    {
        var reasons = new[]
        {
            missing.Count == 0 ? null : $"no user has the username {string.Join(", ", missing)}",
            inactive.Count == 0 ? null : $"{string.Join(", ", inactive)}: deactivated",
            barred.Count == 0 ? null : $"{string.Join(", ", barred)}: without the permission 'API Enabled'",
        };
        return new SfException(
            SfErrorKind.UserUnsuitable,
            $"Not every user that is named can be used: {string.Join("; ", reasons.Where(reason => reason is not null))}.",
            "Correct the usernames (in a sandbox they end with its name), activate the users, or give them a profile or permission set "
                + "with 'API Enabled'.");
    }

    /// <summary>The error of a permission set that was made for something else.</summary>
    public static SfException ForeignPermissionSet(string name) => new(
        SfErrorKind.Conflict,
        $"There is a permission set {name} already, which was not made for this app: its users would be able to sign in through it.",
        new Advice("If that one is meant, name it; else name another one.", NextStep.SetPermissionSet, name));

    /// <summary>The error of users to remove from a permission set that is not there.</summary>
    public static SfException NoPermissionSet(string name) => new(
        SfErrorKind.ValueMissing,
        $"There is no permission set {Security.SecretText.Quote(name)}, so no user can be removed from it. No user was changed.",
        "Name one that may use the app, or none if there is only one.");

    /// <summary>The error of users to add where several permission sets may be meant.</summary>
    public static SfException SeveralPermissionSets(string appName, IEnumerable<string> names) => new(
        SfErrorKind.ValueMissing,
        $"Several permission sets may use the app {appName}: {string.Join(", ", names)}.",
        new Advice("Say which one the users get or lose.", NextStep.SetPermissionSet, names.First()));

    /// <summary>Explains why a deployment of an app failed.</summary>
    public static SfException OfDeployment(SfDeployment deployment)
    {
        var failure = DeploymentErrors.Of(deployment)!;
        var problems = deployment.ComponentFailures.Select(component => component.Problem ?? string.Empty)
            .Append(deployment.ErrorMessage ?? string.Empty).Where(problem => problem.Length > 0).ToList();
        var text = problems.Count == 0 ? failure.Message : string.Join(" ", problems.Distinct());
        foreach (var (words, kind, advice) in Problems)
        {
            if (problems.Exists(problem => words.All(word => problem.Contains(word, StringComparison.OrdinalIgnoreCase))))
            {
                return new SfException(kind, $"Salesforce refused the app: {text}", advice, failure);
            }
        }

        return deployment.TestErrors > 0 || deployment.CoverageWarnings.Count > 0
            ? new SfException(failure.Kind, failure.Message, TestsAdvice, failure)
            : new SfException(failure.Kind, problems.Count == 0 ? text : $"Salesforce refused the app: {text}", failure.Advice, failure);
    }

    /// <summary>Explains why a request was refused.</summary>
    public static SfException OfRequest(SfException error) =>
        error.Kind == SfErrorKind.PermissionDenied
            ? new SfException(error.Kind, error.Message, Permissions, error)
        : error.Message.Contains("test", StringComparison.OrdinalIgnoreCase) && error.Kind == SfErrorKind.RequestInvalid
            ? new SfException(error.Kind, error.Message, TestsAdvice, error)
        : error;

    private static SfException Unread(SfException cause, string problem, string advice)
    {
        var kind = OfRequest(cause).Kind;
        var needed = kind == SfErrorKind.PermissionDenied ? Permissions + " " : string.Empty;
        return new SfException(
            kind, $"{problem} Nothing was changed. {cause.Message}", new Advice(needed + advice, NextStep.SignInAsAdmin), cause);
    }

    private static Advice TestsAdvice => new(
        "This org demands tests with each deployment. Name one test class that passes.", NextStep.SetTests);
}
