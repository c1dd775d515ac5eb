using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using ISession = Net.Pkcs11Interop.HighLevelAPI.ISession;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A PKCS#11 token of SoftHSM2 with one RSA key that cannot be extracted, as an RSA object like those of smart cards.</summary>
internal sealed class SoftToken : RSA
{
    private const string Pin = "1234";

    private static readonly string[] Places =
    [
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly IPkcs11Library _library;
    private readonly ISession _session;
    private readonly IObjectHandle _publicKey;
    private readonly IObjectHandle _privateKey;

    static SoftToken() =>

        // Pkcs11Interop asks for "libdl", which is libdl.so.2 where no development package is installed.
        NativeLibrary.SetDllImportResolver(
            typeof(IPkcs11Library).Assembly,
            (name, _, _) => name == "libdl" && NativeLibrary.TryLoad("libdl.so.2", out var library) ? library : 0);

    public SoftToken()
    {
        Directory.CreateDirectory(_folder["tokens"]);
        File.WriteAllText(_folder["softhsm2.conf"], $"directories.tokendir = {_folder["tokens"]}\nobjectstore.backend = file\n");
        Assert.Equal(0, SetVariable("SOFTHSM2_CONF", _folder["softhsm2.conf"], 1));
        MakeToken(_folder["softhsm2.conf"]);
        var factories = new Pkcs11InteropFactories();
        _library = factories.Pkcs11LibraryFactory.LoadPkcs11Library(factories, Library!, AppType.MultiThreaded);
        _session = _library.GetSlotList(SlotsType.WithTokenPresent).First(s => s.GetTokenInfo().Label == "test")
            .OpenSession(SessionType.ReadWrite);
        _session.Login(CKU.CKU_USER, Pin);
        var make = _session.Factories.ObjectAttributeFactory;
        _session.GenerateKeyPair(
            _session.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS_KEY_PAIR_GEN),
            [make.Create(CKA.CKA_VERIFY, true), make.Create(CKA.CKA_MODULUS_BITS, 2048), make.Create(CKA.CKA_PUBLIC_EXPONENT, [1, 0, 1])],
            [make.Create(CKA.CKA_SIGN, true), make.Create(CKA.CKA_SENSITIVE, true), make.Create(CKA.CKA_EXTRACTABLE, false)],
            out _publicKey,
            out _privateKey);
        KeySizeValue = 2048;
    }

    /// <summary>SoftHSM2's library; null where it is not installed.</summary>
    public static string? Library => Places.FirstOrDefault(File.Exists);

    public override RSAParameters ExportParameters(bool includePrivateParameters)
    {
        if (includePrivateParameters)
        {
            throw new CryptographicException("The key is in a token.");
        }

        var numbers = _session.GetAttributeValue(_publicKey, [CKA.CKA_MODULUS, CKA.CKA_PUBLIC_EXPONENT]);
        return new RSAParameters { Modulus = numbers[0].GetValueAsByteArray(), Exponent = numbers[1].GetValueAsByteArray() };
    }

    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
        _session.Sign(
            _session.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS),
            _privateKey,
            [.. Convert.FromHexString("3031300d060960864801650304020105000420"), .. hash]);

    /// <summary>Signs without the DigestInfo, as a card does with a bare digest.</summary>
    public byte[] SignBare(byte[] hash) =>
        _session.Sign(_session.Factories.MechanismFactory.Create(CKM.CKM_RSA_PKCS), _privateKey, hash);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session.Dispose();
            _library.Dispose();
            _folder.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void MakeToken(string configuration)
    {
        var start = new ProcessStartInfo("softhsm2-util", ["--init-token", "--free", "--label", "test", "--so-pin", "12345678", "--pin", Pin])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SOFTHSM2_CONF"] = configuration;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
    }

    // SoftHSM2 reads the environment of the process, of which .NET has a copy.
    [DllImport("libc", EntryPoint = "setenv", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
