using System.Text;
using SalesforceJwt.Core.Composite;

namespace SalesforceJwt.Core.Tests.Composite;

/// <summary>Which resource subrequests are sent to, how they are split, and what is rejected before anything is sent.</summary>
public sealed class CompositePlanTests
{
    [Fact]
    public void Independent_subrequests_are_sent_as_batches_of_25()
    {
        var plan = Plan([.. Enumerable.Range(0, 60).Select(i => Post($"r{i}"))]);

        Assert.All(plan, p => Assert.Equal(SfCompositeKind.Batch, p.Kind));
        Assert.Equal([25, 25, 10], plan.Select(p => p.Subrequests.Count()));
    }

    [Fact]
    public void Subrequests_that_reference_each_other_stay_together_in_order()
    {
        // Thirteen pairs: the last one needs a request of its own.
        var plan = Plan([.. Enumerable.Range(0, 13).Select(i => Post($"a{i}")), .. Enumerable.Range(0, 13).Select(i => Post($"b{i}", $"@{{a{i}.id}}"))]);

        Assert.All(plan, p => Assert.Equal(SfCompositeKind.Composite, p.Kind));
        Assert.Equal([24, 2], plan.Select(p => p.Subrequests.Count()));
        Assert.Equal(["a12", "b12"], plan[1].Subrequests.Select(s => s.ReferenceId));
        Assert.Equal(["a0", "a1"], plan[0].Subrequests.Take(2).Select(s => s.ReferenceId));
    }

    [Fact]
    public void More_than_25_dependent_subrequests_are_sent_as_a_graph()
    {
        var part = Assert.Single(Plan([Post("a"), .. Enumerable.Range(0, 30).Select(i => Post($"b{i}", "@{a.id}")), Post("alone")]));

        Assert.Equal(SfCompositeKind.Graph, part.Kind);
        Assert.Equal([31, 1], part.Graphs.Select(g => g.Count));
    }

    [Fact]
    public void All_or_none_is_one_request()
    {
        Assert.Equal(SfCompositeKind.Composite, Assert.Single(Plan([Post("a"), Post("b")], allOrNone: true)).Kind);
        var graph = Assert.Single(Plan([.. Enumerable.Range(0, 500).Select(i => Post($"r{i}"))], allOrNone: true));
        Assert.Equal((SfCompositeKind.Graph, 1), (graph.Kind, graph.Graphs.Count));
    }

    [Fact]
    public void A_composite_request_has_five_queries_at_most()
    {
        var plan = Plan([.. Enumerable.Range(0, 7).Select(i => new Subrequest("GET", "query?q=SELECT Id FROM Contact", $"q{i}"))], SfCompositeKind.Composite);

        Assert.Equal([5, 2], plan.Select(p => p.Subrequests.Count()));
        Assert.All(plan, p => Assert.True(p.ChangesNothing));
    }

    [Fact]
    public void Headers_need_a_composite_request() =>
        Assert.Equal(SfCompositeKind.Composite, Assert.Single(Plan([new Subrequest("GET", "sobjects/Contact", "a") { Headers = [new("If-Modified-Since", "x")] }])).Kind);

    [Fact]
    public void References_are_found_in_urls_bodies_and_headers()
    {
        Assert.Equal(SfCompositeKind.Composite, Kind(new Subrequest("GET", "sobjects/Contact/@{a.id}", "b")));
        Assert.Equal(SfCompositeKind.Composite, Kind(Post("b", "@{a.records[0].Id}")));
        Assert.Equal(SfCompositeKind.Composite, Kind(new Subrequest("GET", "limits", "b") { Headers = [new("X", "@{a.id}")] }));
        Assert.Equal(SfCompositeKind.Batch, Kind(Post("b", "a@{ mail")));

        static SfCompositeKind Kind(Subrequest second) => Assert.Single(Plan([Post("a"), second])).Kind;
    }

    public static TheoryData<string, Func<object>> Invalid() => new()
    {
        { "'nobody', and none has", () => Plan([Post("a", "@{nobody.id}")]) },
        { "comes after it", () => Plan([Post("a", "@{b.id}"), Post("b")]) },
        { "is itself", () => Plan([Post("a", "@{a.id}")]) },
        { "reference id 'a'", () => Plan([Post("a"), Post("a")]) },
        { "'A', and none has", () => Plan([Post("a"), Post("b", "@{A.id}")]) },
        { "cannot be a reference id", () => Plan([Post("a-b")]) },
        { "the method 'HEAD'", () => Plan([new Subrequest("HEAD", "limits", "a")]) },
        { "not below /services/data/", () => Plan([new Subrequest("GET", "/services/apexrest/x", "a")]) },
        { "not below /services/data/", () => Plan([new Subrequest("GET", "https://elsewhere.example/services/data/v68.0/limits", "a")]) },
        { "cannot refer to each other", () => Plan([Post("a"), Post("b", "@{a.id}")], SfCompositeKind.Batch) },
        { "cannot be all or none", () => Plan([Post("a")], SfCompositeKind.Batch, allOrNone: true) },
        { "takes 25", () => Plan([.. Enumerable.Range(0, 26).Select(i => Post($"r{i}"))], SfCompositeKind.Composite, allOrNone: true) },
        { "takes 500", () => Plan([.. Enumerable.Range(0, 501).Select(i => Post($"r{i}"))], allOrNone: true) },
        { "not below sobjects/", () => Plan([new Subrequest("GET", "query?q=x", "a")], SfCompositeKind.Graph) },
        { "16 levels deep", () => Plan([Post("r0"), .. Enumerable.Range(1, 15).Select(i => Post($"r{i}", $"@{{r{i - 1}.id}}"))], SfCompositeKind.Graph) },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Subrequests_that_Salesforce_would_reject_are_rejected_with_a_reason(string says, Func<object> plan)
    {
        var error = Assert.Throws<SfException>(plan);

        Assert.Equal(SfErrorKind.CompositeInvalid, error.Kind);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Remedy);
    }

    private static IReadOnlyList<CompositePart> Plan(IReadOnlyList<Subrequest> subrequests, SfCompositeKind kind = SfCompositeKind.Auto, bool allOrNone = false) =>
        CompositePlan.Make(subrequests, new CompositeOptions { Kind = kind, AllOrNone = allOrNone });

    private static Subrequest Post(string id, string name = "x") => new("Post", "sobjects/Account", id) { Body = Encoding.UTF8.GetBytes($$"""{"Name":"{{name}}"}""") };
}
