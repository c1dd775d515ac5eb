using SalesforceJwt.Core.Ci;

namespace SalesforceJwt.Core.Tests.Ci;

public sealed class CiPipelineTests : IDisposable
{
    private const string Token = "00D!a%b\r\nc%25;]d";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _lines = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "\n::add-mask::00D!a%25b%0D%0Ac%2525;]d")]
    [InlineData("TF_BUILD", "True", "##vso[task.setsecret]00D!a%AZP25b%0D%0Ac%AZP2525;]d")]
    public void A_secret_is_masked_by_the_systems_own_command_on_one_line(string variable, string value, string line)
    {
        Pipeline((variable, value)).Mask(Token, _lines.Add);

        Assert.Equal([line], _lines);
    }

    [Theory]
    [InlineData("GITLAB_CI", "true")]
    [InlineData("JENKINS_URL", "https://ci.example.com")]
    [InlineData("GITHUB_ACTIONS", "false")]
    [InlineData("TF_BUILD", "")]
    public void Nothing_is_written_for_a_system_without_such_commands(string variable, string value)
    {
        var pipeline = Pipeline((variable, value));

        pipeline.Mask(Token, _lines.Add);
        pipeline.SetVariable("SF_ACCESS_TOKEN", Token, true, _lines.Add);

        Assert.Empty(_lines);
    }

    [Fact]
    public void Azure_reads_variables_from_standard_output()
    {
        var pipeline = Pipeline(("TF_BUILD", "True"));

        pipeline.SetVariable("SF_ACCESS_TOKEN", Token, true, _lines.Add);
        pipeline.SetVariable("SF_INSTANCE_URL", "https://x", false, _lines.Add);

        Assert.Equal(
            ["##vso[task.setvariable variable=SF_ACCESS_TOKEN;issecret=true]00D!a%AZP25b%0D%0Ac%AZP2525;]d", "##vso[task.setvariable variable=SF_INSTANCE_URL;issecret=false]https://x"],
            _lines);
    }

    [Fact]
    public void GitHub_reads_variables_from_its_file_whatever_it_contained_before()
    {
        var path = _folder.Write("env", "OTHER=1"u8.ToArray());
        var pipeline = Pipeline(("GITHUB_ACTIONS", "true"), ("GITHUB_ENV", path));

        pipeline.SetVariable("SF_ACCESS_TOKEN", "00D!ä\nEVIL=1", true, _lines.Add);
        pipeline.SetVariable("SF_INSTANCE_URL", "https://x", false, _lines.Add);

        Assert.Empty(_lines);
        var text = File.ReadAllText(path);
        Assert.Matches(@"^OTHER=1\n(SF_ACCESS_TOKEN<<)(end_\w{32})\n00D!ä\nEVIL=1\n\2\n\nSF_INSTANCE_URL<<(?!\2)(end_\w{32})\nhttps://x\n\3\n$", text);
        Assert.Equal((byte)'O', File.ReadAllBytes(path)[0]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no-folder/env")]
    public void A_GitHub_file_that_cannot_be_written_is_an_error(string? file)
    {
        var pipeline = Pipeline(("GITHUB_ACTIONS", "true"), ("GITHUB_ENV", file is null ? null : _folder[file]));

        var error = Assert.Throws<SfException>(() => pipeline.SetVariable("SF_ACCESS_TOKEN", Token, true, _lines.Add));

        Assert.Equal(SfErrorKind.FileAccessFailed, error.Kind);
        Assert.Contains("GITHUB_ENV", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("00D", error.ToString(), StringComparison.Ordinal);
    }

    private static CiPipeline Pipeline(params (string Name, string? Value)[] environment) =>
        CiPipeline.Detect(name => Array.Find(environment, v => v.Name == name).Value);
}
