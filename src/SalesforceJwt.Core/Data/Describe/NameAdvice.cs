using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Data.Describe;

/// <summary>Tells whoever misspelt a field or an object what the org has in its place. It costs only those who did.</summary>
internal static class NameAdvice
{
    // An error that comes late is worse than one without advice.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether an error of a request is about names that there are not.</summary>
    public static bool Concerns(SfRestException error, SfRequest request) => !request.IsAside && UnknownName.In(error.Errors, error.Url).Any();

    /// <summary>The same error, with what was probably meant as the first of its remedies; as it was where nothing is near, or cannot be found out soon.</summary>
    public static async Task<SfRestException> AddAsync(
        SfSession session, SfRestException error, string? version, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, session.Transport.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var options = new DescribeOptions { ApiVersion = version, MaximumAge = TimeSpan.MaxValue, IsAside = true };
            var advice = new List<string>();
            foreach (var unknown in UnknownName.In(error.Errors, error.Url).Take(3))
            {
                var nearest = NearestNames.Find(unknown.Name, await NamesAsync(session, unknown, options, observer, stop.Token).ConfigureAwait(false));
                if (nearest.Count > 0)
                {
                    advice.Add($"Did you mean {Either(nearest)}{(advice.Count == 0 ? string.Empty : $" for {unknown.Name}")}?");
                }
            }

            return advice.Count == 0 ? error : error.With($"{string.Join(' ', advice)} {error.Remedy}".TrimEnd());
        }
        catch (SfException)
        {
            return error;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return error;
        }
    }

    private static async Task<IEnumerable<(string Name, string? Label)>> NamesAsync(
        SfSession session, UnknownName unknown, DescribeOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (unknown.Kind == NameKind.Object)
        {
            return (await session.Describe.GetObjectsAsync(options, observer, cancellationToken).ConfigureAwait(false)).Select(o => (o.Name, o.Label));
        }

        var description = await session.Describe.GetObjectAsync(unknown.ObjectName, options, observer, cancellationToken).ConfigureAwait(false);
        return unknown.Kind switch
        {
            NameKind.ExternalId => description.Fields.Where(f => f.IsIdLookup || f.IsExternalId).Select(f => (f.Name, f.Label)),
            NameKind.Relationship => description.Fields.Where(f => f.RelationshipName is not null).Select(f => (f.RelationshipName!, f.Label)),
            NameKind.ChildRelationship => description.ChildRelationships.Where(c => c.Name is not null).Select(c => (c.Name!, (string?)c.ChildObject)),
            _ => description.Fields.Select(f => (f.Name, f.Label)),
        };
    }

    private static string Either(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";
}
