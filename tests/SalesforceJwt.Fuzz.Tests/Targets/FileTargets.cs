using SalesforceJwt.Core;
using SalesforceJwt.Core.Apex;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Comparison;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>The user's files: CSV to import, Apex, profiles.</summary>
internal static class FileTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        Csv("csv.import", ','),
        Csv("csv.import-semicolons", ';'),
        new(
            "profile",
            Seeds.Texts(
                Seeds.Json("profiles"),
                """{"version":1,"profiles":{}}"""),
            JsonMutation.Mutate,
            async (input, stop) =>
            {
                var store = new ProfileStore(Folder.Write("profiles.json", input));
                _ = store.Read();
                await store.SaveAsync(Saved, overwrite: true, stop.Token);
                await store.RemoveAsync("new", stop.Token);
            }),
        new(
            "snapshot",
            Seeds.Texts(
                Seeds.Json("snapshot"),
                """{"format":1,"apiVersion":"68.0","names":["A*"],"namespaces":[],"objects":[]}"""),
            JsonMutation.Mutate,
            async (input, stop) =>
            {
                // What is read is compared, and written, without an error.
                var snapshot = SchemaSnapshot.Read(Folder.Write("snapshot.json", input));
                var comparison = new ObjectComparison(snapshot, snapshot, FieldComparison.Definition);
                await comparison.CompareAsync(await comparison.ListAsync(_ => true, stop.Token), stop.Token);
                snapshot.Write(Folder.File("copy.json"));
                try
                {
                    _ = SchemaSnapshot.Read(Folder.File("copy.json"));
                }
                catch (SfException e)
                {
                    throw new InvalidOperationException("What was written cannot be read.", e);
                }
            }),
        new("apex.file", Seeds.Texts("System.debug(1);", "\uFEFFInteger i = 1 / 0;"), ByteMutation.Mutate,
            TokenTargets.Sync(input => AnonymousApex.ReadFile(Folder.Write("x.apex", input)))) { Inputs = 100 },
    ];

    private static StoredProfile Saved => new()
    {
        Name = "new",
        ClientId = "x",
        Username = "ci@example.com",
        LoginUrl = "https://login.salesforce.com",
        Key = new SecretLocation(SecretLocationKind.Secret, "x"),
    };

    private static FuzzTarget Csv(string name, char delimiter) => new(
        name,
        Seeds.Texts(
            "Name,Site,Account.Number__c\nA,B,1\nC,\"D,\"\"E\"\"\nF\",2\n".Replace(',', delimiter),
            "Name\r\na\r\nb\r\n",
            "\uFEFFName,Site\n\"ä\",\n".Replace(',', delimiter),
            "#TYPE System.Management.Automation.PSCustomObject\n\"Name\",\"Site\"\n\"A\",\"B\"\n".Replace(',', delimiter),
            "sf__Id,sf__Error,Name\n,X:y:--,A\n".Replace(',', delimiter)),
        CsvMutation.Mutate,
        async (input, stop) =>
        {
            using var handler = new ScriptedHandler(BulkTargets.Uploaded, stop);
            using var session = await Org.ConnectAsync(handler);
            await using var import = new BulkImport(session, new ImportOptions
            {
                Job = new IngestJobOptions("Account", "insert", null, delimiter),
                JobSize = 100_000,
            });
            await import.AddFileAsync(Folder.Write("import.csv", input), cancellationToken: stop.Token);
            await import.UploadAsync(stop.Token);
        })
    {
        Inputs = 300,
    };
}
