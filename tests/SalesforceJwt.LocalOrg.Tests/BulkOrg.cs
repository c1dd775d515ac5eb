using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Steps of bulk jobs that several tests share.</summary>
internal static class BulkOrg
{
    public const string Ingest = $"{TestOrg.Data}/jobs/ingest";

    public static async Task<string> CreateAsync(
        this TestOrg org, string operation = "insert", string type = "Contact", string? key = null, string lineEnding = "LF",
        string delimiter = "COMMA")
    {
        var body = new Dictionary<string, string>
        {
            ["operation"] = operation,
            ["object"] = type,
            ["contentType"] = "CSV",
            ["lineEnding"] = lineEnding,
            ["columnDelimiter"] = delimiter,
        };
        if (key is not null)
        {
            body["externalIdFieldName"] = key;
        }

        var (status, job) = await org.SendAsync(Post, Ingest, body);
        Assert.Equal(200, status);
        return job.GetProperty("id").GetString()!;
    }

    public static async Task<int> UploadAsync(this TestOrg org, string id, byte[] csv, string? encoding = null)
    {
        using var content = new ByteArrayContent(csv);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await org.Client.PutAsync($"{Ingest}/{id}/batches", content, TestOrg.Cancellation);
        return (int)response.StatusCode;
    }

    public static async Task<JsonElement> WaitAsync(this TestOrg org, string path)
    {
        while (true)
        {
            var job = await org.GetAsync(path);
            if (job.GetProperty("state").GetString() is "JobComplete" or "Failed" or "Aborted")
            {
                return job;
            }

            await Task.Delay(5, TestOrg.Cancellation);
        }
    }

    /// <summary>Runs a job from its creation to its end.</summary>
    public static async Task<JsonElement> RunAsync(
        this TestOrg org, string operation, string csv, string type = "Contact", string? key = null, string lineEnding = "LF",
        string delimiter = "COMMA")
    {
        var id = await org.CreateAsync(operation, type, key, lineEnding, delimiter);
        Assert.Equal(201, await org.UploadAsync(id, Encoding.UTF8.GetBytes(csv)));
        Assert.Equal(200, (await org.SendAsync(Patch, $"{Ingest}/{id}", new { state = "UploadComplete" })).Status);
        return await org.WaitAsync($"{Ingest}/{id}");
    }

    public static Task<string> ResultsAsync(this TestOrg org, JsonElement job, string kind) =>
        org.Client.GetStringAsync($"{Ingest}/{job.GetProperty("id").GetString()}/{kind}", TestOrg.Cancellation);

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    /// <summary>The records of a query's result.</summary>
    public static IReadOnlyList<JsonElement> Records(this JsonElement result) => [.. result.GetProperty("records").EnumerateArray()];
}
