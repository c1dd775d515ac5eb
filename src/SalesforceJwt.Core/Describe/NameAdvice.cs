using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Describe;

/// <summary>Adds to errors about unknown names the names that were probably meant. It sends requests only after such an error.</summary>
internal sealed class NameAdvice : INameAdvice
{
    // A late error is worse than one without advice.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // How many names are looked up for one request.
    private const int Most = 5;

    /// <inheritdoc/>
    public bool Concerns(SfRestException error) => UnknownName.In(error.Errors, error.Url).Any();

    /// <inheritdoc/>
    public async Task<SfRestException> AddAsync(
        SfSession session, SfRestException error, string? version, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var advise = await FindAsync(session, error.Errors, error.Url, version, observer, cancellationToken).ConfigureAwait(false);
        return advise(error.Errors) is { } names ? error.With(error.Advice?.After(names) ?? new Advice(names)) : error;
    }

    /// <summary>Finds the names that were probably meant by the unknown names of errors, within a short time.</summary>
    /// <param name="session">The session.</param>
    /// <param name="errors">The errors, of one record or many.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="version">The API version; null for the session's.</param>
    /// <returns>Gives the advice on errors among these; null if there is none.</returns>
    public static async Task<Func<IReadOnlyList<SfApiError>, string?>> FindAsync(
        SfSession session, IReadOnlyList<SfApiError> errors, string url, string? version, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var known = new Dictionary<UnknownName, string>();
        var options = new DescribeOptions { ApiVersion = version, MaximumAge = TimeSpan.MaxValue, SuppressNameAdvice = true };
        using var late = new CancellationTokenSource(Patience, session.Transport.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            foreach (var unknown in UnknownName.In(errors, url).Take(Most))
            {
                var names = await NamesAsync(session, unknown, options, observer, stop.Token).ConfigureAwait(false);
                var nearest = NearestNames.Find(unknown.Name, names);
                if (nearest.Count > 0)
                {
                    known[unknown] = Either(nearest);
                }
            }
        }
        catch (SfException)
        {
            // The error is reported without advice.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The look-up took too long: no advice.
        }

        return Advice;

        string? Advice(IReadOnlyList<SfApiError> of)
        {
            var meant = UnknownName.In(of, url).Where(known.ContainsKey).ToList();
            return meant.Count == 0
                ? null
                : string.Join(' ', meant.Select((u, i) => $"Did you mean {known[u]}{(i == 0 ? string.Empty : $" for {u.Name}")}?"));
        }
    }

    private static async Task<IEnumerable<(string Name, string? Label)>> NamesAsync(
        SfSession session, UnknownName unknown, DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (unknown.Kind == NameKind.Object)
        {
            var objects = await DescribeCache.Of(session).GetObjectsAsync(options, observer, cancellationToken).ConfigureAwait(false);
            return objects.Select(o => (o.Name, o.Label));
        }

        var description = await DescribeCache.Of(session).GetObjectAsync(unknown.ObjectName, options, observer, cancellationToken)
            .ConfigureAwait(false);
        return unknown.Kind switch
        {
            NameKind.ExternalId => description.Fields.Where(f => f.IsIdLookup || f.IsExternalId).Select(f => (f.Name, f.Label)),
            NameKind.Relationship => description.Fields
                .Where(f => f.RelationshipName is not null)
                .Select(f => (f.RelationshipName!, f.Label)),
            NameKind.ChildRelationship => description.ChildRelationships
                .Where(c => c.Name is not null)
                .Select(c => (c.Name!, (string?)c.ChildObject)),
            _ => description.Fields.Select(f => (f.Name, f.Label)),
        };
    }

    private static string Either(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";
}
