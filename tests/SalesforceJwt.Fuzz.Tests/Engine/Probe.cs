using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using SalesforceJwt.Core;

namespace SalesforceJwt.Fuzz.Tests.Engine;

/// <summary>
/// Reads one input and classifies the outcome: a result, an <see cref="SfException"/>, or a requested cancellation. Anything else is a
/// fault, and so is a hang, too much memory, or a secret in an error.
/// </summary>
internal static partial class Probe
{
    // Far more than any slow machine needs: it ends inputs that would run forever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Total managed memory, freed or not, for one input of some kilobytes.
    private const long MostMemory = 768L * 1024 * 1024;

    // A part of a secret of this length in an error is no coincidence.
    private const int Piece = 20;

    public static async Task<Outcome> RunAsync(FuzzTarget target, byte[] input)
    {
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes();
        string signature;
        string? fault = null;
        var run = Task.Run(() => target.Run(input, stop));
        try
        {
            await run.WaitAsync(Longest);
            signature = "result";
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            await stop.CancelAsync();
            (signature, fault) = ("hang", $"did not end within {Longest.TotalSeconds} seconds");
        }
        catch (SfException e)
        {
            signature = $"{e.Kind} {Plain(e.Message)}";
            fault = Leak(target, input, e) is { } leaked ? $"tells '{leaked}' of the input, which is a secret: {e}" : null;
            signature = fault is null ? signature : $"leak {Plain(e.Message)}";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            signature = "cancelled";
        }
        catch (Exception e)
        {
            signature = $"{e.GetType().Name} {Place(e)}";
            fault = e.ToString();
        }

        var allocated = GC.GetTotalAllocatedBytes() - before;
        if (fault is null && allocated > MostMemory)
        {
            (signature, fault) = ("memory", $"took {allocated / (1024 * 1024)} MB for an input of {input.Length} bytes");
        }

        return new Outcome(signature, fault, Stopwatch.GetElapsedTime(started), allocated);
    }

    /// <summary>The secret that an error contains; null if there is none.</summary>
    private static string? Leak(FuzzTarget target, byte[] input, SfException error)
    {
        var told = $"{error}\n{error.Remedy}\n{error.ServerText}";
        if (target.Secrets.FirstOrDefault(s => told.Contains(s, StringComparison.OrdinalIgnoreCase)) is { } secret)
        {
            return secret;
        }

        if (!target.IsSecret)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(input);
        foreach (var word in error.ToString().Split([' ', '\n', '\'', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            for (var at = 0; at + Piece <= word.Length; at += Piece / 2)
            {
                // Every key has a BEGIN line, and every stack trace names folders.
                var piece = word.Substring(at, Piece);
                if (!piece.Contains("-----", StringComparison.Ordinal) && text.Contains(piece, StringComparison.Ordinal))
                {
                    return piece;
                }
            }
        }

        return null;
    }

    /// <summary>An error's text without the parts that change from input to input.</summary>
    private static string Plain(string message)
    {
        var plain = Changing().Replace(message, "~");
        return plain.Length > 70 ? plain[..70] : plain;
    }

    /// <summary>The first method of this product on the stack.</summary>
    private static string Place(Exception e)
    {
        var lines = (e.GetBaseException().StackTrace ?? e.StackTrace ?? string.Empty).Split('\n');
        var line = lines.FirstOrDefault(l => l.Contains("SalesforceJwt.", StringComparison.Ordinal)) ?? lines[0];
        return line.Split(" in ")[0].Split('(')[0].Trim();
    }

    [GeneratedRegex("'.*'|\".*\"|[0-9]+|[^ -~]+", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Changing();
}
