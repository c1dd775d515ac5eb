using SalesforceJwt.Core;
using SalesforceJwt.LocalOrg;
using SalesforceJwt.Quickstart;

// The main job, end to end, against a local stand-in for an org: app and key, sign-in, token, query.
// With PowerShell on this machine the module does it; without, Core does the same steps.
var folder = Directory.CreateTempSubdirectory("salesforcejwt-quickstart-").FullName;
try
{
    await using var server = await LocalOrgServer.StartAsync();
    var job = new QuickstartJob(server, folder);

    var (powerShell, reason) = PowerShellFinder.Find(Console.WriteLine);
    Console.WriteLine(powerShell is not null
        ? $"The module at work, in PowerShell {powerShell}."
        : $"No PowerShell here ({reason}): the same steps through the library SalesforceJwt.Core.");
    Console.WriteLine($"The org is LocalOrg, a stand-in on this machine, at {server.HttpUrl.GetLeftPart(UriPartial.Authority)}.");
    var exitCode = powerShell is not null ? await job.RunModuleAsync(powerShell) : await job.RunLibraryAsync();
    Console.WriteLine();
    Console.WriteLine(exitCode == 0
        ? "Done. README.md shows the same with a real org."
        : "The quickstart failed; the lines above say where.");
    return exitCode;
}
catch (SfException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{e.Remedy}");
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
