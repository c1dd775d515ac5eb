using SalesforceJwt.Core.OAuth.Profiles;

// A process for the tests of the profile file: prints "ready", reads a line, and saves one profile. With "hold" as its third
// argument it takes the lock first and never releases it.
var (path, name) = (args[0], args[1]);
using var held = args is [.., "hold"] ? new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) : null;
Console.WriteLine("ready");
Console.ReadLine();
// The wait for the lock has no bound that a busy machine could exceed.
await new ProfileStore(path, lockTimeout: TimeSpan.FromMinutes(10)).SaveAsync(new StoredProfile
{
    Name = name,
    LoginUrl = "https://example.my.salesforce.com",
    ClientId = "3MVG9",
    Username = name + "@example.com",
    Key = new SecretLocation(SecretLocationKind.Variable, "SF_JWT_KEY"),
});
