using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Targets;

// One input at a time, since the memory of each is measured.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SalesforceJwt.Fuzz.Tests;

/// <summary>For any text or bytes from outside, an error is an SfException, comes soon, and contains no secret.</summary>
public sealed class FuzzTests
{
    private static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static TheoryData<string> Names =>
        [.. AllTargets.ByName.Keys.Where(n => n.StartsWith(FuzzOptions.Current.Target ?? string.Empty, StringComparison.Ordinal))];

    public static TheoryData<string> Inputs =>
        [.. Directory.EnumerateFiles(Corpus, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Corpus, f).Replace('\\',
            '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Changed_examples_give_a_result_or_an_SfException(string name)
    {
        var target = AllTargets.ByName[name];
        var fuzzer = new Fuzzer(target, FuzzOptions.Current);
        await fuzzer.RunAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(fuzzer.ToString());
        Report(fuzzer.ToString());
        Assert.True(fuzzer.Faults.Count == 0,
            $"{fuzzer}\n{string.Join("\n\n", fuzzer.Faults.Select(f => Describe(name, f.Outcome, f.Input)))}");
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task Inputs_that_once_failed_no_longer_fail(string file)
    {
        var outcome = await Probe.RunAsync(AllTargets.ByName[file.Split('/')[0]], await File.ReadAllBytesAsync(Path.Combine(Corpus,
            file), TestContext.Current.CancellationToken));
        Assert.True(outcome.Fault is null, outcome.Fault);
    }

    [Fact]
    public async Task The_unchanged_examples_are_read()
    {
        // A target whose examples all fail at the first check would fuzz only that check.
        var refused = new List<string>();
        foreach (var target in AllTargets.ByName.Values)
        {
            var outcomes = new List<Outcome>();
            foreach (var seed in target.Seeds)
            {
                outcomes.Add(await Probe.RunAsync(target, seed));
            }

            if (!outcomes.Exists(o => o.Signature == "result"))
            {
                refused.Add($"{target}: {string.Join("; ", outcomes.Select(o => o.Fault ?? o.Signature))}");
            }
        }

        Assert.True(refused.Count == 0, string.Join("\n", refused));
    }

    private static string Describe(string target, Outcome outcome, byte[] input)
    {
        var file = $"{target}/{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}";
        var printable = Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length,
            300))).Select(c => c is >= ' ' and <= '~' ? c : '.');
        return $"""
            {outcome.Signature}
              seed {FuzzOptions.Current.Seed}; keep the input with: base64 -d > Corpus/{file} <<< {Convert.ToBase64String(input)}
              text: {string.Concat(printable)}
              {outcome.Fault}
            """;
    }

    // The figures of a long run, one line for each target.
    private static void Report(string line)
    {
        if (Environment.GetEnvironmentVariable("SFJWT_FUZZ_REPORT") is { Length: > 0 } path)
        {
            File.AppendAllText(path, line + "\n");
        }
    }
}
