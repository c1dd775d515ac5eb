namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The tests that a deploy runs.</summary>
internal enum TestLevel
{
    NoTestRun,
    RunSpecifiedTests,
    RunLocalTests,
    RunAllTestsInOrg,
    RunRelevantTests,
}
