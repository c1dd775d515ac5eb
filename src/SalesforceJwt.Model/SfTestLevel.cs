namespace SalesforceJwt.Model;

/// <summary>Which Apex tests a deployment runs (Metadata API Developer Guide: "Running Tests in a Deployment").</summary>
public enum SfTestLevel
{
    /// <summary>No tests; in production for packages without Apex only.</summary>
    NoTestRun,

    /// <summary>The given test classes. They must cover each class and trigger of the package to 75%.</summary>
    RunSpecifiedTests,

    /// <summary>All tests of the org except those of managed and unlocked packages.</summary>
    RunLocalTests,

    /// <summary>All tests of the org, those of managed packages included.</summary>
    RunAllTestsInOrg,

    /// <summary>The tests that Salesforce finds relevant to the package (API 66, beta).</summary>
    RunRelevantTests,
}
