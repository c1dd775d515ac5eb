using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Composite;

/// <summary>One of several requests that are sent as one.</summary>
internal sealed partial class Subrequest
{
    /// <summary>Makes a subrequest.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="url">A path below <c>/services/data/vNN.0/</c>, or one that begins with <c>/services/data/</c>.</param>
    /// <param name="referenceId">Its name, by which later ones use its answer.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CompositeInvalid"/>.</exception>
    public Subrequest(string method, string url, string referenceId)
    {
        Method = method.ToUpperInvariant();
        Url = url.Trim().Replace(" ", "%20", StringComparison.Ordinal);
        ReferenceId = referenceId;
        if (Method is not ("GET" or "POST" or "PATCH" or "PUT" or "DELETE"))
        {
            throw Invalid($"The subrequest '{referenceId}' has the method '{method}'.", "Subrequests are Get, Post, Patch, Put or Delete.");
        }

        if (!Name().IsMatch(referenceId))
        {
            throw Invalid(
                $"'{referenceId}' cannot be a reference id.",
                "It starts with a letter and has letters, digits and underscores: account, contact_1.");
        }

        if (Url.Length == 0 || Url.Contains("://", StringComparison.Ordinal) || (Url[0] == '/' && !Versioned().IsMatch(Url)))
        {
            throw Invalid(
                $"The subrequest '{referenceId}' has the URL '{url}', which is not below /services/data/.",
                new Advice(
                    "Write it like sobjects/Account, or with a version: /services/data/v68.0/sobjects/Account. "
                        + "Send other resources separately.",
                    NextStep.SendRequest));
        }
    }

    /// <summary>HTTP method, in capitals.</summary>
    public string Method { get; }

    /// <summary>Where it goes.</summary>
    public string Url { get; }

    /// <summary>Its name.</summary>
    public string ReferenceId { get; }

    /// <summary>Its body as JSON in UTF-8; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Its headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The caller's object, for errors.</summary>
    public object? Source { get; init; }

    /// <summary>The path below <c>/services/data/vNN.0/</c>.</summary>
    internal string Resource => Versioned().Replace(Url, string.Empty);

    /// <summary>Whether it is a query or a collection; a composite request may have five of them.</summary>
    internal bool IsQueryOrCollection => QueryOrCollection().IsMatch(Resource);

    /// <summary>Whether a graph may hold it.</summary>
    internal bool IsOfRecord => Resource.StartsWith("sobjects/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Name, method and path, for errors.</summary>
    internal string Label => $"'{ReferenceId}' ({Method} {Resource.Split('?')[0]})";

    /// <summary>Method, path and name.</summary>
    public override string ToString() => $"{Method} {Resource.Split('?')[0]} ({ReferenceId})";

    /// <summary>The path with a version, as composite and graph want it.</summary>
    internal string Path(string version) => Url[0] == '/' ? Url : $"/services/data/v{version}/{Url}";

    internal static SfException Invalid(string message, Advice advice) => new(SfErrorKind.CompositeInvalid, message, advice);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^/services/data/v[0-9]+[.][0-9]/", RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();

    [GeneratedRegex("^(query|queryAll|composite/sobjects)([/?]|$)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex QueryOrCollection();
}
