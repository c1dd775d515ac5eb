using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>HTTP itself: TLS, versions, compression, limits.</summary>
public sealed class ProtocolTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Https_speaks_both_versions_with_the_servers_certificate(string version)
    {
        await using var org = await TestOrg.StartAsync();
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) =>
            presented!.GetCertHashString() == org.Server.ServerCertificate.GetCertHashString();
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(org.Server.HttpsUrl, "services/data"))
        {
            Version = new Version(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"HTTP/{version.TrimEnd('0').TrimEnd('.')}", org.Org.Requests.All[^1].Protocol);
        Assert.True(org.Server.ServerCertificate.MatchesHostname("localhost"));
        Assert.True(org.Server.ServerCertificate.MatchesHostname("127.0.0.1"));
    }

    [Theory]
    [InlineData("//services/data/v68.0/limits", 200)]
    [InlineData("///services/data/v68.0/limits", 200)]
    [InlineData("/services//data/v68.0/limits", 404)]
    public async Task Slashes_at_the_start_of_a_path_are_one(string path, int status)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var response = await org.Client.GetAsync($"http://{org.Server.HttpUrl.Authority}{path}", TestOrg.Cancellation);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(path, org.Org.Requests.All[^1].Path);
    }

    [Fact]
    public async Task Responses_are_compressed_only_on_request()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var plain = await org.Client.GetAsync($"{TestOrg.Data}/sobjects", TestOrg.Cancellation);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        org.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var zipped = await org.Client.GetAsync($"{TestOrg.Data}/sobjects", TestOrg.Cancellation);
        Assert.Equal("gzip", Assert.Single(zipped.Content.Headers.ContentEncoding));
        await using var unzipped = new GZipStream(await zipped.Content.ReadAsStreamAsync(TestOrg.Cancellation), CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        Assert.Equal(await plain.Content.ReadAsStringAsync(TestOrg.Cancellation), await reader.ReadToEndAsync(TestOrg.Cancellation));
    }

    [Fact]
    public async Task Bodies_may_be_compressed_and_the_log_shows_their_text()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"LastName":"Zip"}"""), TestOrg.Cancellation);
        }

        using var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await org.Client.PostAsync($"{TestOrg.Data}/sobjects/Contact", content, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var logged = org.Org.Requests.All[^1];
        Assert.Equal("""{"LastName":"Zip"}""", logged.Body);
        Assert.Equal(zipped.Length, logged.BodyLength);
    }

    [Fact]
    public async Task Invalid_gzip_is_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var content = new StringContent("""{"LastName":"Zip"}""", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await org.Client.PostAsync($"{TestOrg.Data}/sobjects/Contact", content, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Head_is_get_without_the_body()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        foreach (var path in new[] { "services/data", $"{TestOrg.Data}/query?q=SELECT+Id+FROM+Contact", "services/apexrest/binary?size=9" })
        {
            using var response = await org.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestOrg.Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestOrg.Cancellation));
        }
    }

    [Fact]
    public async Task Uris_and_headers_beyond_16_kb_are_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var fits = await org.Client.GetAsync($"services/apexrest/text?q={new string('x', 15_000)}", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        using var tooLong = await org.Client.GetAsync($"services/apexrest/text?q={new string('x', 17_000)}", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, tooLong.StatusCode);
        org.Client.DefaultRequestHeaders.Add("X-Large", new string('x', 17_000));
        using var tooLarge = await org.Client.GetAsync("services/apexrest/text", TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, tooLarge.StatusCode);
    }
}
