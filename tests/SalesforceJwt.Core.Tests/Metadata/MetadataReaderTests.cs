using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>Components that are read over SOAP.</summary>
public sealed class MetadataReaderTests : ConnectedTests
{
    private const string Type = "PermissionSet";

    private MetadataReader Reader => new(Session);

    [Fact]
    public async Task Components_are_listed_and_read_and_those_that_do_not_exist_left_out()
    {
        await CreateAsync(12);

        var names = await Reader.ListAsync(Type, TestOrg.Cancellation);
        Assert.Superset(Enumerable.Range(1, 12).Select(i => $"Set{i}").ToHashSet(), names.ToHashSet());

        var read = await Reader.ReadAsync(Type, [.. Enumerable.Range(1, 12).Select(i => $"Set{i}"), "Nothing"], TestOrg.Cancellation);
        Assert.Equal(12, read.Count);
        Assert.Equal("Label of 12", (string?)read[11].Element(MetadataReader.Namespace + "label"));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_renewed()
    {
        await CreateAsync(1);
        Test.Org.ExpireAllTokens();

        Assert.Single(await Reader.ReadAsync(Type, ["Set1"], TestOrg.Cancellation));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("<html><body>Maintenance</body></html>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e 'x'>]><x>&e;</x>")]
    public async Task An_answer_that_is_not_SOAP_is_an_error(string body)
    {
        await Session.GetApiVersionAsync(null, TestOrg.Cancellation);
        Test.Org.Faults.Add(new Fault { Path = "/services/Soap", Status = 200, Body = body, ContentType = "text/xml" });

        var error = await Assert.ThrowsAsync<SfException>(() => Reader.ListAsync(Type, TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
    }

    [Fact]
    public async Task A_fault_is_an_error_with_its_code()
    {
        var error = await Assert.ThrowsAsync<SfRestException>(() => Reader.ListAsync("Nothing", TestOrg.Cancellation));
        Assert.Equal("INVALID_TYPE", Assert.Single(error.Errors).ErrorCode);
    }

    private async Task CreateAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await Session.Rest.SendAsync(
                new Core.Sessions.SfRequest
                {
                    Method = HttpMethod.Post,
                    Uri = "sobjects/PermissionSet",
                    Content = RequestBody.FromBytes(
                        System.Text.Encoding.UTF8.GetBytes($$"""{"Name":"Set{{i}}","Label":"Label of {{i}}"}"""), RequestBody.Json),
                },
                static (response, cancel) => response.ReadAllAsync(cancel),
                cancellationToken: TestOrg.Cancellation);
        }
    }
}
