namespace SalesforceJwt.Model;

/// <summary>How much of a class or trigger the tests of a deployment ran (Metadata API Developer Guide: "CodeCoverageResult").</summary>
public sealed class SfDeploymentCoverage
{
    internal SfDeploymentCoverage(string name, int locations, int notCovered, IEnumerable<int> linesNotCovered)
    {
        Name = name;
        Locations = locations;
        NotCovered = notCovered;
        LinesNotCovered = new(linesNotCovered);
    }

    /// <summary>Name of the class or trigger, with its namespace where it has one.</summary>
    public string Name { get; }

    /// <summary><c>Class</c> or <c>Trigger</c>.</summary>
    public string? Type { get; internal init; }

    /// <summary>Lines of code that can run.</summary>
    public int Locations { get; }

    /// <summary>Those that no test ran.</summary>
    public int NotCovered { get; }

    /// <summary>The numbers of those lines.</summary>
    public SfList<int> LinesNotCovered { get; }

    /// <summary>The part that was run, in percent; Salesforce demands 75 in production.</summary>
    public int Percent => Locations == 0 ? 100 : (int)((Locations - NotCovered) * 100L / Locations);

    /// <summary>Name and percentage.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Percent}%");
}
