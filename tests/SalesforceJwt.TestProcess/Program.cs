using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.Core.Sessions;

// A process for tests of several processes: prints "ready", reads a line, and does one of:
//   profile FILE NAME [hold]                   saves a profile; with "hold" it takes the lock first and never releases it
//   token FOLDER KEYFILE URL CLIENTID USERNAME signs in through the token cache, makes a call, and prints the token
using var held = args is ["profile", var locked, _, "hold"]
    ? new FileStream(locked + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None) : null;
Console.WriteLine("ready");
Console.ReadLine();
if (args is ["profile", var path, var name, ..])
{
    // The wait for the lock has no bound that a busy machine could exceed.
    await new ProfileStore(path, lockTimeout: TimeSpan.FromMinutes(10)).SaveAsync(new StoredProfile
    {
        Name = name,
        LoginUrl = "https://example.my.salesforce.com",
        ClientId = "3MVG9",
        Username = name + "@example.com",
        Key = new SecretLocation(SecretLocationKind.Variable, "SF_JWT_KEY"),
    });
}
else if (args is ["token", var folder, var key, var url, var clientId, var username])
{
    var flow = new JwtBearerFlow(clientId, username, PrivateKeyReader.FromFile(key), new Uri(url));
    var cached = new CachedTokenFlow(flow, new TokenCacheFolder(folder), lockTimeout: TimeSpan.FromMinutes(10));
    using var session = await SfSession.SignInAsync(cached, new SfSessionOptions { ApiVersion = "68.0" });
    await session.Rest.SendAsync(new SfRequest { Uri = "limits" }, (response, cancel) => response.ReadAllAsync(cancel));
    Console.WriteLine(session.Token.AccessToken);
}
