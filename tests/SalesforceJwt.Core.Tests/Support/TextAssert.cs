using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Assertions about texts.</summary>
internal static class TextAssert
{
    public static void ContainsAll(string? text, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do: the remedy, and the step and facts from which the module makes a command (its tests: CommandAdviceTests).</summary>
    public static string Advised(this SfException error) => $"{error.Remedy} {error.Advice?.Step} {string.Join(' ', error.Advice?.Facts ?? [])}";

    /// <summary>Checks that an error and its inner errors contain no secret.</summary>
    public static void HidesSecrets(SfException error, params string?[] secrets)
    {
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            var sf = one as SfException;
            var all = string.Join('\n', [one.ToString(), one.Message, sf?.Remedy, sf?.ServerText, (one as SfLoginException)?.ErrorDescription]);
            Assert.All(secrets, secret => Assert.DoesNotContain(Assert.IsType<string>(secret), all, StringComparison.Ordinal));
        }
    }
}
