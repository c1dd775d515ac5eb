using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>The device authorizations, by device code.</summary>
internal sealed class DeviceAuthorizations
{
    // No vowels, and no characters that look alike.
    private const string UserCodeCharacters = "23456789BCDFGHJKLMNPQRSTVWXZ";
    private const string DeviceCodeCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly ConcurrentDictionary<string, DeviceAuthorization> _devices = new(StringComparer.Ordinal);

    public static string NewUserCode() => RandomNumberGenerator.GetString(UserCodeCharacters, 8);

    public string Add(DeviceAuthorization device)
    {
        var code = RandomNumberGenerator.GetString(DeviceCodeCharacters, 160);
        _devices[code] = device;
        return code;
    }

    public DeviceAuthorization? Find(string deviceCode) => _devices.GetValueOrDefault(deviceCode);

    /// <summary>The pending authorization with this user code, in any case.</summary>
    public DeviceAuthorization? FindOpen(string userCode, DateTimeOffset now) => _devices.Values.FirstOrDefault(
        device => device.UserCode.Equals(userCode.Trim(), StringComparison.OrdinalIgnoreCase) && device.IsOpen(now));
}
