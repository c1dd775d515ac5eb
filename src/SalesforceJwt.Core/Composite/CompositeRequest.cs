using System.Buffers;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Composite;

/// <summary>Writes subrequests as one request.</summary>
internal static class CompositeRequest
{
    /// <summary>Writes a part of a plan.</summary>
    /// <param name="version">The API version of the subrequests' paths.</param>
    /// <param name="apiVersion">The API version of the request; null for the session's.</param>
    public static SfRequest Of(CompositePart part, string version, string? apiVersion) => new()
    {
        Method = HttpMethod.Post,
        Uri = part.Kind switch
        {
            SfCompositeKind.Batch => "composite/batch",
            SfCompositeKind.Graph => "composite/graph",
            _ => "composite",
        },
        ApiVersion = apiVersion,
        Content = RequestBody.FromBytes(Body(part, version), RequestBody.Json),
        RetrySafety = part.ChangesNothing ? RetrySafety.ReadOnly : RetrySafety.OnlyIfNotActed,
    };

    /// <summary>The name of a graph, by which its answer is found.</summary>
    public static string GraphId(int index) => FormattableString.Invariant($"graph{index + 1}");

    private static ReadOnlyMemory<byte> Body(CompositePart part, string version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        switch (part.Kind)
        {
            case SfCompositeKind.Batch:
                writer.WriteStartArray("batchRequests");
                foreach (var subrequest in part.Subrequests)
                {
                    WriteOfBatch(writer, subrequest, version);
                }

                writer.WriteEndArray();
                break;
            case SfCompositeKind.Graph:
                writer.WriteStartArray("graphs");
                for (var i = 0; i < part.Graphs.Count; i++)
                {
                    writer.WriteStartObject();
                    writer.WriteString("graphId", GraphId(i));
                    Write(writer, part.Graphs[i], version);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteBoolean("allOrNone", part.AllOrNone);
                Write(writer, part.Graphs[0], version);
                break;
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<Subrequest> subrequests, string version)
    {
        writer.WriteStartArray("compositeRequest");
        foreach (var subrequest in subrequests)
        {
            writer.WriteStartObject();
            writer.WriteString("method", subrequest.Method);
            writer.WriteString("url", subrequest.Path(version));
            writer.WriteString("referenceId", subrequest.ReferenceId);
            WriteBody(writer, "body", subrequest);
            if (subrequest.Headers.Count > 0)
            {
                writer.WriteStartObject("httpHeaders");
                foreach (var (name, value) in subrequest.Headers)
                {
                    writer.WriteString(name, value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOfBatch(Utf8JsonWriter writer, Subrequest subrequest, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("method", subrequest.Method);
        writer.WriteString("url", subrequest.Path(version)["/services/data/".Length..]);
        WriteBody(writer, "richInput", subrequest);
        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, string name, Subrequest subrequest)
    {
        if (!subrequest.Body.IsEmpty)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(subrequest.Body.Span, skipInputValidation: true);
        }
    }
}
