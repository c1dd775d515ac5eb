using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>What a deploy says about its zip, manifest and Apex.</summary>
public sealed class DeployPackageTests
{
    private static readonly (string, string, string, string)[] Good = [DeployOrg.Class("A", "class A { Integer i = 1; }"), DeployOrg.ClassMeta("A")];

    private const string FailingTest = """
        @isTest
        private class ATest {
            // System.assert(false);
            @isTest static void passes() { String s = 'System.assert(false)'; new A(); }
            @IsTest(SeeAllData=false) private static void fails() {
                System.assert(false, 'it is broken');
            }
            static testMethod void alsoFails() { Assert.fail('no }'); }
        }
        """;

    [Fact]
    public async Task The_manifest_is_at_the_root_or_below_one_folder()
    {
        await using var org = await DeployOrg.StartAsync();
        var manifest = DeployOrg.Package(68, ("PermissionSet", "*"));
        var set = DeployOrg.File("PermissionSet", "<label>Ci</label>");
        await org.SucceedAsync(DeployOrg.Zip(("zip/package.xml", manifest), ("zip/permissionsets/Ci.permissionset", set)));
        await org.SucceedAsync(DeployOrg.Zip(("package.xml", manifest), ("permissionsets/Ci2.permissionset", set)));
        var atRoot = DeployOrg.Zip(("package.xml", manifest), ("permissionsets/Ci3.permissionset", set));
        Assert.Equal(["package.xml: No package.xml found"], await org.FailAsync(atRoot, DeployOrg.Options(singlePackage: false)));
        var inFolder = DeployOrg.Zip(("a/package.xml", manifest), ("a/permissionsets/Ci4.permissionset", set));
        await org.SucceedAsync(inFolder, DeployOrg.Options(singlePackage: false));
        Assert.Equal(["package.xml: No package.xml found"], await org.FailAsync([1, 2, 3]));
        Assert.Equal(["package.xml: No package.xml found"], await org.FailAsync(DeployOrg.Zip(("a/b/package.xml", manifest))));
        var names = await org.Inner.QueryAsync("SELECT Name FROM PermissionSet WHERE IsOwnedByProfile = false ORDER BY Name");
        Assert.Equal(["Ci", "Ci2", "Ci4"], names.Records().Select(each => each.Text("Name")));
    }

