using System.Diagnostics;
using System.Globalization;

namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>Changes examples of one target repeatedly. An input with a new kind of outcome becomes an example itself.</summary>
internal sealed class Fuzzer(FuzzTarget target, FuzzOptions options)
{
    private const int LargestInput = 64 * 1024;
    private const int MostExamples = 200;

    // After this many kinds of faults, the run stops.
    private const int MostFaults = 12;

    private readonly Random _random = new(HashCode(target.Name) ^ options.Seed);
    private readonly List<byte[]> _examples = [.. target.Seeds];
    private readonly HashSet<string> _signatures = [];
    private readonly Dictionary<string, (Outcome Outcome, byte[] Input)> _faults = [];

    public long Inputs { get; private set; }

    public int Ways => _signatures.Count;

    public TimeSpan Slowest { get; private set; }

    public long Largest { get; private set; }

    /// <summary>The faults, each with a minimized input that shows it.</summary>
    public IReadOnlyCollection<(Outcome Outcome, byte[] Input)> Faults => _faults.Values;

    public async Task RunAsync()
    {
        foreach (var seed in target.Seeds)
        {
            await ReadAsync(seed);
        }

        var started = Stopwatch.GetTimestamp();
        while (_faults.Count < MostFaults && (options.Time is { } time ? Stopwatch.GetElapsedTime(started) < time : Inputs < target.Inputs))
        {
            var input = Pick();
            for (var rounds = 1 + _random.Next(3); rounds > 0; rounds--)
            {
                input = target.Mutate(_random, input, Pick());
            }

            input = input.Length <= LargestInput ? input : input[..LargestInput];
            var outcome = await ReadAsync(input);
            if (outcome.Fault is null && _signatures.Add(outcome.Signature) && _examples.Count < MostExamples)
            {
                _examples.Add(input);
            }
        }
    }

    private byte[] Pick() => _examples[_random.Next(_examples.Count)];

    private async Task<Outcome> ReadAsync(byte[] input)
    {
        var outcome = await Probe.RunAsync(target, input);
        Inputs++;
        Slowest = outcome.Elapsed > Slowest ? outcome.Elapsed : Slowest;
        Largest = Math.Max(Largest, outcome.Allocated);
        if (outcome.Fault is not null && !_faults.ContainsKey(outcome.Signature))
        {
            _faults.Add(outcome.Signature, (outcome, outcome.Signature is "hang" or "memory" ? input : await ShrinkAsync(input,
                outcome.Signature)));
        }

        return outcome;
    }

    /// <summary>Minimizes an input: removes parts while it shows the same fault.</summary>
    private async Task<byte[]> ShrinkAsync(byte[] input, string signature)
    {
        var tries = 300;
        for (var size = input.Length / 2; size > 0 && tries > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && tries-- > 0;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + size)..]];
                if ((await Probe.RunAsync(target, shorter)).Signature == signature)
                {
                    input = shorter;
                }
                else
                {
                    at += size;
                }
            }
        }

        return input;
    }

    /// <summary>The same number in every process, which string.GetHashCode is not.</summary>
    private static int HashCode(string text) => text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{target.Name}: {Inputs} inputs, {Ways} ways, {_faults.Count} kinds of faults")
        + string.Create(CultureInfo.InvariantCulture, $"; slowest {Slowest.TotalMilliseconds:0} ms, most {Largest / 1048576.0:0.0} MB");
}
