using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The devices that have asked for access, by the code they poll with.</summary>
internal sealed class DeviceAuthorizations
{
    // No vowels and nothing that looks like something else.
    private const string UserCodeCharacters = "23456789BCDFGHJKLMNPQRSTVWXZ";
    private const string DeviceCodeCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly ConcurrentDictionary<string, DeviceAuthorization> devices = new(StringComparer.Ordinal);

    public static string NewUserCode() => RandomNumberGenerator.GetString(UserCodeCharacters, 8);

    public string Add(DeviceAuthorization device)
    {
        var code = RandomNumberGenerator.GetString(DeviceCodeCharacters, 160);
        devices[code] = device;
        return code;
    }

    public DeviceAuthorization? Find(string deviceCode) => devices.GetValueOrDefault(deviceCode);

    /// <summary>The device that waits with this user code, in whatever case it was typed.</summary>
    public DeviceAuthorization? FindOpen(string userCode, DateTimeOffset now) => devices.Values.FirstOrDefault(
        device => device.UserCode.Equals(userCode.Trim(), StringComparison.OrdinalIgnoreCase) && device.IsOpen(now));
}
