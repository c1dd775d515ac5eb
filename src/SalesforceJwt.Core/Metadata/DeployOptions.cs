using System.Text.Json;

namespace SalesforceJwt.Core.Metadata;

/// <summary>How a package is deployed (Metadata API Developer Guide: "DeployOptions").</summary>
internal sealed record DeployOptions
{
    /// <summary>Whether it is only validated.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Which tests run; null for Salesforce's own choice: in production the local tests if there is Apex, else none.</summary>
    public SfTestLevel? TestLevel { get; init; }

    /// <summary>The test classes of <see cref="SfTestLevel.RunSpecifiedTests"/>, which they imply.</summary>
    public IReadOnlyList<string> RunTests { get; init; } = [];

    /// <summary>Whether it succeeds in spite of warnings.</summary>
    public bool IgnoreWarnings { get; init; }

    /// <summary>Whether components that it deletes do not go to the recycle bin.</summary>
    public bool PurgeOnDelete { get; init; }

    /// <summary>Whether files that package.xml names may be missing.</summary>
    public bool AllowMissingFiles { get; init; }

    /// <summary>The tests that run, those of <see cref="RunTests"/> included.</summary>
    private SfTestLevel? EffectiveTestLevel => TestLevel ?? (RunTests.Count > 0 ? SfTestLevel.RunSpecifiedTests : null);

    /// <summary>Checks that the options do not contradict each other.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ArgumentConflict"/> or <see cref="SfErrorKind.ValueMissing"/>.</exception>
    public void RequireConsistent()
    {
        if (RunTests.Count > 0 && EffectiveTestLevel != SfTestLevel.RunSpecifiedTests)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                $"The test level {TestLevel} chooses the tests by itself, and test classes were named as well.",
                "Leave out the test level, or the test classes.");
        }

        if (EffectiveTestLevel == SfTestLevel.RunSpecifiedTests && RunTests.Count == 0)
        {
            throw new SfException(
                SfErrorKind.ValueMissing,
                "The test level RunSpecifiedTests needs the names of test classes.",
                new Advice("Name one or more.", NextStep.SetTests));
        }
    }

    /// <summary>The options as the request's JSON.</summary>
    /// <param name="isSinglePackage">Whether package.xml is at the root of the zip.</param>
    public byte[] ToJson(bool isSinglePackage)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("deployOptions");
            writer.WriteBoolean("allowMissingFiles", AllowMissingFiles);
            writer.WriteBoolean("checkOnly", CheckOnly);
            writer.WriteBoolean("ignoreWarnings", IgnoreWarnings);
            writer.WriteBoolean("performRetrieve", false);
            writer.WriteBoolean("purgeOnDelete", PurgeOnDelete);
            writer.WriteBoolean("rollbackOnError", true);
            writer.WriteBoolean("singlePackage", isSinglePackage);
            if (EffectiveTestLevel is { } level)
            {
                writer.WriteString("testLevel", level.ToString());
            }

            if (RunTests.Count > 0)
            {
                writer.WriteStartArray("runTests");
                foreach (var name in RunTests)
                {
                    writer.WriteStringValue(name);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