    [Fact]
    public async Task Changes_are_in_the_audit_trail()
    {
        const string Api = "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>";
        await using var org = await DeployOrg.StartAsync();
        foreach (var set in new[] { "<label>Ci</label>", "<description>Jobs</description><label>Ci</label>", $"<label>Build</label>{Api}" })
        {
            await org.SucceedAsync(DeployOrg.ZipOf(
                68, [("PermissionSet", "Ci", "permissionsets/Ci.permissionset", DeployOrg.File("PermissionSet", set)), .. Good]));
        }

        await org.SucceedAsync(DeployOrg.Zip(
            ("package.xml", DeployOrg.Package(68)),
            ("destructiveChanges.xml", DeployOrg.Package(68, ("PermissionSet", "Ci"), ("ApexClass", "A")))));
        var rows = (await org.Inner.QueryAsync("SELECT Action, Display FROM SetupAuditTrail")).Records();
        Assert.Equal(
            [
                ("PermSetCreateNoLicense", "Created permission set Ci: with no license"),
                ("PermSetDelete", "Deleted permission set Build"),
                ("PermSetEnableUserPerm", "Changed permission set Build: API Enabled permission was changed from disabled to enabled"),
                ("PermSetLabelChange", "Changed permission set Build: Master Label was changed from Ci to Build"),
                ("createdApexClass", "Created A Apex Class code"),
                ("deletedApexClass", "Deleted A Apex Class code"),
            ],
            rows.Select(row => (row.Text("Action"), row.Text("Display"))).OrderBy(row => row.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_folder_is_a_package_if_there_is_no_single_one()
    {
        await using var org = await DeployOrg.StartAsync();
        (string, string)[] files =
        [
            ("b/package.xml", DeployOrg.Package(68, ("PermissionSet", "*"))),
            ("b/permissionsets/Ci.permissionset", DeployOrg.File("PermissionSet", "<label>Ci</label>")),
            ("a/package.xml", DeployOrg.Package(58, ("ApexClass", "A"))),
            ("a/classes/A.cls", "class A { Integer i = 1; }"),
            ("a/classes/A.cls-meta.xml", DeployOrg.ClassMeta("A").Content),
            ("c/readme.txt", "no package"),
        ];
        Assert.Equal(["package.xml: No package.xml found"], await org.FailAsync(DeployOrg.Zip(files)));
        var result = await org.SucceedAsync(DeployOrg.Zip(files), DeployOrg.Options(singlePackage: false));
        Assert.Equal((2, 2), (Number(result, "numberComponentsTotal"), Number(result, "numberComponentsDeployed")));
        Assert.Equal(
            ["a/package.xml", "a/classes/A.cls", "b/package.xml", "b/permissionsets/Ci.permissionset"],
            result.GetProperty("details").GetProperty("componentSuccesses").EnumerateArray().Select(each => each.Text("fileName")));

        // One API version each; an error in one undoes all.
        files[3] = ("a/classes/A.cls", "class A { }");
        files[1] = ("b/permissionsets/Ci.permissionset", DeployOrg.File("PermissionSet", "<labl>Ci</labl>"));
        var failed = await org.DeployAsync(DeployOrg.Zip(files), DeployOrg.Options(singlePackage: false));
        Assert.Equal("b/permissionsets/Ci.permissionset", Assert.Single(DeployOrg.Failures(failed)).Text("fileName"));
        Assert.Equal(
            "class A { Integer i = 1; }",
            (await org.Inner.QueryAsync("SELECT Body FROM ApexClass WHERE Name = 'A'")).Records().Single().Text("Body"));
    }

    [Fact]
    public async Task Relevant_tests_are_those_of_deployed_classes_and_critical_ones()
    {
        await using var org = await DeployOrg.StartAsync();
        (string Type, string Name, string Path, string Content)[] tests =
        [
            Test("Uses", "@IsTest", "new A();"), Test("Other", "@isTest(critical=false)", "Integer i = 1;"),
            Test("Always", "@IsTest(critical = true)", ""), Test("For", "@IsTest(testFor='ApexTrigger:X, ApexClass:a')", ""),
            Test("ForOther", "@IsTest(testFor='ApexClass:Z')", "new A();"),
        ];
        await org.SucceedAsync(DeployOrg.ZipOf(68, [.. tests.SelectMany(test => new[] { test, DeployOrg.ClassMeta(test.Name) })]));
        var options = DeployOrg.Options(testLevel: "RunRelevantTests");
        var result = await org.SucceedAsync(DeployOrg.ZipOf(68, Good), options);
        Assert.Equal(["Always", "For", "Uses"], Run(result));
        var other = DeployOrg.ZipOf(68, Test("Other", "@isTest", "Integer i = 2;"), DeployOrg.ClassMeta("Other"));
        Assert.Equal(["Always", "Other"], Run(await org.SucceedAsync(other, options)));

        org.Settings.IsProduction = true;
        var uncovered = DeployOrg.ZipOf(68, [.. Good, DeployOrg.Class("B", "class B { Integer i = 1; }"), DeployOrg.ClassMeta("B")]);
        var failed = await org.DeployAsync(uncovered, options);
        Assert.Contains("Apex Class B is 0%", Assert.Single(failed.GetProperty("details").GetProperty("runTestResult")
            .GetProperty("codeCoverageWarnings").EnumerateArray()).Text("message"), StringComparison.Ordinal);

        org.Settings.RelevantTestsVersion = 69;
        var (status, body) = await org.PostAsync(DeployOrg.ZipOf(68, Good), options);
        Assert.Equal((400, "INVALID_OPERATION"), (status, body[0].Text("errorCode")));

        static (string, string, string, string) Test(string name, string annotation, string code) =>
            DeployOrg.Class(name, $"{annotation} private class {name} {{ @IsTest static void runs() {{ {code} }} }}");

        static IEnumerable<string> Run(JsonElement result) => result.GetProperty("details").GetProperty("runTestResult")
            .GetProperty("successes").EnumerateArray().Select(test => test.Text("name"));
    }

    [Theory]
    [InlineData("<Package>", "Error parsing file: ")]
    [InlineData("<Package/>", "Error parsing file: Element Package is not the root element Package")]
    [InlineData("<Package xmlns=\"X\"><foo/><version>68.0</version></Package>", "Error parsing file: Element {X}foo invalid at this location in type Package")]
    [InlineData("<Package xmlns=\"X\"></Package>", "Required field is missing: version")]
    [InlineData("<Package xmlns=\"X\"><version>99.0</version></Package>", "Invalid version specified: 99.0")]
    [InlineData("<!DOCTYPE Package [<!ENTITY a \"b\">]><Package xmlns=\"X\"><version>68.0</version></Package>", "Error parsing file: ")]
    [InlineData("<Package xmlns=\"X\"><types><members>A</members></types><version>68.0</version></Package>", "Required field is missing: name")]
    public async Task A_wrong_manifest_fails_the_deploy(string manifest, string problem)
    {
        await using var org = await DeployOrg.StartAsync();
        var failed = await org.FailAsync(DeployOrg.Zip(("package.xml", manifest.Replace("\"X\"", $"\"{DeployOrg.Xml}\"", StringComparison.Ordinal))));
        Assert.StartsWith(
            "package.xml: " + problem.Replace("{X}", $"{{{DeployOrg.Xml}}}", StringComparison.Ordinal), Assert.Single(failed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_and_files_must_agree()
    {
        await using var org = await DeployOrg.StartAsync();
        var manifest = DeployOrg.Package(
            68, ("ApexClass", "A"), ("ApexClass", "B"), ("Foo", "X"), ("CustomObject", "X__c"), ("ExternalClientApplication", "No_App"));
        var zip = DeployOrg.Zip(("package.xml", manifest), ("classes/A.cls", "class A {}"), ("readme.txt", "x"), ("classes/C.cls", "class C {}"));
        Assert.Equal(
        [
            "B: An object 'B' of type ApexClass was named in package.xml, but was not found in zipped directory",
            "X: Unknown type name 'Foo' specified in package.xml",
            "X__c: LocalOrg does not deploy components of type CustomObject",
            "No_App: An object 'No_App' of type ExternalClientApplication was named in package.xml, but was not found in zipped directory",
            "classes/C.cls: Not in package.xml",
            "readme.txt: Not in package.xml",
            "A: classes/A.cls-meta.xml was not found in zipped directory",
        ],
        await org.FailAsync(zip));
        Assert.Equal(
            ["No_App: Unknown type name 'ExternalClientApplication' specified in package.xml"],
            await org.FailAsync(DeployOrg.Zip(("package.xml", DeployOrg.Package(58, ("ExternalClientApplication", "No_App"))))));

        var allowed = await org.DeployAsync(
            DeployOrg.Zip(("package.xml", DeployOrg.Package(68, ("ApexClass", "B")))), DeployOrg.Options(allowMissingFiles: true));
        Assert.Equal("Succeeded", allowed.Text("status"));
    }

    [Fact]
    public async Task Limits_and_paths_end_the_deploy_with_an_error()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Settings.MaxFiles = 2;
        Assert.Equal("LIMIT_EXCEEDED", (await org.DeployAsync(DeployOrg.ZipOf(68, Good))).Text("errorStatusCode"));
        (org.Settings.MaxFiles, org.Settings.MaxUnzippedBytes) = (10, 100);
        Assert.Equal("LIMIT_EXCEEDED", (await org.DeployAsync(DeployOrg.ZipOf(68, Good))).Text("errorStatusCode"));
        org.Settings.MaxUnzippedBytes = 100_000;
        var outside = await org.DeployAsync(DeployOrg.Zip(("package.xml", DeployOrg.Package(68)), ("../x", "x")));
        Assert.Equal(("Failed", "INVALID_OPERATION"), (outside.Text("status"), outside.Text("errorStatusCode")));
    }

    [Fact]
    public async Task All_or_nothing_only_if_the_options_say_so()
    {
        await using var org = await DeployOrg.StartAsync();
        var zip = DeployOrg.ZipOf(68, [.. Good, DeployOrg.Class("B", "class B {"), DeployOrg.ClassMeta("B")]);
        Assert.Equal(["B: Missing '}' at '<EOF>'"], await org.FailAsync(zip));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        var partial = await org.DeployAsync(zip, DeployOrg.Options(rollbackOnError: false));
        Assert.Equal("SucceededPartial", partial.Text("status"));
        Assert.True(partial.GetProperty("success").GetBoolean());
        Assert.Equal((2, 1), (partial.GetProperty("numberComponentsTotal").GetInt32(), partial.GetProperty("numberComponentErrors").GetInt32()));
        Assert.Single((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name IN ('A', 'B')")).Records());
    }

    [Theory]
    [InlineData("class B { void a() { } } }", "Extra '}'", 1, 26)]
    [InlineData("// {\nclass B {\n  /* } */ String s = '}\\'}';\n", "Missing '}' at '<EOF>'", 3, 29)]
    [InlineData("\nclass C { }", "Invalid name: C does not match the file B.cls", 2, 7)]
    [InlineData("", "Unexpected token: a class, interface or enum is expected.", 1, 1)]
    public async Task Apex_that_does_not_compile_fails_at_its_position(string code, string problem, int line, int column)
    {
        await using var org = await DeployOrg.StartAsync();
        var result = await org.DeployAsync(DeployOrg.ZipOf(68, DeployOrg.Class("B", code), DeployOrg.ClassMeta("B")));
        var failure = Assert.Single(DeployOrg.Failures(result));
        Assert.Equal((problem, "Error", "classes/B.cls"), (failure.Text("problem"), failure.Text("problemType"), failure.Text("fileName")));
        Assert.Equal((line, column), (failure.GetProperty("lineNumber").GetInt32(), failure.GetProperty("columnNumber").GetInt32()));
    }

    [Fact]
    public async Task Failed_tests_undo_the_deploy_and_are_listed()
    {
        await using var org = await DeployOrg.StartAsync();
        var zip = DeployOrg.ZipOf(68, [.. Good, DeployOrg.Class("ATest", FailingTest), DeployOrg.ClassMeta("ATest")]);
        var result = await org.DeployAsync(zip, DeployOrg.Options(rollbackOnError: false, testLevel: "RunLocalTests"));
        Assert.Equal("Failed", result.Text("status"));
        Assert.Empty(DeployOrg.Failures(result));
        Assert.Equal((4, 2, 2), (Number(result, "numberTestsTotal"), Number(result, "numberTestsCompleted"), Number(result, "numberTestErrors")));
        var tests = result.GetProperty("details").GetProperty("runTestResult");
        Assert.Equal(["passes", "echoes"], tests.GetProperty("successes").EnumerateArray().Select(test => test.Text("methodName")));
        Assert.Equal(
        [
            ("ATest", "fails", "System.AssertException: Assertion Failed: it is broken", "Class.ATest.fails: line 6, column 1"),
            ("ATest", "alsoFails", "System.AssertException: Assertion Failed: no }", "Class.ATest.alsoFails: line 8, column 1"),
        ],
        tests.GetProperty("failures").EnumerateArray().Select(
            test => (test.Text("name"), test.Text("methodName"), test.Text("message"), test.Text("stackTrace"))));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
    }

    [Fact]
    public async Task Tests_can_be_declared_to_fail()
    {
        await using var org = await DeployOrg.StartAsync();
        var options = DeployOrg.Options(testLevel: "RunSpecifiedTests", runTests: ["EchoServiceTest"]);
        await org.SucceedAsync(DeployOrg.ZipOf(68, Good), options);
        var failure = new { className = "EchoServiceTest", message = "System.DmlException: no", stackTrace = "Class.X: line 7, column 3" };
        Assert.Equal(204, (await org.Inner.SendAsync(HttpMethod.Post, "_localorg/apex-tests", failure)).Status);
        var result = await org.DeployAsync(DeployOrg.ZipOf(68, Good), options);
        var failed = Assert.Single(result.GetProperty("details").GetProperty("runTestResult").GetProperty("failures").EnumerateArray());
        Assert.Equal(("System.DmlException: no", "Class.X: line 7, column 3"), (failed.Text("message"), failed.Text("stackTrace")));
        Assert.Equal(204, (await org.Inner.SendAsync(HttpMethod.Delete, "_localorg/apex-tests")).Status);
        await org.SucceedAsync(DeployOrg.ZipOf(68, Good), options);
        var unknown = await org.DeployAsync(DeployOrg.ZipOf(68, Good), DeployOrg.Options(testLevel: "RunSpecifiedTests", runTests: ["Nope"]));
        Assert.Equal(("Failed", "INVALID_OPERATION"), (unknown.Text("status"), unknown.Text("errorStatusCode")));
    }

    [Fact]
    public async Task Production_demands_coverage()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Settings.IsProduction = true;
        var result = await org.DeployAsync(DeployOrg.ZipOf(68, Good));
        var tests = result.GetProperty("details").GetProperty("runTestResult");
        Assert.Equal("Failed", result.Text("status"));
        Assert.Equal(
            "Average test coverage across all Apex Classes and Triggers is 0%, at least 75% test coverage is required.",
            Assert.Single(tests.GetProperty("codeCoverageWarnings").EnumerateArray()).Text("message"));
        var coverage = tests.GetProperty("codeCoverage").EnumerateArray().Single(each => each.Text("name") == "A");
        Assert.Equal((1, 1), (Number(coverage, "numLocations"), Number(coverage, "numLocationsNotCovered")));
        var test = DeployOrg.Class("ATest", "@isTest class ATest { @isTest static void covers() { new A(); } }");
        await org.SucceedAsync(DeployOrg.ZipOf(68, [.. Good, test, DeployOrg.ClassMeta("ATest")]));
    }

    [Fact]
    public async Task Destructive_changes_delete_before_and_after()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(DeployOrg.ZipOf(68, Good));
        await org.SucceedAsync(new DeployedApp().Zip());
        var zip = DeployOrg.Zip(
            ("package.xml", DeployOrg.Package(68)),
            ("destructiveChangesPre.xml", DeployOrg.Package(68, ("ExternalClientApplication", "Ci_App"))),
            ("destructiveChangesPost.xml", DeployOrg.Package(68, ("ApexClass", "A"), ("ApexClass", "Gone"))));
        var result = await org.SucceedAsync(zip);
        var successes = result.GetProperty("details").GetProperty("componentSuccesses").EnumerateArray().ToList();
        Assert.Equal(["Ci_App", "A"], successes.Where(each => each.GetProperty("deleted").GetBoolean()).Select(each => each.Text("fullName")));
        var warning = successes.Single(each => each.Text("fullName") == "Gone");
        Assert.Equal(("No ApexClass named: Gone found", "Warning"), (warning.Text("problem"), warning.Text("problemType")));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ExternalClientApplication")).Records());
        Assert.Null(org.Org.Apps.Find(DeployedApp.Key));
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ApexClass WHERE Name = 'A'")).Records());
        var wildcard = DeployOrg.Zip(("package.xml", DeployOrg.Package(68)), ("destructiveChanges.xml", DeployOrg.Package(68, ("ApexClass", "*"))));
        Assert.StartsWith("destructiveChanges.xml: Wildcards", Assert.Single(await org.FailAsync(wildcard)), StringComparison.Ordinal);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
