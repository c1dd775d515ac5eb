using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SalesforceJwt.Core.FileSystem;

/// <summary>Facts about a file on Linux and macOS that .NET does not give: its type, links and owner.</summary>
/// <param name="Type">The type bits of its mode.</param>
/// <param name="Links">How many names it has (hard links).</param>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="Mode">Its permissions.</param>
internal readonly record struct UnixFile(int Type, uint Links, uint Owner, uint Group, UnixFileMode Mode)
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Permissions = 0x1FF;
    private const int CurrentFolder = -100;
    private const int LongestPath = 4096;

    /// <summary>Whether it is a regular file: not a folder, device, FIFO or socket.</summary>
    public bool IsRegular => Type == Regular;

    /// <summary>Whether it has permissions beyond its mode (an ACL), which a new file in its place would not have.</summary>
    public static bool HasAcl(string path) =>
        OperatingSystem.IsLinux() && TryCall(() => GetAttribute(path, "system.posix_acl_access", 0, 0) > 0);

    /// <summary>Describes the file at a path, behind links; null if there is none or the system gives no information.</summary>
    public static UnixFile? Find(string path)
    {
        var buffer = new byte[256];
        if (OperatingSystem.IsLinux())
        {
            // struct statx has the same layout on every architecture, struct stat has not.
            return TryCall(() => Statx(CurrentFolder, path, 0, 0x7FF, buffer) == 0)
                ? Of(BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(28)), Number(16), Number(20), Number(24))
                : null;
        }

        return OperatingSystem.IsMacOS()
            && TryCall(() => (RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatX64(path, buffer) : Stat(path, buffer)) == 0)
            ? Of(
                BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(4)), BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(6)),
                Number(16), Number(20))
            : null;

        uint Number(int at) => BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at));

        static UnixFile Of(int mode, uint links, uint owner, uint group) =>
            new(mode & TypeMask, links, owner, group, (UnixFileMode)(mode & Permissions));
    }

    /// <summary>Gives an open file an owner and a group; false if this user may not.</summary>
    public static bool TrySetOwner(SafeFileHandle file, uint owner, uint group) => TryCall(() => Fchown(file, owner, group) == 0);

    /// <summary>The path of a folder without links in it; the path unchanged if there is no such folder.</summary>
    public static string RealPath(string folder)
    {
        var buffer = new byte[LongestPath + 1];
        return TryCall(() => RealPath(folder, buffer) != 0) ? Encoding.UTF8.GetString(buffer, 0, Array.IndexOf(buffer, (byte)0)) : folder;
    }

    /// <summary>Old versions of musl lack some of the functions.</summary>
    private static bool TryCall(Func<bool> function)
    {
        try
        {
            return function();
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "statx", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] buffer);

    [DllImport("libc", EntryPoint = "fchown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fchown(SafeFileHandle file, uint owner, uint group);

    [DllImport("libc", EntryPoint = "realpath", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint RealPath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] buffer);

    [DllImport("libc", EntryPoint = "getxattr", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint GetAttribute(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, nint buffer, nuint size);
}
