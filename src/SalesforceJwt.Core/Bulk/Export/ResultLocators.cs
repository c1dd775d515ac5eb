using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// The locators that <c>resultPages</c> lists ahead for a query job (Bulk API 2.0 Developer Guide: "Get Parallel Results for a Query Job").
/// They are used to download in parallel. If they differ from the locator that a page names for its successor, or the API version is lower
/// than 58.0 and lacks the resource, the page is right.
/// </summary>
internal sealed class ResultLocators(BulkJobClient jobs, SfBulkJob job)
{
    private readonly List<string> _known = [];
    private SfRequest? _next = jobs.Request(job, HttpMethod.Get, "/resultPages");

    /// <summary>The locator after another one; null if it is unknown.</summary>
    public async Task<string?> AfterAsync(string locator, CancellationToken cancellationToken)
    {
        while (true)
        {
            var index = _known.IndexOf(locator);
            if (index >= 0 && index + 1 < _known.Count)
            {
                // Pages are asked for in order: the locators before are no longer needed.
                _known.RemoveRange(0, index);
                return _known[1];
            }

            // Locators are asked for in order, so this one is the last known. A list without it is useless, and may have no end.
            if (_next is null || (index < 0 && _known.Count > 0))
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
            return url is null || found.Count == 0 || document.RootElement.GetProperty("done").GetBoolean()
                ? null
                : new SfRequest { Uri = url };
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
