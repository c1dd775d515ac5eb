using SalesforceJwt.Core.Comparison;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Comparison;

/// <summary>The objects of an org are described together, in one call for 25 of them.</summary>
public sealed class OrgSchemaTests : ConnectedTests
{
    private const string Composite = "/services/data/v68.0/composite";
    private static readonly string[] Two = ["Account", "Contact"];

    private OrgSchema Schema => new(Session, "68.0", null);

    [Fact]
    public async Task All_objects_of_an_org_are_described_with_a_few_calls()
    {
        var schema = Schema;
        var names = (await schema.GetNamesAsync(TestOrg.Cancellation)).Objects;
        Test.Org.Requests.Clear();

        await schema.PrepareAsync(names, TestOrg.Cancellation);
        var described = await Task.WhenAll(names.Select(name => schema.GetObjectAsync(name, TestOrg.Cancellation)));

        Assert.Equal(names, described.Select(o => o.Name));
        Assert.Equal((names.Count + 24) / 25, Test.Requests.Count);
        Assert.All(Test.Requests, r => Assert.Equal(Composite, r.Path));
        var contact = described.Single(o => o.Name == "Contact");
        var alone = await DescribeCache.Of(Session).GetObjectAsync("Contact", new DescribeOptions { Refresh = true }, null, TestOrg.Cancellation);
        Assert.Equal(alone.Fields.Select(f => (f.Name, f.Type, f.Length)), contact.Fields.Select(f => (f.Name, f.Type, f.Length)));
    }

    [Fact]
    public async Task Descriptions_that_have_not_changed_are_not_sent_again()
    {
        var first = await BothAsync();

        var second = await BothAsync();

        Assert.Equal(first, second);
        Assert.Equal([false, true], Test.Requests.Select(r => r.Body!.Contains("If-Modified-Since", StringComparison.Ordinal)));

        Test.Org.AddObject(new CustomObject("Contact", Fields: [new CustomField("Later__c", CustomFieldType.String, Length: 10)]));
        Assert.Contains((await BothAsync())[1].Fields, field => field.Name == "Later__c");
    }

    [Fact]
    public async Task One_object_is_requested_by_itself()
    {
        var schema = Schema;
        await schema.PrepareAsync(["Contact"], TestOrg.Cancellation);
        Assert.Empty(Test.Requests);

        await schema.GetObjectAsync("Contact", TestOrg.Cancellation);

        Assert.EndsWith("/Contact/describe", Assert.Single(Test.Requests).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """[{"errorCode":"LIMIT_EXCEEDED","message":"too many"}]""")]
    [InlineData(404, """[{"errorCode":"NOT_FOUND","message":"no such resource"}]""")]
    [InlineData(500, """[{"errorCode":"UNKNOWN_EXCEPTION","message":"x"}]""")]
    public async Task Where_the_org_refuses_the_call_each_object_is_requested_by_itself(int status, string body)
    {
        Test.Answer(Composite, status, body);

        Assert.Equal(Two, (await BothAsync()).Select(o => o.Name));

        Assert.Equal(2, Test.Requests.Count(r => r.Path.EndsWith("/describe", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"httpStatusCode":403,"referenceId":"object0","body":[{"errorCode":"INSUFFICIENT_ACCESS","message":"no"}]}""")]
    [InlineData("""{"httpStatusCode":200,"referenceId":"object0","body":{"name":"Account"}}""")]
    [InlineData("""{"httpStatusCode":200,"referenceId":"object0","body":null}""")]
    [InlineData("""{"httpStatusCode":304,"referenceId":"object0","body":null}""")]
    public async Task An_object_that_fails_is_requested_by_itself(string first)
    {
        Test.Answer(Composite, 200, $$$"""
            {"compositeResponse":[{{{first}}},{"httpStatusCode":200,"referenceId":"object1","body":{"name":"Contact","fields":[]}}]}
            """);

        var objects = await BothAsync();

        Assert.NotEmpty(objects[0].Fields);
        Assert.Empty(objects[1].Fields);
        Assert.EndsWith("/Account/describe", Assert.Single(Test.Requests, r => r.Path != Composite).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"compositeResponse":[]}""")]
    [InlineData("<html>")]
    public async Task An_answer_of_something_else_is_the_error_of_each_object(string body)
    {
        Test.Answer(Composite, 200, body);
        var comparison = new ObjectComparison(null, Schema, FieldComparison.Definition) { DescribesAll = true };
        var objects = (await comparison.ListAsync(Two.Contains, TestOrg.Cancellation)).ToList();

        var compared = await comparison.CompareAsync(objects, TestOrg.Cancellation);

        Assert.Equal(Two, compared.Select(c => c.Name));
        Assert.All(compared, c => Assert.Equal(SfErrorKind.ResponseInvalid, c.Error?.Kind));
    }

    [Fact]
    public async Task A_session_that_has_ended_is_renewed()
    {
        Test.Org.ExpireAllTokens();

        Assert.Equal(Two, (await BothAsync()).Select(o => o.Name));

        Assert.Equal([401, 200], Test.Requests.Where(r => r.Path == Composite).Select(r => r.StatusCode));
    }

    [Fact]
    public async Task An_invalid_name_is_never_sent()
    {
        var error = await Assert.ThrowsAsync<SfException>(() => Schema.PrepareAsync(["Account", "../limits"], TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.NameInvalid, error.Kind);
        Assert.Empty(Test.Requests);
    }

    private async Task<SfObject[]> BothAsync()
    {
        var schema = Schema;
        await schema.PrepareAsync(Two, TestOrg.Cancellation);
        return await Task.WhenAll(Two.Select(name => schema.GetObjectAsync(name, TestOrg.Cancellation)));
    }
}
