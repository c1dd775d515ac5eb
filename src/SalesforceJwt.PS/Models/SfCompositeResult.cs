using System.Collections;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Composite;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Models;

/// <summary>The response to one subrequest of <c>Invoke-SfComposite</c>. Not in Model, since its body is PowerShell objects.</summary>
public sealed class SfCompositeResult
{
    internal SfCompositeResult(SubrequestResult result)
    {
        ReferenceId = result.Subrequest.ReferenceId;
        Method = result.Subrequest.Method;
        Url = result.Subrequest.Url;
        StatusCode = result.StatusCode;
        Success = result.Error is null;
        IsInDoubt = result.Error?.Kind == SfErrorKind.OutcomeUnknown;
        Body = result.Body.IsEmpty ? null : JsonReader.ReadWhole(result.Body, Url);
        Errors = new(result.Error?.ToApiErrors() ?? []);
        Headers = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in result.Headers)
        {
            Headers[name] = value;
        }
    }

    /// <summary>Its name.</summary>
    public string ReferenceId { get; }

    /// <summary>HTTP method.</summary>
    public string Method { get; }

    /// <summary>Its URL.</summary>
    public string Url { get; }

    /// <summary>HTTP status; 0 if the outcome is unknown.</summary>
    public int StatusCode { get; }

    /// <summary>Whether the status reports success.</summary>
    public bool Success { get; }

    /// <summary>Whether the outcome is unknown, because the response did not arrive completely.</summary>
    public bool IsInDoubt { get; }

    /// <summary>The body of the response; empty if it has none.</summary>
    public object? Body { get; }

    /// <summary>Its headers, such as Location.</summary>
    public Hashtable Headers { get; }

    /// <summary>Why it failed.</summary>
    public SfList<SfApiError> Errors { get; }

    /// <summary>Name, method, path and status.</summary>
    public override string ToString() => $"{ReferenceId}: {Method} {Url.Split('?')[0]} -> {StatusCode}";
}
