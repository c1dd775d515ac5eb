using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// The locators of a query job's pages, as far as <c>resultPages</c> tells them ahead (Bulk API 2.0 Developer Guide: "Get Parallel Results for
/// a Query Job"). They are advice: what counts is the locator that each page gives for the next, and where they differ, or the org does not
/// have the resource (before version 58.0), that one is followed.
/// </summary>
internal sealed class ResultLocators(BulkJobClient jobs, SfBulkJob job)
{
    private readonly List<string> _known = [];
    private SfRequest? _next = jobs.Request(job, HttpMethod.Get, "/resultPages");

    /// <summary>The locator behind another one; null where that is not known.</summary>
    public async Task<string?> AfterAsync(string locator, CancellationToken cancellationToken)
    {
        while (true)
        {
            var place = _known.IndexOf(locator);
            if (place >= 0 && place + 1 < _known.Count)
            {
                // Those before are done with.
                _known.RemoveRange(0, place);
                return _known[1];
            }

            // Once the list has begun, the locator asked for is its last one; a list that leaves it out is of no use, and may have no end.
            if (_next is null || (place < 0 && _known.Count > 0))
            {
                return null;
            }

            var request = _next;
            _next = null;
            try
            {
                _next = await jobs.Session.Rest.SendAsync(request, ReadAsync, jobs.Observer, cancellationToken).ConfigureAwait(false);
            }
            catch (SfException)
            {
                return null;
            }
        }
    }

    private async Task<SfRequest?> ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonText.Parse(body);
            var found = document.RootElement.GetProperty("resultPages").EnumerateArray()
                .Select(page => Locator(page.GetProperty("resultUrl").GetString()!))
                .OfType<string>()
                .ToList();
            _known.AddRange(found);
            var url = document.RootElement.Text("nextRecordsUrl");
            return url is null || found.Count == 0 || document.RootElement.GetProperty("done").GetBoolean() ? null : new SfRequest { Uri = url };
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            return null;
        }
    }

    private static string? Locator(string url)
    {
        foreach (var part in url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&'))
        {
            if (part.StartsWith("locator=", StringComparison.Ordinal))
            {
                return Uri.UnescapeDataString(part["locator=".Length..]);
            }
        }

        return null;
    }
}
