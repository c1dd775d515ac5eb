using System.Globalization;

namespace SalesforceJwt.LocalOrg.CommandLine;

/// <summary>The options of the program.</summary>
internal sealed class CommandLineOptions
{
    public const string Help = """
        LocalOrg: a strict local stand-in for a Salesforce org, on 127.0.0.1 only.

        Usage: sf-local-org [options]

          --http-port PORT          port for HTTP; 0, the default, takes a free one
          --https-port PORT         port for HTTPS; 0, the default, takes a free one
          --client-id ID            consumer key of an app that may sign in
          --certificate FILE        certificate of that app, PEM or DER
          --client-secret SECRET    consumer secret of that app
          --callback-url URL        callback URL of that app (can be repeated)
          --user NAME               user who has approved the app (can be repeated)
          --not-approved-user NAME  user who has not approved the app (can be repeated)
          --inactive-user NAME      user who has approved the app but is deactivated (can be
                                    repeated)
          --admin NAME              administrator who signs in with the app PlatformCLI in a browser
          --admin-password TEXT     password of that user; without one the login page needs none
          --records N               number of contacts at start (100), on accounts with opportunities and
                                    cases; a million need neither time nor memory until they are changed
          --objects FILE            custom objects and custom fields, as JSON; see README (can be repeated)
          --strict-line-endings     a bulk upload fails if any line break, quoted values included, differs from
                                    the job's lineEnding (Salesforce does not document this case)
          --member-order SEED       send the members of JSON objects in a random order, with unknown members
                                    between them; the order is the same for the same SEED
          --parent-pid PID          exit when that process ends
          --ready-file FILE         write the line of JSON below to this file too, with adminKey; only you can read it
          --quiet                   do not log requests
          --help                    show this text

        When it is ready it prints one line of JSON with httpUrl, httpsUrl and certificatePath (the certificate
        of the HTTPS port), then a line for each request. The administration API below /_localorg changes these
        settings and more, with the header "Authorization: Bearer ADMINKEY". Ctrl+C ends it.

        """;

    public int HttpPort { get; private set; }

    public int HttpsPort { get; private set; }

    public string? ClientId { get; private set; }

    public string? CertificatePath { get; private set; }

    public string? ClientSecret { get; private set; }

    public List<string> CallbackUrls { get; } = [];

    public List<string> Users { get; } = [];

    public string? Admin { get; private set; }

    public string? AdminPassword { get; private set; }

    public List<string> NotApprovedUsers { get; } = [];

    public List<string> InactiveUsers { get; } = [];

    public int Records { get; private set; } = new LocalOrgOptions().Records;

    public List<string> ObjectFiles { get; } = [];

    public bool HasStrictLineEndings { get; private set; }

    public int? MemberOrder { get; private set; }

    public int? ParentPid { get; private set; }

    public string? ReadyFile { get; private set; }

    public bool IsQuiet { get; private set; }

    public bool ShowHelp { get; private set; }

    /// <exception cref="UsageException">An option is unknown, or its value is missing or invalid.</exception>
    public static CommandLineOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new CommandLineOptions();
        var remaining = new Queue<string>(arguments);
        while (remaining.TryDequeue(out var argument))
        {
            var (name, given) = argument.Split('=', 2) is [var before, var after] ? (before, after) : (argument, null);
            options.Set(name, given, remaining);
        }

        if (options.CertificatePath is not null && options.ClientId is null)
        {
            throw new UsageException("--certificate needs --client-id: it is the certificate of that app.");
        }

        if ((options.ClientSecret is not null || options.CallbackUrls.Count > 0) && options.ClientId is null)
        {
            throw new UsageException("--client-secret and --callback-url need --client-id: they belong to that app.");
        }

        return options.AdminPassword is not null && options.Admin is null
            ? throw new UsageException("--admin-password needs --admin: it is the password of that user.")
            : options;
    }

    private void Set(string name, string? given, Queue<string> remaining)
    {
        switch (name)
        {
            case "--http-port":
                HttpPort = Number(0, ushort.MaxValue);
                break;
            case "--https-port":
                HttpsPort = Number(0, ushort.MaxValue);
                break;
            case "--client-id":
                ClientId = Text();
                break;
            case "--certificate":
                CertificatePath = Text();
                break;
            case "--client-secret":
                ClientSecret = Text();
                break;
            case "--callback-url":
                CallbackUrls.Add(Text());
                break;
            case "--user":
                Users.Add(Text());
                break;
            case "--not-approved-user":
                NotApprovedUsers.Add(Text());
                break;
            case "--inactive-user":
                InactiveUsers.Add(Text());
                break;
            case "--admin":
                Admin = Text();
                break;
            case "--admin-password":
                AdminPassword = Text();
                break;
            case "--records":
                Records = Number(0, int.MaxValue);
                break;
            case "--objects":
                ObjectFiles.Add(Text());
                break;
            case "--strict-line-endings":
                HasStrictLineEndings = Flag();
                break;
            case "--member-order":
                MemberOrder = Number(1, int.MaxValue);
                break;
            case "--parent-pid":
                ParentPid = Number(1, int.MaxValue);
                break;
            case "--ready-file":
                ReadyFile = Text();
                break;
            case "--quiet":
                IsQuiet = Flag();
                break;
            case "--help" or "-h" or "-?":
                ShowHelp = Flag();
                break;
            default:
                throw new UsageException($"Unknown option '{name}'.");
        }

        string Text() => given ?? (remaining.TryDequeue(out var value) && !value.StartsWith("--", StringComparison.Ordinal)
            ? value
            : throw new UsageException($"{name} needs a value."));

        int Number(int smallest, int largest)
        {
            var text = Text();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= smallest && number <= largest
                ? number
                : throw new UsageException($"{name} must be a whole number from {smallest} to {largest}, not '{text}'.");
        }

        bool Flag() => given is null ? true : throw new UsageException($"{name} takes no value.");
    }
}
