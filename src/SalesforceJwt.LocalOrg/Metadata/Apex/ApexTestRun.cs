namespace SalesforceJwt.LocalOrg.Metadata.Apex;

/// <summary>The tests of a deploy and their results.</summary>
internal sealed class ApexTestRun
{
    private const int NeededCoverage = 75;

    private ApexTestRun(List<ApexTestMethod> methods, List<ApexCoverage> coverage, List<string> warnings)
    {
        Methods = methods;
        Coverage = coverage;
        CoverageWarnings = warnings;
    }

    public static ApexTestRun None { get; } = new([], [], []);

    public IReadOnlyList<ApexTestMethod> Methods { get; }

    public IReadOnlyList<ApexCoverage> Coverage { get; }

    /// <summary>Why the coverage is too small for a production org.</summary>
    public IReadOnlyList<string> CoverageWarnings { get; }

    public int Failures => Methods.Count(method => method.Failure is not null);

    /// <summary>Whether the deploy may succeed.</summary>
    public bool Passes => Failures == 0 && CoverageWarnings.Count == 0;

    /// <summary>Runs tests.</summary>
    /// <param name="classes">The org's classes after the deploy.</param>
    /// <param name="deployed">The names of the deployed classes.</param>
    /// <param name="level">Which tests to run.</param>
    /// <param name="names">The test classes of <see cref="TestLevel.RunSpecifiedTests"/>.</param>
    /// <param name="declared">Tests that fail whatever their code is.</param>
    /// <param name="isProduction">Whether the coverage must be large enough.</param>
    /// <exception cref="DeployException">A test class does not exist.</exception>
    public static ApexTestRun Run(
        IReadOnlyDictionary<string, string> classes,
        IReadOnlyCollection<string> deployed,
        TestLevel level,
        IReadOnlyList<string> names,
        ApexTestFailures declared,
        bool isProduction)
    {
        var sources = classes.ToDictionary(pair => pair.Key, pair => ApexSource.Of(pair.Key, pair.Value), StringComparer.OrdinalIgnoreCase);
        var tests = level == TestLevel.RunSpecifiedTests
            ? [.. names.Select(name => sources.GetValueOrDefault(name) ?? throw new DeployException(
                "INVALID_OPERATION", $"The test class {name} in runTests does not exist"))]
            : sources.Values.Where(source => source.TestMethods().Any())
                .Where(source => level != TestLevel.RunRelevantTests || source.IsRelevantTo(deployed))
                .OrderBy(source => source.Name, StringComparer.Ordinal).ToList();
        var methods = tests.SelectMany(source => source.TestMethods()).Select(method => WithFailure(method, declared)).ToList();
        var coverage = sources.Values.Where(source => !source.IsTest)
            .OrderBy(source => source.Name, StringComparer.Ordinal)
            .Select(source => new ApexCoverage(
                source.Name, source.Statements, tests.Any(test => test.Mentions(source.Name)) ? 0 : source.Statements))
            .ToList();
        List<string> warnings = isProduction ? [.. WarningsOf(coverage, deployed, level)] : [];
        return new ApexTestRun(methods, coverage, warnings);
    }

    private static ApexTestMethod WithFailure(ApexTestMethod method, ApexTestFailures declared)
    {
        var failure = declared.Find(method.ClassName, method.Name);
        var failed = failure is null ? method : method with { Failure = failure.Message };
        return failed.Failure is null ? failed : failed with
        {
            StackTrace = failure?.StackTrace ?? $"Class.{method.ClassName}.{method.Name}: line {Math.Max(1, method.Line)}, column 1",
        };
    }

    private static IEnumerable<string> WarningsOf(List<ApexCoverage> coverage, IReadOnlyCollection<string> deployed, TestLevel level)
    {
        if (deployed.Count == 0)
        {
            yield break;
        }

        if (level is TestLevel.RunSpecifiedTests or TestLevel.RunRelevantTests)
        {
            foreach (var each in coverage.Where(each => deployed.Contains(each.Name) && each.Percent < NeededCoverage))
            {
                yield return $"Test coverage of selected Apex Class {each.Name} is {each.Percent}%, at least {NeededCoverage}% test "
                    + "coverage is required";
            }

            yield break;
        }

        var average = new ApexCoverage("", coverage.Sum(each => each.Locations), coverage.Sum(each => each.NotCovered)).Percent;
        if (average < NeededCoverage)
        {
            yield return $"Average test coverage across all Apex Classes and Triggers is {average}%, at least {NeededCoverage}% test "
                + "coverage is required.";
        }
    }
}
