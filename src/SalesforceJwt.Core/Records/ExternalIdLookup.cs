using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Records;

/// <summary>
/// Finds the ids of records by their external ids, 25 a request, before the records are deleted or updated: a change by id creates nothing.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">How they are saved, with the external id field.</param>
internal sealed class ExternalIdLookup(SfSession session, RecordOptions options, IHttpObserver? observer)
{
    private const string NoRecord = "The requested resource does not exist";

    /// <summary>Sets the id of each record that is found.</summary>
    /// <param name="rows">The records, with their external ids.</param>
    /// <returns>The errors of the others: there is none with that external id, or there are several.</returns>
    /// <exception cref="SfException">The request failed.</exception>
    public async Task<IReadOnlyDictionary<RecordRow, SfException>> FindAsync(
        IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        var found = await FetchAsync(rows, cancellationToken).ConfigureAwait(false);
        var errors = new Dictionary<RecordRow, SfException>();
        foreach (var (row, record) in rows.Zip(found))
        {
            if (record.Error is null)
            {
                row.Id = IdOf(record.Json);
            }
            else
            {
                errors[row] = RecordErrors.OfRequest(row, WithAdvice(record.Error));
            }
        }

        return errors;
    }

    private async Task<List<FetchedRecord>> FetchAsync(IReadOnlyList<RecordRow> rows, CancellationToken cancellationToken)
    {
        var found = new List<FetchedRecord>(rows.Count);
        var batcher = new FetchBatcher(
            session,
            new FetchOptions { Fields = ["Id"], ExternalIdField = options.ExternalIdField, ApiVersion = options.ApiVersion },
            observer);
        foreach (var row in rows)
        {
            await AddAsync(batcher.Add(row.Type, row.Key!)).ConfigureAwait(false);
        }

        await AddAsync(batcher.Flush()).ConfigureAwait(false);
        return found;

        async Task AddAsync(FetchBatch? batch)
        {
            if (batch is not null)
            {
                found.AddRange(await batch.FetchAsync(cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>The error of a record that is not found: the usual advice is about paths, and no user wrote one here.</summary>
    private static SfException WithAdvice(SfException error) => error is SfRestException { Errors: [{ Message: NoRecord }] } missing
        ? missing.With("Check the external id, and that this user may see the record.")
        : error;

    private static string IdOf(ReadOnlyMemory<byte> json)
    {
        using var record = JsonText.Parse(json);
        return record.RootElement.Text("Id") is { } id && RecordId.Check(id) is null ? id : throw new SfException(
            SfErrorKind.ResponseInvalid,
            $"A record that was asked for by its external id came without its id: {ServerText.FirstLine(json.Span)}",
            "Try again, and check that nothing between here and Salesforce answers in its place.");
    }
}
